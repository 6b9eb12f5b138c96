"""Grids in the shape of the statutory forms, and the numbers a person reads in them."""

from __future__ import annotations

from collections.abc import Collection

from archive.records import Table

Rows = list[list[str]]
Numbers = dict[str, int | float]

APPLICANTS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
KEYS = ["natural", "biz", "research", "ngo", "legal", "other", "total"]
RECEIVED, CARRIED_IN, GRANTED, CARRIED_OUT = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "四、结转下年度继续办理",
)
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
DISPUTES = ["行政复议", "未经复议直接起诉", "复议后起诉"]
CASES = [1, 2, 3, 0, 6, 0, 1, 0, 4, 5, 2, 0, 0, 1, 3]
LISTED = {
    "主动公开政府信息数": ("条", "b_active_total"),
    "其中：主动公开规范性文件数": ("条", "b_normdoc_disclosed"),
    "2.政府网站公开政府信息数": ("条", "b_ch_website"),
    "（一）收到申请数": ("件", "b_req_total"),
    "1.当面申请数": ("件", "b_req_inperson"),
    "2.传真申请数": ("件", "b_req_fax"),
    "四、行政复议数量": ("件", "b_review_total"),
    "（一）维持具体行政行为数": ("件", "b_review_upheld"),
    "（二）被依法纠错数": ("件", "b_review_corrected"),
    "七、依申请公开信息收取的费用": ("万元", "b_fee_wanyuan"),
    "（二）举办各类培训班数": ("次", "b_training_held"),
}
TRUE = {key: 11 + 7 * number for number, (_, key) in enumerate(LISTED.values())}
LIST_HEADING = ["指标", "单位", "统计数"]


def table(*rows: list[str], heading: str = "") -> Table:
    """A grid as readers give it: what a short row does not state is blank."""
    width = max(map(len, rows))
    filled = tuple((*row, *[""] * (width - len(row))) for row in rows)
    return Table(filled, heading=heading, stated=tuple(map(len, rows)))


def requests(*rows: list[str], headings: list[str] | None = None) -> Rows:
    """Part three: the label and the figures of each row given."""
    return [["", *(headings or APPLICANTS)], *rows]


def answers(row: str, values: str) -> Numbers:
    """The seven cells of a row."""
    return {f"s3_{row}__{key}": int(value) for key, value in zip(KEYS, values.split(), strict=True)}


def disputes() -> Rows:
    """The headings of part four."""
    return [
        ["行政复议"] * 5 + ["行政诉讼"] * 10,
        [kind for kind in DISPUTES for _ in OUTCOMES],
        OUTCOMES * 3,
    ]


def listing(*value: str, heading: list[str] | None = None, filled: Collection[str] = tuple(TRUE)) -> Table:
    """A list of 2014: `value` are the cells of each row behind its label, in which N is its number and UNIT its unit.

    The last of them is blank but for the rows of the keys `filled`.
    """
    rows = [heading] if heading else []
    for label, (unit, key) in LISTED.items():
        *given, last = [text.replace("UNIT", unit).replace("N", str(TRUE[key])) for text in value]
        rows.append([label, *given, last if key in filled else ""])
    return table(*rows)


def of_disputes(values: list[int]) -> Numbers:
    """The fifteen cells of part four."""
    kinds, outcomes = (
        ["review", "lit_direct", "lit_after"],
        ["upheld", "corrected", "other", "pending", "total"],
    )
    names = [f"s4_{kind}_{outcome}" for kind in kinds for outcome in outcomes]
    return dict(zip(names, values, strict=True))
