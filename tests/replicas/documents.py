"""One set of invented documents that feeds every replica: 偃师's bureaus with all the dirt of the real columns.

Names of places and kinds of bureau are real, every figure and sentence is invented.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from tests.replicas import forms, office
from tests.replicas.pictures import white_page

# The 2023 report of 槐新街道 as PDF; the same in every other format lies beside it.
PDF = (Path(__file__).parents[1] / "documents" / "same-report" / "body.pdf").read_bytes()
PNG = white_page()


@dataclass(frozen=True)
class File:
    """An attached file: its name for readers, its upload day and number, its bytes (None: the link is dead)."""

    name: str
    uploaded: str
    number: int
    body: bytes | None = PDF

    @property
    def ending(self) -> str:
        return self.name.rpartition(".")[2]


@dataclass(frozen=True)
class ReplicaDocument:
    """One row of the column and the page behind it.

    `kind` says what the archive should make of it; `organ` and `year` identify a report. `is_dead` rows lead to a
    404; `link` replaces the page's address (off-site rows, rows that lead nowhere).
    """

    number: int
    title: str
    published: str
    source: str
    body: str
    kind: str = "report"
    organ: str = ""
    year: int = 0
    signed: str | None = None
    shows_date: bool = True
    is_dead: bool = False
    link: str | None = None
    publisher: str | None = None
    files: tuple[File, ...] = field(default=())

    @property
    def day(self) -> str:
        return self.published[:10]


# Organ, what it does (each bureau is found by words of its own), and how many requests it gets.
BUREAUS = (
    ("林业局", "森林防火、国土绿化和古树名木保护", 3),
    ("教育局", "义务教育招生、校园安全和教师资格认定", 9),
    ("财政局", "部门预算、政府采购和惠民惠农补贴", 6),
    ("水利局", "河道采砂、水库除险加固和农村饮水", 2),
    ("公安局", "户籍办理、交通管理和反诈宣传", 12),
    ("卫生健康委员会", "疫苗接种、基层医疗和职业病防治", 7),
    ("市场监督管理局", "食品抽检、特种设备和计量检定", 5),
    ("农业农村局", "高标准农田、农机补贴和畜禽防疫", 4),
    ("城市管理局", "垃圾分类、渣土运输和户外广告", 8),
    ("顾县镇人民政府", "危房改造、低保审核和耕地流转", 1),
)
YEARS = range(2018, 2024)
# Published after the end of January, by when they were due.
LATE = {("水利局", 2019): "2020-03-06 10:21:00", ("卫生健康委员会", 2019): "2020-02-17 16:05:00"}
# Carried over to the next year, whose report takes nothing in.
CARRIED = {("财政局", 2021): 1}
_NUMERALS = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))


def documents() -> list[ReplicaDocument]:
    """The column, newest first, as a portal lists it."""
    found = [_report(organ, work, count, year) for year in YEARS for organ, work, count in BUREAUS]
    found += _specials({(d.organ, d.year): d for d in found})
    return sorted(found, key=lambda d: (d.published, d.number), reverse=True)


def expected_reports() -> dict[tuple[str, int], str]:
    """What a perfect crawl files as reports: (organ, year) and the day each was first published."""
    found: dict[tuple[str, int], str] = {}
    for document in documents():
        if document.kind == "report" and not document.is_dead:
            key = (document.organ, document.year)
            found[key] = min(document.day, found.get(key, "9999"))
    return found


def expected_others() -> dict[str, str]:
    """Title and kind of what a perfect crawl files as other documents."""
    kinds = ("website_annual", "budget", "disclosure_guide", "letter", "notice")
    return {d.title: d.kind for d in documents() if d.kind in kinds}


def edit_silently(column: list[ReplicaDocument]) -> None:
    """What portals do: in one report of the column other figures stand one day, and nothing says so."""
    organ, work, year, received = "城市管理局", "垃圾分类、渣土运输和户外广告", 2022, 16
    at = next(n for n, document in enumerate(column) if (document.organ, document.year) == (organ, year))
    before = column[at]
    body = _body(before.source, organ, work, year, received, before.published[:10])
    column[at] = replace(before, body=body)


def place_in(day: str) -> str:
    """The place's name on a day: a city until March 2021, a district since."""
    return "偃师市" if day < "2021-03-18" else "洛阳市偃师区"


