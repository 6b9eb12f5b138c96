"""Text and lines on OFD pages, in every way that objects may place and draw them."""

from __future__ import annotations

import pytest
from lxml import etree

from archive.errors import UnreadableError
from archive.records import Document
from crawler.documents.ofd.characters import text_runs
from crawler.documents.ofd.reader import read_ofd
from crawler.documents.ofd.values import Matrix
from tests.builders.ofd import (
    RESOURCES,
    coded_xml,
    composite_xml,
    package_of,
    page_xml,
    path_xml,
    resources_part,
    text_xml,
)

CELLS = (("甲", 24, 33), ("1", 54, 33), ("乙", 24, 43), ("/", 54, 43))
ROWS = (("甲", "1"), ("乙", "/"))


def grid(width: float, height: float) -> str:
    """The lines of two rows of two cells."""
    across = "".join(f"M 0 {y} L {width} {y} " for y in (0, height / 2, height))
    return across + "".join(f"M {x} 0 L {x} {height} " for x in (0, width / 2, width))


GRID = grid(60, 20)


def read_objects(*objects: str) -> Document:
    return read_ofd(package_of([page_xml("".join(objects))]))


def table_of(*objects: str) -> tuple[tuple[str, ...], ...]:
    """The one table of a page that holds these objects and the text of its four cells."""
    (table,) = read_objects(*objects, *(text_xml(*cell) for cell in CELLS)).tables
    return table.rows


# ── text ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("objects", "text"),
    [
        (coded_xml("公开信息", DeltaX="g 3 4"), "公开信息"),
        (coded_xml("公开２０件", DeltaX="4 g 2 4 4"), "公开２０件"),
        (coded_xml("公开信息", DeltaX="4"), "公开信息"),
        (coded_xml("公开信息"), "公开信息"),
        (coded_xml("公开信息 Open Report 3", DeltaX="g 3 4 g 50 2"), "公开信息Open Report 3"),
        (coded_xml("公开\\0020A\\0026B", DeltaX="g 4 4"), "公开A&B"),
        (coded_xml("\n      公开信息\n    ", DeltaX="g 3 4"), "公开信息"),
        (coded_xml("公开信息", DeltaX="4 -4 4", DeltaY="0 6 0"), "公开\n信息"),
        (coded_xml("公开信息", DeltaX="g 0 9 g -3 9 4 4 4"), "公开信息"),
        ('<ofd:TextObject><ofd:TextCode>公开</ofd:TextCode></ofd:TextObject>', "公开"),
        ('<ofd:TextObject Boundary="20 20 9 5" Size="-4"><ofd:TextCode Y="3">公开</ofd:TextCode></ofd:TextObject>', "公开"),
        ('<ofd:TextObject Boundary="20 20 9 5" Size="4"><ofd:TextCode X="0" Y="3">公</ofd:TextCode>'
         '<ofd:TextCode X="4">开</ofd:TextCode></ofd:TextObject>', "公开"),
        ('<ofd:TextObject Boundary="20 20 9 5" Size="4"><ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="1">'
         '<ofd:Glyphs>9</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X="0" Y="3" DeltaX="2 2">fil</ofd:TextCode>'
         "</ofd:TextObject>", "fil"),
        (text_xml("公开", 20, 20, HScale="0.5") + text_xml("信息", 24.5, 20), "公开信息"),
        ("<ofd:PageBlock><ofd:PageBlock>" + text_xml("公开", 20, 20) + "</ofd:PageBlock></ofd:PageBlock>", "公开"),
        (text_xml("隐去", 20, 20, Visible="false") + text_xml("公开", 20, 30), "公开"),
        ("".join(text_xml(c, 20 + 4 * n, 20, CTM="0.05 0 0 0.05 0 0", Size="80") for n, c in enumerate("公开信息")),
         "公开信息"),
    ],
    ids=["runs", "mixed-runs", "too-few-steps", "no-steps", "latin", "escaped", "indented", "two-lines-in-one-code",
         "empty-runs", "nothing-stated", "negative-size", "later-code-without-y", "ligature", "narrowed", "blocks",
         "invisible", "one-object-a-character"],
)  # fmt: skip
def test_text_is_read_however_it_is_placed(objects: str, text: str) -> None:
    assert read_objects(objects).text == text


def turned(text: str, **attributes: str) -> str:
    """A text object with its box at (22, 31), in the first cell of the grid."""
    stated = "".join(f' {name}="{value}"' for name, value in attributes.items())
    place = {"90": (2, 1), "180": (7, 4), "270": (4, 8)}.get(attributes.get("CharDirection", ""), (2, 3))
    step = {"90": "0 2", "180": "-2 0", "270": "0 -2"}.get(attributes.get("CharDirection", ""), "0 2").split()
    runs = f'DeltaX="g 9 {step[0]}" DeltaY="g 9 {step[1]}"'
    return (
        f'<ofd:TextObject Boundary="22 31 8 9" Size="2"{stated}>'
        f'<ofd:TextCode X="{place[0]}" Y="{place[1]}" {runs}>{text}</ofd:TextCode></ofd:TextObject>'
    )


