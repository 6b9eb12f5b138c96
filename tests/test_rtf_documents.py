"""Rich text: characters in every way a file can write them, its tables and lists, and no file that exhausts the reader."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from archive.errors import UnreadableError
from crawler.documents.rtf.reader import read_rtf
from tests.document_cases import as_expected, cases, expected

FONTS = r"{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset134 B;}{\f2\fcharset2 C;}{\f3\fcharset136 D;}{\f4\fcharset128 E;}}"


def rtf(body: str | bytes, head: str = r"\ansi\ansicpg936\deff0") -> bytes:
    written = body if isinstance(body, bytes) else body.encode("ascii")
    return rf"{{\rtf1{head}{FONTS}".encode() + written + b"}"


def codes(text: str, page: str = "gb18030") -> str:
    r"""`text` as \'hh codes."""
    return "".join(rf"\'{byte:02x}" for byte in text.encode(page))


def row(edges: str, *cells: str) -> str:
    """A row whose cells end at `edges`, each the words before \\cellx and its number."""
    defined = "".join(
        rf"{words}\cellx{edge}" for words, _, edge in (e.rpartition(" ") for e in edges.split(","))
    )
    return rf"\trowd\trleft0{defined}" + "".join(rf"\pard\intbl {cell}\cell" for cell in cells) + r"\row "


@pytest.mark.parametrize("body", cases("rtf"), ids=lambda body: body.parent.name)
def test_a_document_is_read_line_by_line_and_cell_by_cell(body: Path) -> None:
    assert as_expected(read_rtf(body.read_bytes())) == expected(body)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"\f1 " + codes("公开"), "公开"),
        (r"\f1 \'b9" + "\r\n" + r"\'ab", "公"),
        (r"\f0 " + codes("公开"), "公开"),
        (r"\f3 " + codes("公開", "big5"), "公開"),
        (r"\f4 " + codes("申請", "cp932"), "申請"),
        (r"\f1 \'81@", "丂"),
        (b"\\f1 \xb9\xab\x81\x5c\x81\x7b", "公乗亄"),
        (r"\u20844?\u24320 ?", "公开"),
        (r"\u20844\'b9{}\u24320?", "公开"),
        (r"\uc2\u20844\'b9\'ab1", "公1"),
        (r"{\uc0\u20844}\u24320?", "公开"),
        (r"\u20844\u24320?", "公开"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"\f2\'fe\u-3928?", "☑☐"),
        (r"1\~2\_3\-4\emdash 5\tab 6\line 7", "1 2-34—5 6\n7"),
        (r"\{1\}\\", "{1}\\"),
        (r"1{\v 2}3{\deleted 4}{\v0 5}\v 6\plain 7", "1357"),
        (r"{\field{\*\fldinst PAGE}{\fldrslt 3}}{\fldinst 4}{\*\unknown 5}{\info 6}{\header 7}", "3"),
        (r"1{\pict\pngblip{\*\blipuid 00}ffff}2{\*\shppict{\pict ff}}{\nonshppict{\pict ff}}3", "123"),
        (rb"1{\pict\bin4 }}}}2}3\bin1 }4", "134"),
        (r"1\par 2\sect 3\page 4", "1\n2\n3\n4"),
        ("1\\\n2", "1\n2"),
    ],
    ids=["chinese-font", "split-by-a-line-end", "western-font", "traditional", "japanese", "ascii-second-byte",
         "unescaped", "unicode", "fallback-ends-with-group", "two-byte-fallback", "no-fallback", "fallback-left-out",
         "surrogates", "symbols", "signs", "escaped", "hidden", "not-text", "pictures", "binary", "line-ends",
         "escaped-line-end"],
)  # fmt: skip
def test_text_is_what_a_person_sees(written: str | bytes, text: str) -> None:
    assert read_rtf(rtf(written)).text == text