def _report(organ: str, work: str, count: int, year: int) -> ReplicaDocument:
    number = 1_000_000 + year * 100 + [name for name, _, _ in BUREAUS].index(organ)
    usual = f"{year + 1}-01-{10 + number % 19:02d} {8 + number % 9:02d}:{number % 60:02d}:11"
    published = LATE.get((organ, year), usual)
    name = f"{place_in(published)}{organ}"
    received = (count * (year - 2015)) % 17 + 1
    return ReplicaDocument(
        number=number,
        title=f"{name}{year}年政府信息公开工作年度报告",
        published=published,
        source=name,
        body=_body(name, organ, work, year, received, published[:10]),
        organ=organ,
        year=year,
        signed=published[:10],
    )


def _body(
    name: str, organ: str, work: str, year: int, received: int, day: str, wrong_total: bool = False
) -> str:
    edition = "f2021" if year >= 2021 else "f2019"
    we = "我镇" if organ.endswith("镇人民政府") else "我委" if organ.endswith("委员会") else "我局"
    granted, carried = received * 2 // 3, CARRIED.get((organ, year), 0)
    paragraphs = [
        f"　　根据《中华人民共和国政府信息公开条例》的规定，现公布{name}{year}年政府信息公开工作年度报告。"
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
        "一、总体情况",
        f"　　{year}年，{we}围绕{work}主动公开政府信息{received * 11}条，收到政府信息公开申请{received}件，"
        f"均在法定期限内答复。全年组织政务公开培训{received % 4 + 1}次。",
        f"　　{we}明确专人负责信息发布，落实先审查、后公开，定期对{work.split('、')[0]}栏目进行监督检查。",
    ]
    if year == 2018:
        tables = [forms.statistics_table_2014(received * 11, received)]
        headings = ["二、政府信息公开情况统计表"]
    else:
        tables = [
            forms.proactive_table(edition, received % 3, received * 7, received * 3),
            forms.requests_table(edition, received, granted, carried, wrong_total),
            forms.disputes_table(received % 2),
        ]
        headings = ["二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
                    "四、政府信息公开行政复议、行政诉讼情况"]  # fmt: skip
    html = "".join(f"<p>{p}</p>\n" for p in paragraphs)
    html += "".join(f"<p><b>{h}</b></p>\n{t}\n" for h, t in zip(headings, tables, strict=True))
    html += (
        f"<p>五、存在的主要问题及改进情况</p><p>　　一是{work.split('、')[-1]}方面的公开还不够及时；二是解读形式较为单一。</p>"
        f"<p>六、其他需要报告的事项</p><p>　　{year}年未收取信息处理费。</p>"
    )
    return html + f'<p align="right">{name}</p><p align="right">{_signature(day, year)}</p>'


def _signature(day: str, year: int) -> str:
    """The signature date, each year printed in another way."""
    written = date.fromisoformat(day)
    han_year = "".join(_NUMERALS[c] for c in str(written.year))
    tens = ["", "十", "二十", "三十"][written.day // 10] + (
        _NUMERALS[str(written.day % 10)] if written.day % 10 else ""
    )
    return (
        f"{written.year}年{written.month}月{written.day}日",
        f"{han_year}年一月{tens}日",
        f"{han_year.replace('〇', '○')}年元月{tens}日",
        f"{written.year} 年 {written.month} 月 {written.day} 日",
    )[year % 4]


