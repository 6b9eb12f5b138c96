"""What the columns of a listing hold, as its heading says: the year's figures, others, or several that it does not tell apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from archive.figures.values import money_unit
from archive.text import fold

UNITS = frozenset(
    {"条", "件", "次", "篇", "个", "人", "人次", "元", "万元", "项", "份", "期", "起", "家", "部"}
)
_NAMES = re.compile(r"^(?:统计)?(?:指标|项目|内容|名称|指标名称|统计指标|事项)")
_UP_TO_YEAR_END = re.compile(r"[本当全]年度?累计|^年度累计|1月?[-—–~至到]12月")
_OF_ALL_YEARS = re.compile(r"历年|累计|截[至止]")
_OF_ELSE = re.compile(
    r"上年|去年|上一年|同期|同比|环比|增减|增长|占比|比重|比例|率|%|计划|目标|预算|季|半年|月|本期"
    r"|备注|说明|日期|时间|年份|代码|编[号码]|序号"
)
_OF_THE_YEAR = re.compile(r"本年|年度|当年|全年|统计数|数量|数据|数值|数额|指标值|合计|^数$|20\d\d年?$")
_UNIT_HEADING = re.compile(r"^(?:计量)?单位")
_FIGURE = re.compile(r"[\d,.]+\D{0,2}")
_YEAR = re.compile(r"20\d\d年?度?")


@dataclass(frozen=True)
class Columns:
    """The columns of the year, those of something else, and those that stand for different things without saying which."""

    values: frozenset[int] = frozenset()
    left_out: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()
    units: Mapping[int, str] = field(default_factory=dict)

    def of_row(self, places: Iterable[int], cells: tuple[str, ...]) -> list[int]:
        """The columns among `places` that may hold the year's figure of a row."""
        filled = [at for at in places if fold(cells[at]) not in UNITS]
        return [at for at in filled if at in self.values] or [at for at in filled if at not in self.left_out]


def heading(cells: tuple[str, ...]) -> Columns | None:
    """What a row of headings says of the columns below it; None where the row is not one."""
    printed = [fold(cell) for cell in cells]
    named = next((at for at, cell in enumerate(printed) if _NAMES.match(cell)), None)
    if named is None or any(_FIGURE.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in printed):
        return None
    said = {at: cell for at, cell in enumerate(printed) if at > named and cell}
    kinds = {at: _kind(cell) for at, cell in said.items()}
    values = frozenset(at for at, kind in kinds.items() if kind == "year")
    left_out = frozenset(at for at, kind in kinds.items() if kind == "else")
    open_to = values or frozenset(at for at, kind in kinds.items() if kind == "unknown")
    is_one = len({said[at] for at in open_to}) <= 1
    units = {at: unit for at, cell in said.items() if (unit := money_unit(cell))}
    return Columns(values, left_out, frozenset() if is_one else open_to, units)


def _kind(printed: str) -> str:
    if _UP_TO_YEAR_END.search(printed):
        return "year"
    if _OF_ALL_YEARS.search(printed) or _OF_ELSE.search(printed):
        return "else"
    if _OF_THE_YEAR.search(printed):
        return "year"
    return "name" if _NAMES.match(printed) or _UNIT_HEADING.match(printed) else "unknown"
