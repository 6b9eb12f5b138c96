"""How a clause opens: when, who, and the small words before it says what was counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive.figures.prose.names import SELF, as_author
from archive.figures.prose.passages import NOTE
from archive.reports import Scope

LONGEST = 100
_HAN_YEAR = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {
    "〇": "0",
    "○": "0",
    "O": "0",
    "o": "0",
}
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?年|(二[〇○零Oo][〇○零Oo一二三四五六七八九\d]{2})年")
THIS, LAST, NEXT, OTHER = "本年", "上年", "下年", "别年"

_DAYS = r"(?:1月1日(?:起|以来)?(?:至|到|—|-|~)(?:本年)?12月31日(?:止|期间|,)?)"
_TIME = rf"本年(?:度|内|以来|中|{_DAYS})?|今年(?:以来)?|(?:本年)?1月?(?:-|—|~|至)12月份?|本年度?报告期内?"
# 全年 is all of the year that is spoken of, whichever that is.
_WHOLE_YEAR = (
    r"当年|全年度?|年度?内|(?:本)?报告(?:期|年度)内?|统计(?:期|年度)内?|期间|年度|一年来|过去一年|这一年"
)
_UNTIL = (
    r"(?:截[至止到](?:到|至)?(?:本年)?度?(?:年?底|年?末|12月(?:31日|底)(?:止|24时)?|目前|今)?(?:为止|止)?)"
)
# 县政府门户网站 and 县政府信息公开平台 are places, not who speaks.
_WEB = r"(?!网|门户|公报|微|公众|信息|系统|部门)"
_OWN = (
    rf"(?:{SELF}|(?:我|本)(?:局|委|办|厅|院|街道|镇|乡|中心|机关|单位|部门|行政机关|会|站|所|处|队|政府|府|公司|校|街|场))"
    r"(?:办公室|办事处|机关|本级|政府)?|街道办(?:事处)?|办事处|[镇乡](?:人民)?政府(?:办公室|办)?|[局委厅]机关|全局|(?:我|本)?[市县区州旗省]本级"
    r"|(?:我?[市县区州旗省]|管委会)(?:人民)?政府(?:办公厅|办公室|办)?(?:本级)?|[市县区]?管委会(?:办公室)?|[市县区]府办"
    r"|(?:[市县区])?政府办(?:公[室厅])?"
)
# 各乡镇 alone is a part of the region; with the departments beside them it is the whole.
_WHOLE = (
    r"(?:各级(?:各部门|行政机关|政府|人民政府)?(?:(?:及|和|、)(?:其|各)?(?:组成|工作)?部门)?|行政机关|政府系统"
    r"|各(?:乡镇|镇街|镇|乡|街道|县区|区县|县)(?:\(?街道\)?)?(?:、|和|及)?(?:街道)?(?:、|和|及)?(?:市直|县直|区直)?各?(?:部门|单位)(?:和单位|、单位)?)"
)
_REGION = rf"(?:全(?:省|市|县|区|州|旗|盟|镇|乡|街道)|[我本](?:省|市|县|区|州|旗|盟)){_WHOLE}?|{_WHOLE}"
_STAFF = (
    r"(?:负责)?(?:政府|政务)?(?:信息|政务)公开(?:工作)?(?:的)?(?:工作)?人员|(?:全体)?(?:工作人员|干部职工)"
)
_SMALL = (
    r"共计?|总共|总计|合计|累计|一共|已经?|均|依法|依规|及时|另外?|还|实际|先后|分别|其中|全部|并且?|和|及|以及|与|或|同时"
    rf"|此外|代表|[一二三四五六七八九十]是|向社会|在?依申请公开方面|在?主动公开方面|、|:|《》|{NOTE}|有|也|仅|只|度"
)
_OPENING = re.compile(
    rf"(?:(?P<until>{_UNTIL})|(?P<time>{_TIME})|(?P<whole_year>{_WHOLE_YEAR})|(?P<region>{_REGION}){_WEB}|(?P<own>{_OWN}){_WEB}|(?P<staff>{_STAFF})|(?P<small>{_SMALL}))"
)
_CLOSING = re.compile(
    r"(?:共计?|合计|总计|累计|总共|一共|分别|均|为|达到?|有|是|仅|只|了|约|计|:|的|总数|总量|总额|数量|数|件数|条数|次数)++$"
)


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands before a number: whose activity, what of it was said first, and the words that say what is counted.

    `full` is the wording without the opening, `wording` the same without 共, 为, 数 and their like at its end.
    """

    scope: Scope | None
    is_this_year: bool
    is_whole_year: bool
    is_until: bool
    is_cumulative: bool
    full: str
    wording: str


def in_relation(text: str, report_year: int | None, names: Iterable[str]) -> str:
    """`text` with each year as this, last, next or another year, and the author's names as 本机关.

    Arguments: `text`, folded; `report_year`, None where nobody knows it, when every year is another one; `names` of the
    author. Returns text that is only compared, of other length. Raises nothing.
    """
    related = _YEAR.sub(lambda matched: _related(matched, report_year), text) if "年" in text else text
    return as_author(related, names)


def _related(matched: re.Match[str], report_year: int | None) -> str:
    if report_year is None:
        return OTHER
    year = int(matched[1] or "".join(_HAN_YEAR.get(c, c) for c in "2" + matched[2][1:]))
    return {report_year: THIS, report_year - 1: LAST, report_year + 1: NEXT}.get(year, OTHER)


def opening(head: str) -> Opening:
    """What the words before a number, or a whole clause, open with.

    Arguments: `head`, in relation to the report's year. Returns its parts; words that are not known stay in `wording`,
    which then fits nothing. Raises nothing.
    """
    scope: Scope | None = None
    kinds: set[str | None] = set()
    place = 0
    while token := _OPENING.match(head, place):
        kinds.add(token.lastgroup)
        if token.lastgroup == "own" or (token.lastgroup == "staff" and scope is None):
            scope = "own"
        elif token.lastgroup == "region":
            scope = "region_total"
        place = token.end()
    full = head[place:]
    closing = _CLOSING.search(full)
    wording = full[: closing.start()] if closing else full
    return Opening(
        scope, "time" in kinds, "whole_year" in kinds, "until" in kinds, "累计" in head, full, wording
    )
