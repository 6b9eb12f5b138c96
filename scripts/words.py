"""Writes the words of the wide views, a column a cell, from vocabulary/indicators.yml into metadata.yml: `scripts/words`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from archive.views import SINCE_2019, wide_views  # noqa: E402

METADATA = ROOT / "metadata.yml"
FIRST = "      # ── wide views: written by scripts/words from archive/vocabulary/indicators.yml ──\n"
LAST = "      # ── end of the wide views ──\n"
TITLES = {
    "report_f2008": "2008—2013年附表 · Annexes of 2008–2013",
    "report_f2014": "2014—2018年统计表 · Statistics of 2014–2018",
    "report_f2019": "2019年格式的统计表 · Form of 2019",
    "report_f2021": "2021年格式的统计表 · Form of 2021",
    SINCE_2019: "2019年以来可比的指标 · What can be compared since 2019",
}
NOTES = {
    SINCE_2019: "只含两版格式含义相同的行；其他处理为三个分项之和。 · Only rows that mean the same in both forms; otherwise closed is the sum of its three rows."
}
NOTE = "一份报告一行，一格一列；空为未填写、未能读取或前后不一，原文见 figure。 · One row a report, one column a cell; empty where blank, unreadable or stated twice differently: see figure for what is printed."
COLUMNS = {
    "report_id": "报告 · Report",
    "report_key": "报告的固定标识 · Permanent key of the report",
    "bureau_id": "机构 · Bureau",
    "bureau": "机构今名 · Bureau, by its name today",
    "place": "地区 · Place",
    "division_code": "行政区划代码 · Division code",
    "report_year": "报告年度 · Report year",
    "scope": "统计范围 · Whose activity is counted",
    "url": "原文网址 · Address of the original",
    "form_edition": "统计表版本 · Form edition",
}


def view_words() -> str:
    """The block of metadata.yml that describes the wide views."""
    return "".join(_lines())


def _lines() -> Iterator[str]:
    yield FIRST
    for name, columns in wide_views().items():
        yield f"      {name}:\n        title: '{TITLES[name]}'\n        description: '{NOTES.get(name, NOTE)}'\n        columns:\n"
        for column, words in COLUMNS.items():
            if column != "form_edition" or name == SINCE_2019:
                yield f"          {column}: '{words}'\n"
        for cell in columns:
            yield f"          {cell.name}: '{cell.zh} · {cell.en}'\n"
    yield LAST


def main() -> None:
    """Put the block in its place."""
    before, _, rest = METADATA.read_text(encoding="utf-8").partition(FIRST)
    _, _, after = rest.partition(LAST)
    METADATA.write_text(before + view_words() + after, encoding="utf-8")


if __name__ == "__main__":
    main()