def _specials(reports: dict[tuple[str, int], ReplicaDocument]) -> list[ReplicaDocument]:
    """Everything a real column also holds; some of it replaces the plain report of its bureau and year."""
    return [
        # published a second time at another address: with an annex (a revision), word for word (a rendition)
        replace(reports["教育局", 2019], number=2_000_001, published="2020-03-02 09:10:00",
                body=reports["教育局", 2019].body + "<p>附：教师资格认定办理流程图已在门户网站公布。</p>"),
        replace(reports["财政局", 2021], number=2_000_002, published="2022-02-18 15:00:00"),
        _special(2_000_003, "偃师市河务局2020年政府信息公开工作年度报告", "2021-03-05 10:00:00", "河务局", 2020,
                 signed="2021-03-04", ending="2021年3月4日"),
        _special(2_000_004, "市体育局2018年政府信息公开工作年度报告", "2019-02-20 09:00:00", "体育局", 2018,
                 source="区政务服务和大数据管理局", publisher="区政务服务和大数据管理局"),
        _special(2_000_005, "统计局2019年政务公开年度报告", "2020-01-16 09:00:00", "统计局", 2019, source="统计"),
        _special(2_000_006, "政府信息公开工作年度报告", "2023-01-19 16:20:00", "审计局", 2022, source="洛阳市偃师区审计局",
                 shows_date=False, opening="本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。"),
        _special(2_000_007, "洛阳市偃师区槐新街道办事处2023年政府信息公开工作年度报告", "2024-01-25 11:11:00",
                 "槐新街道办事处", 2023, body="<p>详见附件。</p>", files=(File("槐新街道2023年年报.pdf", "20240125", 1),)),
        _special(2_000_008, "偃师市档案局2018年政府信息公开工作年度报告", "2019-03-12 09:30:00", "档案局", 2018,
                 body='<p style="text-align:center"><img src="{scan}" alt=""></p>', files=(File("扫描件.png", "20190312", 2, PNG),)),
        _special(2_000_009, "偃师市民政局2019年政府信息公开工作年度报告", "2020-01-21 09:30:00", "民政局", 2019, body=_CIVIL,
                 files=(File("统计表.xls", "20200121", 3, None),
                        # One figure differs from the page's.
                        File("民政局年报.docx", "20200121", 4, office.docx(_CIVIL.replace("政府信息44条", "政府信息46条"))))),
        _special(2_000_010, "洛阳市偃师区司法局2022年政府信息公开工作年度报告", "2023-01-30 17:30:00", "司法局", 2022,
                 body=_body("洛阳市偃师区司法局", "司法局", "普法宣传、人民调解和法律援助", 2022, 9, "2023-01-30", True)),
        _special(2_000_011, "偃师市商务局2019年政府信息公开工作年度报告", "2020-01-19 09:30:00", "商务局", 2019, is_dead=True),
        _special(2_000_012, "我区召开政务公开工作推进会", "2022-05-06 09:00:00", kind="off_site",
                 link="https://mp.weixin.qq.com/s/AbCdEfG"),
        _special(2_000_013, "偃师市2018年度部门决算公开", "2019-09-04 09:00:00", kind="dead_row", link="javascript:;"),
        _special(2_000_014, "2020年度偃师市政府网站工作年度报表", "2021-01-28 09:00:00", kind="website_annual"),
        _special(2_000_015, "偃师市林业局2020年部门预算公开", "2020-06-02 09:00:00", kind="budget"),
        _special(2_000_016, "偃师市人民政府信息公开指南", "2019-11-20 09:00:00", kind="disclosure_guide"),
        _special(2_000_017, "关于查询2019年政府信息公开年度报告的来信", "2020-08-11 09:00:00", kind="letter"),
        _special(2_000_018, "关于报送2020年政府信息公开工作年度报告的通知", "2020-12-14 09:00:00", kind="notice"),
    ]  # fmt: skip


_CIVIL = _body("偃师市民政局", "民政局", "低保审核、养老服务和婚姻登记", 2019, 4, "2020-01-21")


def _special(
    number: int, title: str, published: str, organ: str = "", year: int = 0, **changes: object
) -> ReplicaDocument:
    place = place_in(published)
    source = str(changes.pop("source", f"{place}{organ}" if organ else "区政务服务和大数据管理局"))
    opening = str(
        changes.pop(
            "opening",
            f"{year}年，我局按照要求公开政府信息，认真办理群众来信。" if year else "现将有关事项公布如下。",
        )
    )
    ending = str(changes.pop("ending", ""))
    body = str(
        changes.pop(
            "body", f"<p>　　{opening}</p><p>　　统一发布，及时更新，接受社会监督。</p><p>{ending}</p>"
        )
    )
    return ReplicaDocument(
        number=number, title=title, published=published, source=source, body=body, organ=organ, year=year,
        **changes,  # type: ignore[arg-type]
    )  # fmt: skip