@pytest.mark.parametrize(
    "label",
    [
        turned("行政复议"),
        turned("行政复议", ReadDirection="90"),
        turned("行政复议", CharDirection="90"),
        turned("行政复议", CharDirection="180"),
        turned("行政复议", CharDirection="270"),
        text_xml("行政复议", 24, 33, 2, CTM="0 1 -1 0 3 -2"),
        text_xml("行政复议", 24, 33, 2, CTM="0 -1 1 0 0 7"),
    ],
    ids=[
        "upright-downwards",
        "stated-downwards",
        "turned-right",
        "upside-down",
        "turned-left",
        "matrix-right",
        "matrix-left",
    ],
)
def test_a_label_that_runs_down_or_up_its_cell_reads_as_it_was_written(label: str) -> None:
    objects = [text_xml("一", 54, 33), text_xml("甲乙丙丁", 24, 43), text_xml("2", 54, 43)]
    (table,) = read_objects(path_xml(GRID, "20 30 60 20"), label, *objects).tables
    assert table.rows == (("行政复议", "一"), ("甲乙丙丁", "2"))


def test_what_runs_down_the_margin_leaves_the_lines_beside_it_whole() -> None:
    lines = [text_xml(f"第{n}行的文字写到这里为止。", 20, 116 + 8 * n) for n in range(5)]
    document = read_objects(text_xml("下载次数：一次", 150, 103, CTM="0 1 -1 0 4 0"), *lines)
    for written in (*(f"第{n}行的文字写到这里为止。" for n in range(5)), "下载次数：一次"):
        assert written in document.text


@pytest.mark.parametrize(
    "matrix", ["0 1 -1 0 200 0", "0 -1 1 0 0 290", "-1 0 0 -1 200 290"], ids=["right", "left", "over"]
)
def test_a_page_set_sideways_is_read_as_its_text_stands(matrix: str) -> None:
    page = (
        "".join(text_xml(*cell) for cell in CELLS)
        + path_xml(GRID, "20 30 60 20")
        + text_xml("二、情况", 20, 20)
    )
    body = package_of([page_xml(composite_xml(0, CTM=matrix))], RESOURCES, resources_part(page))
    document = read_ofd(body)
    assert [(table.heading, table.rows) for table in document.tables] == [("二、情况", ROWS)]


@pytest.mark.parametrize(
    ("attributes", "code_attributes", "boxes"),
    [
        ({}, 'X="1" Y="4" DeltaX="5"', [(11, 20.48, 15, 24.48), (16, 20.48, 20, 24.48)]),
        ({}, 'X="1" Y="4"', [(11, 20.48, 15, 24.48), (15, 20.48, 19, 24.48)]),
        ({"HScale": "0.5"}, 'X="1" Y="4" DeltaX="5"', [(11, 20.48, 13, 24.48), (16, 20.48, 18, 24.48)]),
        ({"ReadDirection": "90"}, 'X="1" Y="4"', [(11, 20.48, 15, 24.48), (11, 24.48, 15, 28.48)]),
        ({"CharDirection": "90"}, 'X="1" Y="4" DeltaY="4"', [(10.52, 24, 14.52, 28), (10.52, 28, 14.52, 32)]),
        ({"CharDirection": "180"}, 'X="8" Y="4" DeltaX="-4"', [(14, 23.52, 18, 27.52), (10, 23.52, 14, 27.52)]),
        ({"CharDirection": "270"}, 'X="4" Y="9" DeltaY="-4"', [(10.48, 25, 14.48, 29), (10.48, 21, 14.48, 25)]),
        ({"CTM": "0.5 0 0 2 1 3"}, 'X="1" Y="4" DeltaX="4"', [(11.5, 23.96, 13.5, 31.96), (13.5, 23.96, 15.5, 31.96)]),
        ({"CTM": "1 0 0 -1 0 8"}, 'X="1" Y="4" DeltaX="4"', [(11, 23.52, 15, 27.52), (15, 23.52, 19, 27.52)]),
    ],
    ids=["steps", "none-stated", "narrowed", "downwards", "turned-right", "upside-down", "turned-left", "scaled", "mirrored"],
)  # fmt: skip
@pytest.mark.parametrize("text", ["公开", "\n    公开\n  "], ids=["plain", "indented"])
def test_every_character_has_the_box_it_is_drawn_in(
    attributes: dict[str, str], code_attributes: str, boxes: list[tuple[float, ...]], text: str
) -> None:
    stated = "".join(f' {name}="{value}"' for name, value in attributes.items())
    unit = f'<TextObject Boundary="10 20 40 8" Size="4"{stated}><TextCode {code_attributes}>{text}</TextCode></TextObject>'
    (run,) = text_runs(etree.fromstring(unit), Matrix())
    drawn = [(piece.x0, piece.top, piece.x1, piece.bottom) for piece in run.pieces]
    assert [piece.text for piece in run.pieces] == ["公", "开"]
    assert drawn == [pytest.approx(box) for box in boxes]


