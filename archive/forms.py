"""Which edition of the statutory form a report follows, and whose activity it counts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.records import Table
from archive.reports import Bureau
from archive.text import fold

# Column and row labels that only one edition has: 国办公开办函〔2021〕30号, 〔2019〕60号, 国办发〔2014〕32号 and the
# annexes in use before. Bureaus publish on old forms for years, so the report year decides nothing.
_EDITION_LABELS = (
    ("f2021", ("本年制发件数", "现行有效件数", "申请人无正当理由逾期不补正")),
    ("f2019", ("本年新制作数量", "本年新公开数量", "上一年项目数量")),
    ("f2014", ("主动公开规范性文件数", "回应公众关注热点或重大舆情数", "设置政府信息公开查阅点数")),
    ("f2008", ("全文电子化的主动公开信息数", "同意部分公开答复数", "否决公开答复")),
)
_REGION = re.compile(
    r"全[省市县区州旗][^。，；]{0,12}(?:收到|受理|新收)[^。，；]{0,20}申请|"
    r"(汇总|综合)[^。]{0,40}(各|全)(乡镇|部门|单位|县|区|市)|根据[^。]{0,60}各(乡镇|部门|单位|镇)[^。]{0,40}编制"
)
# 本机关不掌握 is a row of the form, whoever fills it in.
_OWN = re.compile(r"(我|本)(局|委|办|镇|乡|街道|机关(?!不掌握)|单位|厅|部门|处|中心|院)")


def form_edition(tables: Iterable[Table], text: str) -> str | None:
    """The form's edition (f2008, f2014, f2019, f2021) by its labels; None where no statutory label is printed."""
    in_cells = fold(" ".join(cell for table in tables for row in table.rows for cell in row))
    # Tables pasted as text, and those of a PDF, leave their labels in the text alone.
    for printed in (in_cells, fold(text)):
        for edition, labels in _EDITION_LABELS:
            if any(label in printed for label in labels):
                return edition
    return None


def scope(bureau: Bureau | None, text: str) -> str:
    """`own`, `region_total` or `unknown`, only as the report's own words show.

    A government's report may count its office alone or the whole region; without a sentence that says which,
    the answer is `unknown`.
    """
    printed = fold(text)
    if bureau is not None and bureau.kind == "government":
        return "region_total" if _REGION.search(printed) else "unknown"
    return "own" if _OWN.search(printed) else "unknown"
