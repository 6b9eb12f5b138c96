"""Delimited text as documents, and prose that is none."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from archive.errors import UnreadableError
from crawler.decode import decode
from crawler.documents.sheets.delimited import is_delimited, read_delimited
from tests.document_cases import as_expected, cases, expected


@pytest.mark.parametrize("body", cases("csv"), ids=lambda body: body.parent.name)
def test_delimited_text_is_read_line_by_line_and_cell_by_cell(body: Path) -> None:
    assert is_delimited(decode(body.read_bytes()).text)
    assert as_expected(read_delimited(body.read_bytes())) == expected(body)


@pytest.mark.parametrize(
    "text",
    ["", "年度,新收\n2019,5\n", "一是加强领导,落实责任。\n二是健全制度,规范流程。\n三是强化培训,提升能力。\n", "\t一是\n\t二是\n\t三是\n",
     "甲；乙\n丙；丁\n戊；己\n", "甲，乙\n丙，丁\n戊，己\n", "a,b\n1,2\n3\n", "第一行\n第二行\n第三行\n", '"甲,乙\n丙,丁\n戊,己\n',
     "甲;\n乙;\n丙;\n", "x," * 200_000],
    ids=["nothing", "two-rows", "sentences", "indents", "semicolons", "commas", "ragged", "lines", "open-quote", "ends", "one-line"],
)  # fmt: skip
def test_prose_is_no_table(text: str) -> None:
    started = time.process_time()
    assert not is_delimited(text)
    assert time.process_time() - started < 1


def test_a_table_is_told_from_its_beginning() -> None:
    assert is_delimited("年度,新收\n2019,5\n2020,7\n2021,9\n2022")
    assert is_delimited('年度;"新收;合计"\n2019;5\n2020;7')


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ((b"x," * 100_000 + b"\n") * 3, "limit"),
        (b"\xd7\xd6" * 25_000_000, "limit"),
        ("字".encode() * 1_000_000, "damaged"),
        (b"a,b\n" * 3 + b'"' + b"x" * 200_000, "damaged"),
        (b" \n\t\n", "empty"),
    ],
    ids=["columns", "50-megabytes", "one-line", "open-quote", "blank"],
)
def test_hostile_delimited_text_is_refused_within_a_second(body: bytes, reason: str) -> None:
    started = time.process_time()
    with pytest.raises(UnreadableError) as caught:
        read_delimited(body)
    assert caught.value.reason == reason
    assert time.process_time() - started < 1
