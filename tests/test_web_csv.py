"""CSV whichever way it is asked for: no cell is a formula, figures stay figures, and the mark is there where Excel needs it."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from archive.web.excel import Neutraliser, neutralised
from cundang.serve import PUBLIC_SETTINGS, application
from tests.changed import changed
from tests.page import page, words

pytest_plugins = ["tests.web"]

FORMULA = '=HYPERLINK("http://example.org/?" & A1, "林业")'
RISKY = "update report set title = '{formula}', document_number = '@SUM(1)', index_number = char(9) || '=1', days_late = -5, "
RISKY += "bureau_as_printed = '+86 0379' where report_year = 2020 and bureau like '%林业局'"


@pytest.fixture
async def risky(published: Path, tmp_path: Path) -> AsyncIterator[Any]:
    """The archive, with a report whose words a spreadsheet would take for formulas."""
    async with changed(published, tmp_path, RISKY.format(formula=FORMULA)) as site:
        yield site


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "?_dl=on",
        "?_stream=on",
        "?_stream=on&_dl=on&_excel=on",
        "?_labels=on&_size=max",
        "?_excel=on",
        "?report_year=2020",
    ],
)
async def test_no_cell_of_a_table_is_a_formula(risky: Any, asked: str) -> None:
    answer = await risky.client.get(f"/archive/report.csv{asked}")
    assert answer.content.startswith(b"\xef\xbb\xbfid,") == ("_excel" in asked)
    (line,) = [line for line in lines(answer.content) if line["document_number"]]
    assert line["title"] == f"'{FORMULA}"
    assert (line["document_number"], line["index_number"], line["bureau_as_printed"]) == (
        "'@SUM(1)", "'\t=1", "'+86 0379",
    )  # fmt: skip
    assert line["days_late"] == "-5"
    if "_labels" in asked:
        assert line["bureau_id_label"].endswith("林业局")


async def test_no_cell_of_a_row_a_query_or_a_search_is_a_formula(risky: Any) -> None:
    own = "/archive.csv?sql=select+title,days_late+from+report+where+document_number+is+not+null"
    for path in (
        own,
        "/-/search.csv?q=林业&year=2020&place=洛阳市偃师区",
        "/-/search.csv?q=林业&year=2020&_excel=1",
    ):
        found = lines((await risky.client.get(path)).content)
        assert f"'{FORMULA}" in {line["title"] for line in found}, path
        assert "-5" in {line["days_late"] for line in found}, path
    ((id_,),) = (
        await risky.get_database("archive").execute("select id from report where document_number is not null")
    ).rows
    (line,) = lines((await risky.client.get(f"/archive/report/{id_}.csv")).content)
    assert line["title"] == f"'{FORMULA}"


async def test_the_questions_of_the_archive_come_for_excel(site: Any, published: Path) -> None:
    for one in (site, application(published, PUBLIC_SETTINGS)):
        asked = await page(one, "/archive/late?report_year=2019")
        links = {words(a): a["href"] for a in asked.select(".export-links a")}
        taken = await one.client.get(links["Excel (CSV)"])
        assert taken.content.startswith(b"\xef\xbb\xbfbureau,place,")
        assert "attachment" in taken.headers["content-disposition"]
        assert len(lines(taken.content)) == len(asked.select("table.rows-and-columns tbody tr"))
        plain = await one.client.get(links["CSV"])
        assert taken.content[3:] == plain.content


async def test_bytes_are_an_address_and_texts_of_many_lines_one_cell(site: Any) -> None:
    sql = "select x'3d31' as bytes, 'a' || char(10) || '\"=1\"' as text, char(10) || '=1' as hidden, '－１' as wide"
    (line,) = lines((await site.client.get("/archive.csv", params={"sql": sql, "_excel": "on"})).content)
    assert line["bytes"].startswith("http://localhost/archive.blob?")
    assert (line["text"], line["hidden"], line["wide"]) == ('a\n"=1"', "'\n=1", "'－１")


@pytest.mark.parametrize(
    "harmless",
    ["-5", "+3", "-0.5", "-1,200", "-12%", "-1e3", "-", "--", "－", "5", "", "一-二", "2020-01-05"],
)
def test_what_computes_nothing_is_left_alone(harmless: str) -> None:
    assert neutralised(harmless) == harmless


@pytest.mark.parametrize(
    "risky", ["=1", "+1+1", "-1+1", "-A1", "@x", "\tx", "\rx", "\nx", "＝1", "-1|x", "+", "-5\n=1"]
)
def test_what_might_compute_is_a_text(risky: str) -> None:
    assert neutralised(risky) == f"'{risky}"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_rows_are_neutralised_whatever_pieces_they_come_in(size: int) -> None:
    sent = io.StringIO(newline="")
    rows = [["题", "=1"], ['a"\r\n=2', "－林业"], ["", "x"], ["末", "@"]]
    csv.writer(sent).writerows(rows)
    body = sent.getvalue().encode()
    one = Neutraliser()
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    passed = b"".join(one.passed(piece, is_last=False) for piece in pieces) + one.passed(b"", is_last=True)
    read = list(csv.reader(io.StringIO(passed.decode(), newline="")))
    assert read == [[neutralised(cell) for cell in row] for row in rows]


def test_a_cell_may_be_as_long_as_a_report_and_the_process_keeps_its_own_limit() -> None:
    limit, long = csv.field_size_limit(), '=林业 "甲", \r\n' * 100_000
    sent = io.StringIO(newline="")
    csv.writer(sent).writerows([["text"], [long], ["-5"]])
    passed = Neutraliser().passed(sent.getvalue().encode(), is_last=True).decode()
    assert passed == sent.getvalue().replace('"=', "\"'=", 1)
    assert csv.field_size_limit() == limit < len(long)