@pytest.mark.parametrize(
    ("head", "written", "text"),
    [
        ("", codes("公开"), "公开"),
        (r"\ansi\ansicpg950", codes("公開", "big5"), "公開"),
        (r"\ansi\ansicpg65001", codes("公开", "utf-8"), "公开"),
        (r"\ansi\ansicpg1252", r"caf\'e9", "café"),
        (r"\ansi\ansicpg936", r"caf\'e9", "café"),
        (r"\ansi\ansicpg1252\deff1", r"\plain " + codes("公开"), "公开"),
        (r"\ansi\ansicpg1252", b"\xe9\\par 2", "é\n2"),
        (r"\ansi\ansicpg99999", r"\'e9", "é"),
    ],
    ids=["unstated", "big5", "utf-8", "western", "not-chinese", "usual-font", "unescaped-western", "unknown"],
)
def test_bytes_are_read_in_the_code_page_of_the_file(head: str, written: str | bytes, text: str) -> None:
    assert read_rtf(rtf(written, head)).text == text


@pytest.mark.parametrize(
    ("written", "rows"),
    [
        (row(" 1000, 3000", "1", "2") + row(r" 3000", "3"), (("1", "2"), ("3", "3"))),
        (row(" 1000, 3000", "1", "2") + row(" 1050, 2950", "3", ""), (("1", "2"), ("3", ""))),
        (row(r"\clvmgf 1000, 2000", "1", "2") + row(r"\clvmrg 1000, 2000", "", "3"), (("1", "2"), ("1", "3"))),
        (row(r"\clmgf 1000,\clmrg 2000, 3000", "1", "", "2"), (("1", "2"),)),
        (row(r"\clmgf 1000,\clmrg 2000, 3000", "1", "", "2") + row(" 1000, 2000, 3000", "3", "4", "5"),
         (("1", "1", "2"), ("3", "4", "5"))),
        (row(" 1000, 2000", r"1\par 2", r"a\line b\par c"), (("12", "a b c"),)),
        (r"\trowd\cellx1000\cellx2000 a\par b\cell 2\cell\row\pard 3\cell 4\cell\row\pard 5", (("a b", "2"), ("3", "4"))),
        (r"\pard\intbl 1\cell 2\cell\trowd\cellx1000\cellx2000\row\pard 5", (("1", "2"),)),
        (r"\trowd\pard\intbl 1\cell 2\cell\row\pard 5", (("1", "2"),)),
        (r"\trowd\cellx1000\cellx500\cellx2000\pard\intbl 1\cell 2\cell 3\cell\row\pard 5", (("1", "2", "3"),)),
        (r"\trowd\cellx1000\cellx2000\pard\intbl 1\cell 2\row\pard 5", (("1", "2"),)),
    ],
    ids=["wide-cell", "dragged", "merged-down", "merged-sideways", "merged-sideways-beside-others", "broken-lines",
         "definition-once", "definition-last", "no-edges", "edges-backwards", "no-last-cell"],
)  # fmt: skip
def test_the_cells_of_a_table_stand_where_their_edges_are(
    written: str, rows: tuple[tuple[str, ...], ...]
) -> None:
    (table,) = read_rtf(rtf(written)).tables
    assert _numbers(table.rows) == _numbers(rows)


def _numbers(rows: tuple[tuple[str, ...], ...]) -> list[list[str]]:
    return [[cell.replace(" ", "") for cell in row] for row in rows]


def test_a_table_within_a_cell_is_the_table_and_the_outer_one_only_lays_out_the_page() -> None:
    inner = r"\pard\intbl\itap2 1\nestcell 2\nestcell{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}"
    document = read_rtf(
        rtf(r"\trowd\cellx1000\cellx3000\pard\intbl a\par " + inner + r"\pard\intbl b\cell c\cell\row\pard d")
    )
    assert document.text.splitlines() == ["a", "1\t2", "b", "c", "d"]
    assert [(table.heading, table.rows) for table in document.tables] == [("a", (("1", "2"),))]


def test_tables_with_only_an_empty_line_between_them_are_two() -> None:
    document = read_rtf(rtf("A\\par " + row(" 1000", "1") + r"\pard\par " + row(" 1000", "2")))
    assert [(table.heading, table.rows) for table in document.tables] == [("A", (("1",),)), ("1", (("2",),))]


