"""Word documents before 2007: what they show and what they only hold, however it was saved.

The bodies in `documents/doc/` were written by LibreOffice from the sources beside them; what it does not write, fast saves
and Word 95, is built here byte by byte.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.errors import UnreadableError
from archive.records import Document
from crawler.documents.containers.ole import OleKind, ole_kind
from crawler.documents.doc.reader import read_doc
from crawler.documents.html import read_html
from tests.builders.doc import (
    PARAGRAPH_PAGES,
    TEXT_AT,
    Paragraph,
    Word97,
    cell,
    gbk,
    gbk_in_words,
    row_end,
    utf_16,
    word_95,
)
from tests.builders.ole import build_ole
from tests.document_cases import as_expected, cases, expected, same_report

HIDDEN, DELETED, SYMBOL = b"\x3c\x08\x01", b"\x00\x08\x01", b"\x09\x6a\x00\x00\xfe\xf0"


def read(*paragraphs: Paragraph, **otherwise: Any) -> Document:
    return read_doc(Word97(paragraphs, **otherwise).build())


def refusal(body: bytes) -> str:
    with pytest.raises(UnreadableError) as refused:
        read_doc(body)
    assert str(refused.value).endswith(".")
    return refused.value.reason


@pytest.mark.parametrize("body", cases("doc"), ids=lambda body: body.parent.name)
def test_a_document_is_read_line_by_line_and_cell_by_cell(body: Path) -> None:
    assert as_expected(read_doc(body.read_bytes())) == expected(body)


def test_a_report_has_the_grids_and_the_lines_of_its_web_page() -> None:
    page = read_html(same_report()["html"].decode("utf-8"))
    document = read_doc(same_report()["doc"])
    assert [table.rows for table in document.tables] == [table.rows for table in page.tables]
    assert document.text == page.text


# ── text ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("公开\x0b信息\x0c完\r", "公开\n信息\n完"),
        ("公\x1e开\x1f信\x02息\x05\t１２件\r", "公-开信息 １２件"),
        ("见\x13 HYPERLINK x \x14本网站\x15。\r", "见本网站。"),
        ("第\x13 PAGE \x13 甲 \x14乙\x15 \x14\x13 丙 \x141\x15\x15页\x13 无结果 \x15\r", "第1页"),
        ("公开\x13信息\r没有\x14了\r", "公开了"),
        ("公开\x13信息\r", "公开信息"),
        ("公\x14开\x15信息\r", "公开信息"),
        ("\x13甲" * 51 + "\x14\x15" * 51 + "\r", "甲" * 51),
        ("𠮷林\r", "𠮷林"),
        ("\ud842公开\r", "\ufffd公开"),
        ("没有段落标记", "没有段落标记"),
    ],
    ids=["breaks", "signs", "field", "fields-in-fields", "instruction-over-paragraphs", "open-field",
         "field-without-beginning", "too-deep", "beyond-16-bits", "half-a-character", "no-mark"],
)  # fmt: skip
def test_a_paragraph_is_read_as_it_is_shown(written: str, text: str) -> None:
    assert read(Paragraph(written)).text == text


def test_hidden_and_deleted_characters_are_not_shown() -> None:
    document = read(Paragraph("公开（草稿）信息\r"), characters=[(2, 4, HIDDEN), (4, 6, DELETED)])
    assert document.text == "公开信息"


def test_a_deleted_mark_no_longer_parts_two_paragraphs() -> None:
    assert read(Paragraph("公开\r"), Paragraph("信息\r"), characters=[(2, 3, DELETED)]).text == "公开信息"


def test_a_sign_of_a_symbol_font_is_not_the_bracket_that_keeps_its_place() -> None:
    assert read(Paragraph("(同意(否)\r"), characters=[(0, 1, SYMBOL)]).text == "☑同意(否)"


def test_headers_are_left_out_and_notes_and_text_boxes_follow_the_text() -> None:
    stories = ["正文\r", "\x02脚注\r", "页眉\r", "", "批注\r", "\x02尾注\r", "文本框\r", "页眉框\r"]
    document = read(Paragraph("".join(stories)), lengths=[len(story) for story in stories])
    assert document.text.splitlines() == ["正文", "脚注", "尾注", "文本框"]


def test_a_section_ends_its_paragraph_and_a_page_break_does_not() -> None:
    document = read(Paragraph("甲\x0c乙\x0c"), cell("1"), row_end(0, 1000), Paragraph("丙\r"))
    assert document.text.splitlines() == ["甲", "乙", "1", "丙"]
    assert document.tables[0].heading == "乙"


def test_the_pieces_of_a_fast_save_are_read_in_the_order_of_the_text() -> None:
    last_first = [Paragraph("二、附则\r"), Paragraph("一、总则（草稿）\r")]
    pieces = [
        (4, TEXT_AT + 10, 2, 0),
        (4, TEXT_AT + 18, 2, 0x5C << 1 | 1 << 8),
        (1, TEXT_AT + 26, 2, 0),
        (5, TEXT_AT, 2, 0),
    ]
    assert read(*last_first, pieces=pieces).text.splitlines() == ["一、总则", "二、附则"]


def test_a_piece_may_keep_a_character_in_one_byte() -> None:
    western = "Open € – 5·3\r".encode("cp1252") + b"\x81\r\0"
    document = read(Paragraph(western.decode("utf-16-le")), pieces=[(len(western) - 1, TEXT_AT, 1, 0)])
    assert document.text.splitlines() == ["Open € – 5·3", "\x81"]


def test_a_piece_can_make_a_table_of_its_paragraphs() -> None:
    row = b"\x16\x24\x01\x17\x24\x01\x21\x76\x00\x02\xe8\x03"
    pieces = [(4, TEXT_AT, 2, 0x18 << 1 | 1 << 8), (1, TEXT_AT + 8, 2, 1), (2, TEXT_AT + 10, 2, 0)]
    document = read(Paragraph("甲\x07乙\x07\x07完\r"), pieces=pieces, prcs=[row])
    assert document.text.splitlines() == ["甲\t乙", "完"]
    assert document.tables[0].rows == (("甲", "乙"),)


def test_the_header_says_which_stream_has_the_other_parts() -> None:
    assert read(Paragraph("公开\r"), flags=0).text == "公开"


def test_a_text_that_is_cut_short_says_how_much_it_lacks() -> None:
    document = read(Paragraph("公开信息\r"), pieces=[(5, TEXT_AT, 2, 0), (40, 0x10000, 2, 0)])
    assert document.text == "公开信息"
    assert document.problem is not None
    assert "40 characters" in document.problem


def test_what_a_cut_text_lacks_does_not_move_the_notes_behind_it() -> None:
    pieces = [(5, 0x10000, 2, 0), (6, TEXT_AT, 2, 0)]
    document = read(Paragraph("脚注\r页眉\r"), pieces=pieces, lengths=[5, 3, 3])
    assert document.text == "脚注"
    assert document.problem is not None
    assert "5 characters" in document.problem


# ── Word 6 and 95 ────────────────────────────────────────────────────────────────────────────────────────

OLD = (
    Paragraph("临河区蚕桑站１９９８年工作总结\r"), cell("项目"), cell("数量"), cell("备注"), row_end(-108, 1000, 2000, 3000),
    cell("桑苗\r检疫"), cell(""), cell("/"), row_end(-108, 1000, 2000, 3000, flags=(1, 2)), Paragraph("　　完。\r"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("encode", "language", "flags"),
    [(gbk, 0x0804, 0), (gbk, 0x0409, 0), (gbk_in_words, 0x0804, 0x1000), (utf_16, 0x0804, 0x1000)],
    ids=["chinese", "english-under-a-chinese-shell", "east-asian-edition", "unicode"],
)
def test_word_95_is_read_with_its_tables(encode: Callable[[str], bytes], language: int, flags: int) -> None:
    document = read_doc(word_95(OLD, encode, language, flags))
    assert document.text.splitlines() == [
        "临河区蚕桑站１９９８年工作总结",
        "项目\t数量\t备注",
        "桑苗检疫\t/",
        "完。",
    ]
    assert [(table.heading, table.rows) for table in document.tables] == [
        ("临河区蚕桑站１９９８年工作总结", (("项目", "数量", "备注"), ("桑苗检疫", "桑苗检疫", "/")))
    ]
    assert document.problem is None


def test_pages_that_the_table_of_word_95_leaves_out_are_those_behind_its_first() -> None:
    body = bytearray(word_95([*OLD, *(Paragraph("公开\r") for _ in range(60))]))
    # The main stream begins behind the header of the file.
    main = 512
    place, length = struct.unpack_from("<II", body, main + 0x58 + 8 * PARAGRAPH_PAGES)
    count = (length - 4) // 6
    assert count > 1
    (first,) = struct.unpack_from("<H", body, main + place + 4 * (count + 1))
    struct.pack_into("<I", body, main + 0x58 + 8 * PARAGRAPH_PAGES + 4, 0)
    struct.pack_into("<H2xH", body, main + 0x18C, first, count)
    assert [len(table.rows) for table in read_doc(bytes(body)).tables] == [2]


def test_western_text_of_word_95_stays_western() -> None:
    document = read_doc(word_95([Paragraph("Déjà vu – naïve\r")], lambda text: text.encode("cp1252"), 0x0409))
    assert document.text == "Déjà vu – naïve"


# ── what is not read ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("streams", "kind", "reason"),
    [
        (["WordDocument", "1Table"], "doc", "damaged"),
        (["Workbook"], "xls", "unsupported"),
        (["Book"], "xls", "unsupported"),
        (["PowerPoint Document", "Current User"], "ppt", "unsupported"),
        (["EncryptionInfo", "EncryptedPackage"], "encrypted", "encrypted"),
        (["MatOST", "MM"], "works", "unsupported"),
        (["CONTENTS", "SPELLING"], "works", "unsupported"),
        (["Contents", "Quill"], "unknown", "unsupported"),
        (["__properties_version1.0"], "msg", "unsupported"),
        (["VisioDocument"], "unknown", "unsupported"),
        ([], "unknown", "unsupported"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)  # fmt: skip
def test_what_another_program_wrote_is_told_by_its_streams(
    streams: list[str], kind: OleKind, reason: str
) -> None:
    body = build_ole(dict.fromkeys(streams, b""))
    assert ole_kind(body) == kind
    assert refusal(body) == reason


def test_a_document_with_a_password_is_encrypted() -> None:
    assert refusal(Word97([Paragraph("公开\r")], flags=0x0300).build()) == "encrypted"


@pytest.mark.parametrize(
    ("text", "reason"), [("\r\r \x0c\r", "empty"), ("\x01\r", "scan"), ("\x08\r", "scan")]
)
def test_a_document_without_text_is_empty_or_holds_pictures(text: str, reason: str) -> None:
    assert refusal(Word97([Paragraph(text)]).build()) == reason


@pytest.mark.parametrize("body", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"/etc/hostname", b"x" * 5000])
def test_what_is_no_compound_file_is_damaged(body: bytes) -> None:
    assert ole_kind(body) == "unknown"
    assert refusal(body) == "damaged"