def test_letters_written_one_by_one_are_as_wide_as_their_boxes() -> None:
    widths = {"W": 3.8, "o": 2.0, "m": 3.1, "e": 1.8, "n": 2.0, " ": 1.0, "i": 1.1, "l": 1.1}
    objects, x = [], 20.0
    for letter in "Women in line":
        objects.append(
            text_xml(letter, x, 140, Boundary=f"{x} 140 {widths[letter]} 4") if letter != " " else ""
        )
        x += widths[letter]
    assert read_objects(*objects).text == "Women in line"


def test_a_space_that_is_written_is_read_however_narrow_it_is() -> None:
    assert read_objects(coded_xml("No 5", DeltaX="2 2 0.1")).text == "No 5"


def test_characters_that_only_a_glyph_shows_are_marked_and_told() -> None:
    glyphs = '<ofd:CGTransform CodePosition="7"><ofd:Glyphs>9</ofd:Glyphs></ofd:CGTransform><ofd:TextCode'
    text = text_xml("全年共公开信息¤\uf0b7件", 20, 20)
    document = read_objects(text.replace("<ofd:TextCode", glyphs))
    assert document.text == "全年共公开信息\ufffd\ufffd件"
    assert document.problem is not None
    assert "2 characters" in document.problem
    with pytest.raises(UnreadableError) as refused:
        read_objects(text_xml("¤¤¤¤1", 20, 20).replace("<ofd:TextCode", glyphs))
    assert refused.value.reason == "scan"


def test_a_placeholder_that_shows_no_glyph_is_no_character() -> None:
    document = read_objects(text_xml("2023年¤1月¤", 20, 20))
    assert (document.text, document.problem) == ("2023年1月", None)


def test_what_stands_aslant_or_off_its_page_is_left_out_and_told() -> None:
    watermark = text_xml("内部资料", 60, 100, 12, CTM="0.707 -0.707 0.707 0.707 0 0")
    document = read_objects(watermark, text_xml("正文", 20, 20), coded_xml("公开", X="1e300"))
    assert document.text == "正文"
    assert document.problem is not None
    assert "6 characters" in document.problem


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────────


def bars() -> str:
    """The grid as filled areas, as converters from PDF draw it."""
    sides = [(0, y, 60, y + 0.3) for y in (0, 10, 20)] + [(x, 0, x + 0.3, 20) for x in (0, 30, 60)]
    return "".join(f"M {a} {b} L {c} {b} L {c} {d} L {a} {d} C " for a, b, c, d in sides)


@pytest.mark.parametrize(
    "drawn",
    [
        path_xml(GRID, "20 30 60 20"),
        path_xml(GRID.replace("M", "S").replace("L", "l"), "20 30 60 20"),
        path_xml(bars(), "20 30 60 20", Stroke="false", Fill="true"),
        path_xml(bars().replace("M", "S"), "20 30 60 20", Stroke="false", Fill="true"),
        "".join(path_xml("M 0 0 L 30 0 L 30 10 L 0 10 C", f"{x} {y} 30 10") for x in (20, 50) for y in (30, 40)),
        path_xml("M 0 0 L 60 0 L 60 20 L 0 20 C M 30 0 L 30 0 M 30 10 L 60 10 L 60 0 L 30 0 C M 30 20 L 60 20 L 60 10 L 30 10 C "
                 "M 0 10 L 30 10", "20 30 60 20"),
        path_xml(grid(120, 40), "0 0 0 0", CTM="0.5 0 0 0.5 20 30"),
        path_xml("M 0 0 Q 1 1 0 0 B 1 1 2 2 0 0 A 1 1 0 0 1 0 0 L 60 0 " + GRID, "20 30 60 20"),
        path_xml(GRID + " L 0", "20 30 60 20"),
    ],
    ids=["strokes", "other-letters", "filled-bars", "filled-bars-from-s", "boxes", "closed", "scaled", "curves-between", "cut-short"],
)  # fmt: skip
def test_lines_rule_a_table_however_they_are_drawn(drawn: str) -> None:
    assert table_of(drawn) == ROWS


@pytest.mark.parametrize(
    "drawn",
    [
        path_xml(GRID, "20 30 60 20", Visible="false"),
        path_xml(GRID, "20 30 60 20", Stroke="false"),
        path_xml(GRID, "20 30 60 20", CTM="nan 0 0 1 0 0"),
        path_xml("M 0 0 L 60 0 L 60 20 L 0 20 C", "20 30 60 20", Stroke="false", Fill="true"),
        path_xml("M 0 0 L " + GRID, "20 30 60 20"),
        path_xml("M 0 0 L 60 5 L 3 20", "20 30 60 20"),
        path_xml(GRID.replace("L", "Q 5 5"), "20 30 60 20"),
    ],
    ids=["invisible", "not-stroked", "placed-nowhere", "ground", "garbled", "slanted", "curved"],
)
def test_what_is_no_line_rules_no_table(drawn: str) -> None:
    document = read_objects(drawn, *(text_xml(*cell) for cell in CELLS))
    assert document.tables == ()
    assert document.text.replace(" ", "").split() == ["甲1", "乙/"]