def test_numbers_of_lists_are_printed_and_bullets_are_not() -> None:
    first = rf"{{\listtext\f1 {codes('一、')}\tab}}\f1 {codes('概况')}\par "
    second = rf"{{\listtext\f2 \'b7\tab}}\f1 {codes('其他')}\par {{\pntext\f0 1.\tab}}a\par {{\listtext 2.\tab}}\par"
    assert read_rtf(rtf(first + second)).text.splitlines() == ["一、概况", "其他", "1. a", "2."]


def test_notes_follow_the_text_and_boxes_their_paragraph() -> None:
    note = r"{\super\chftn{\footnote\pard 8\par}}"
    box = r"{\shp{\*\shpinst{\sp{\sn a}{\sv 9}}{\shptxt\pard 5\par}}{\shprslt 5\par}}"
    document = read_rtf(rtf(rf"1{note}2{box}3\par 4"))
    assert document.text.splitlines() == ["123", "5", "4", "8"]


def test_a_file_that_is_cut_short_gives_what_it_has_and_says_so() -> None:
    whole = rtf(r"1\par " + row(" 1000, 2000", "2", "3") + r"\pard 4\par 5")
    assert read_rtf(whole).problem is None
    document = read_rtf(whole[: whole.index(b"5}")])
    assert document.text.splitlines() == ["1", "2\t3", "4"]
    assert document.problem is not None
    assert "ends before" in document.problem


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "damaged"),
        ("公开".encode(), "damaged"),
        (b"{\\rtf1\\ansi{\\fonttbl", "damaged"),
        (rtf(r"\par"), "empty"),
        (rtf(r"{\info{\title 1}}"), "empty"),
        (rtf(r"{\pict\jpegblip ffd8}\par"), "scan"),
        (rtf(r"{\*\shppict{\pict\jpegblip ffd8}}"), "scan"),
    ],
    ids=["nothing", "text", "cut", "no-text", "only-title", "picture", "picture-of-word-97"],
)
def test_what_holds_no_text_is_refused_with_its_reason(body: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_rtf(body)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{\\rtf1" + b"{" * 1_000_000, "limit"),
        (b"{\\rtf1" + b"{}" * 2_000_000, "limit"),
        (b"{\\rtf1 1" + b"\\par" * 2_000_000, "limit"),
        (b"{\\rtf1 1\\bin4000000000 2}", None),
        (b"{\\rtf1" + b"\\pard\\intbl\\itap1000000000 1\\nestcell" * 1_000 + b"}", None),
        (b"{\\rtf1\\trowd" + b"\\cellx1000000000" * 100_000 + b"\\pard\\intbl 1\\cell\\row}", None),
        (b"{\\rtf1" + b"".join(b"\\trowd\\cellx%d\\cellx5000 1\\cell 2\\cell\\row" % n for n in range(20_000)) + b"}", None),
        (b"{\\rtf1\\uc1000000000\\u20844 " + b"1" * 1_000_000 + b"}", None),
        (b"{\\rtf1 " + b"\xff" * 10_000_000 + b"}", None),
        (b"{\\rtf1 " + b"\\'ff" * 200_000 + b"}", None),
        (b"{\\rtf1 1" + b"}" * 1_000_000, None),
        (b"{\\rtf1 1" + b"{\\footnote 1\\par}" * 40_000 + b"}", None),
    ],
    ids=["deep", "groups", "words", "binary-beyond-the-end", "deep-tables", "many-edges", "many-rows", "huge-fallback",
         "one-line", "codes", "ends", "notes"],
)  # fmt: skip
def test_hostile_files_are_read_or_refused_in_time(body: bytes, reason: str | None) -> None:
    started = time.process_time()
    try:
        assert read_rtf(body).text
        refused = None
    except UnreadableError as error:
        refused = error.reason
    assert time.process_time() - started < 3
    assert refused == reason
