"""Numbers that Word before 2007 prints before paragraphs: counted by list, level and style."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import pytest

from crawler.documents.doc.reader import read_doc
from tests.builders.doc import Modifier, Paragraph, Word97

LIST, LEVEL = 0x460B, 0x260A
STYLES, LISTS, LEVELS, OVERRIDES = 1, 73, 72, 74


def lines(paragraphs: Sequence[Paragraph], parts: dict[int, bytes]) -> list[str]:
    return read_doc(Word97(paragraphs, parts=parts).build()).text.splitlines()


def level(form: int, text: str, start: int = 1, flags: int = 0, restart: int = 0) -> bytes:
    """One level of a list ([MS-DOC] 2.9.150); characters below 9 in `text` are numbers of levels."""
    head = struct.pack("<iBB18xBBBx", start, form, flags, 0, 0, restart)
    return head + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def list_parts(levels: Sequence[bytes], overrides: bytes = b"") -> dict[int, bytes]:
    """A list of these levels, and two references to it, from 1, of which the second states `overrides`."""
    stated = struct.pack("<hi22xBx", 1, 7, len(levels) == 1)
    unused = [] if len(levels) == 1 else [level(23, "")] * (9 - len(levels))
    named = struct.pack("<Ii12xi8xB3x", 2, 7, 7, len(overrides) // 8) + bytes(8) + overrides
    # The levels have no place of their own: they follow the lists.
    return {LISTS: stated, LEVELS: b"".join([*levels, *unused]), OVERRIDES: named}


def numbered(levels: Sequence[bytes], places: Sequence[tuple[int, int]], overrides: bytes = b"") -> list[str]:
    """What stands before paragraphs of these references and levels."""
    paragraphs = [Paragraph("\r", [(LIST, struct.pack("<H", n)), (LEVEL, bytes([at]))]) for n, at in places]
    return lines([Paragraph("起\r"), *paragraphs], list_parts(levels, overrides))[1:]


def test_numbers_of_lists_are_printed_as_word_prints_them() -> None:
    levels = [
        level(39, "\0、"),
        level(11, "（\1）"),
        level(0, "\2．", start=3),
        level(18, "\3"),
        level(0, "\0.\4", flags=4),
    ]
    places = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 3), (1, 0), (1, 1), (1, 2), (1, 4)]
    assert numbered(levels, places) == [
        "一、",
        "（一）",
        "（二）",
        "3．",
        "①",
        "二、",
        "（一）",
        "3．",
        "2.1",
    ]


def test_a_level_may_go_on_counting_below_another() -> None:
    levels = [level(39, "\0、"), level(0, "\1.", flags=8)]
    assert numbered(levels, [(1, 0), (1, 1), (1, 0), (1, 1)]) == ["一、", "1.", "二、", "2."]


def test_a_second_use_of_a_list_goes_on_unless_it_states_a_start() -> None:
    levels = [level(39, "\0、")]
    assert numbered(levels, [(1, 0), (2, 0), (1, 0)]) == ["一、", "二、", "三、"]
    start = struct.pack("<iI", 1, 0x10)
    assert numbered(levels, [(1, 0), (1, 0), (2, 0), (2, 0)], start) == ["一、", "二、", "一、", "二、"]


def style(base: int, kind: int = 1, modifiers: bytes = b"") -> bytes:
    """One style ([MS-DOC] 2.9.260) named 甲."""
    stated = struct.pack("<5H", 0, base << 4 | kind, 2, 0, 0) + struct.pack("<HHH", 1, ord("甲"), 0)
    stated += struct.pack("<HH", 2 + len(modifiers), 0) + modifiers
    return struct.pack("<H", len(stated)) + stated + bytes(len(stated) % 2)


def test_headings_are_numbered_by_their_style_unless_they_state_otherwise() -> None:
    first, second = struct.pack("<HH", LIST, 1), struct.pack("<HB", LEVEL, 1)
    plain, deeper, heading, based = (
        style(0xFFF),
        style(2, modifiers=second),
        style(0xFFF, modifiers=first),
        style(2),
    )
    in_circles, of_characters, unused = style(5), style(0xFFF, 2, first), b"\0\0"
    styles = [plain, deeper, heading, based, unused, in_circles, of_characters]
    parts = {STYLES: struct.pack("<3H", 4, len(styles), 10) + b"".join(styles)}
    stated: list[tuple[int, list[Modifier]]] = [
        (0, []), (2, []), (3, []), (3, [(LIST, b"\0\0")]), (3, [(LEVEL, b"\1")]), (1, []), (1, [(LIST, b"\1\0")]), (4, []),
        (5, []), (6, []), (99, []), (2, []),
    ]  # fmt: skip
    paragraphs = [Paragraph("乙\r", modifiers, number) for number, modifiers in stated]
    found = lines(paragraphs, parts | list_parts([level(39, "\0、"), level(39, "（\1）")]))
    assert [line.removesuffix("乙") for line in found] == [
        "",
        "一、",
        "二、",
        "",
        "（一）",
        "（二）",
        "（三）",
        "",
        "",
        "",
        "",
        "三、",
    ]


@pytest.mark.parametrize("place", [(0, 0), (3, 0), (1, 8), (0xF801, 0)])
def test_a_list_that_is_not_there_has_no_numbers(place: tuple[int, int]) -> None:
    assert numbered([level(39, "\0、")], [place]) == []
