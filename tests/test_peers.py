"""Amounts beside those of other bodies of the same kind, level and year."""

from __future__ import annotations

from pathlib import Path

from tests.filed import Filed, form, page

# Bodies of one kind and level.
BUREAUS = [
    "水利局",
    "教育局",
    "民政局",
    "财政局",
    "司法局",
    "审计局",
    "统计局",
    "林业局",
    "医疗保障局",
    "农业农村局",
]
FEES = "<tr><td>行政事业性收费</td><td>0</td></tr>"
BOUGHT = (
    "<tr><td colspan='4'>第二十条第（九）项</td></tr><tr><td>信息内容</td><td>采购项目数量</td><td>采购总金额</td></tr>"
    "<tr><td>政府集中采购</td><td>2</td><td>{bought}元</td></tr></tbody></table>"
)


def spending(bureau: str, fees: int, bought: int) -> str:
    """A report that states fees (万元), and what was bought (元) in the block of the older form."""
    html = page(bureau, 2022, *form(5, 2))
    assert FEES in html
    html = html.replace(FEES, FEES.replace("0", str(fees)))
    return html.replace("</tbody></table>", BOUGHT.format(bought=bought), 1)


def test_every_amount_far_above_those_of_others_is_found(tmp_path: Path) -> None:
    filed = Filed(tmp_path)
    for name in BUREAUS:
        filed.add(f"{name}.html", spending(f"洛阳市偃师区{name}", 1, 1000))
    filed.add("商务局.html", spending("洛阳市偃师区商务局", 300, 400_000))
    # 3,000,000 yuan and 400,000 yuan, where all others state 10,000 and 1,000.
    sql = "select bureau, evidence from quality_finding where rule = 'Q-14'"
    found = filed.rows(sql)
    assert sorted(found) == [
        ("洛阳市偃师区商务局", "300"),
        ("洛阳市偃师区商务局", "400000元"),
    ]
