"""PDF files with a text layer: what word processors and browsers print, what pages hide, and what would exhaust us."""

from __future__ import annotations

import hashlib
import time
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from archive.errors import UnreadableError
from archive.records import Document
from crawler.documents.pdf.reader import read_pdf
from tests.builders.pdf import assembled, grid, line, parts_of, pdf, stream, text
from tests.corpus import CORPUS
from tests.document_cases import as_expected, cases, expected

HONGZE = CORPUS / "pdf" / "hongze-2024.pdf"
XS, YS = (72, 200, 300, 400), (500, 520, 540)
ROWS = (("项目", "数量", "备注"), ("许可", "12", "/"))
FILLED = "".join(
    text(x + 4, y + 6, word)
    for y, row in zip((520, 500), ROWS, strict=True)
    for x, word in zip(XS, row, strict=False)
)


@pytest.mark.parametrize("body", cases("pdf"), ids=lambda body: body.parent.name)
def test_a_document_is_read_line_by_line_and_cell_by_cell(body: Path) -> None:
    assert as_expected(read_pdf(body.read_bytes())) == expected(body)


def only_table(document: Document) -> tuple[tuple[str, ...], ...]:
    (table,) = document.tables
    return table.rows


# ── how tables are drawn ─────────────────────────────────────────────────────────────────────────────────


def box(x: float, y: float, width: float, height: float) -> str:
    return f"{x} {y} {width} {height} re "


CELLS = [(x, y, x1 - x, 20) for y in YS[:-1] for x, x1 in pairwise(XS)]
DRAWN: dict[str, str] = {
    "strokes": grid(XS, YS),
    "one-path": "".join(f"72 {y} m 400 {y} l " for y in YS) + "".join(f"{x} 500 m {x} 540 l " for x in XS) + "S ",
    "stroked-boxes": "".join(box(*cell) for cell in CELLS) + "S ",
    "thin-boxes": "".join(box(72, y, 328, 0.5) + "f " for y in YS) + "".join(box(x, 500, 0.5, 40) + "f " for x in XS),
    "frames": "".join(box(x, y, w, h) + box(x + 0.5, y + 0.5, w - 1, h - 1) + "f* " for x, y, w, h in CELLS),
    "white-cells-on-black": box(71, 499, 330, 42) + "f 1 g " + "".join(box(x + 0.5, y + 0.5, w - 1, h - 1) + "f "
        for x, y, w, h in CELLS) + "0 g ",
    "white-lines-on-grey": f".8 g {box(72, 500, 328, 40)} f 1 G {grid(XS, YS)} 0 g 0 G ",
    "dashes": f"[2 2] 0 d {grid(XS, YS)} [] 0 d ",
    "scaled": "q .5 0 0 .5 0 0 cm " + grid([2 * x for x in XS], [2 * y for y in YS]) + "Q ",
}  # fmt: skip


@pytest.mark.parametrize("drawing", DRAWN.values(), ids=DRAWN)
def test_borders_are_found_however_they_are_drawn(drawing: str) -> None:
    assert only_table(read_pdf(pdf([drawing + FILLED]))) == ROWS


UNSEEN = {
    "white": "1 G " + line(250, 500, 250, 540) + "0 G ",
    "transparent": "/T gs " + line(250, 500, 250, 540) + "/O gs ",
    "clipped": f"q {box(500, 700, 10, 10)} W n {line(250, 500, 250, 540)} Q ",
}


@pytest.mark.parametrize("drawing", UNSEEN.values(), ids=UNSEEN)
def test_lines_that_are_not_seen_part_nothing(drawing: str) -> None:
    states = "/ExtGState<</T<</CA 0/ca 0>>/O<</CA 1/ca 1>>>>"
    assert only_table(read_pdf(pdf([grid(XS, YS) + drawing + FILLED], states))) == ROWS


def test_a_table_in_a_form_is_read_where_the_form_is_placed() -> None:
    form = stream(
        (grid(XS, YS) + FILLED).encode("latin-1"),
        "/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Matrix[1 0 0 1 0 -300]/Resources<</Font<</F 3 0 R>>>>",
    )
    page = text(72, 400, "一、总体情况") + "q 1 0 0 1 20 100 cm /X Do Q " + text(72, 200, "二、其他")
    document = read_pdf(pdf([page], "/XObject<</X 10 0 R>>", [form]))
    assert only_table(document) == ROWS
    assert document.text.splitlines() == ["一、总体情况", "项目\t数量\t备注", "许可\t12\t/", "二、其他"]


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_is_read_upright_however_it_is_turned(quarters: int) -> None:
    matrix = ("1 0 0 1 0 0", "0 1 -1 0 595 0", "-1 0 0 -1 595 842", "0 -1 1 0 0 842")[quarters]
    page = f"q {matrix} cm {grid(XS, YS)}{FILLED}{text(72, 560, '表')} Q "
    upright = pdf([page]).replace(b"/MediaBox", f"/Rotate {90 * quarters}/MediaBox".encode())
    for body in (upright, pdf([page])):
        document = read_pdf(body)
        assert (only_table(document), document.tables[0].heading) == (ROWS, "表")


# ── what a page's text is ────────────────────────────────────────────────────────────────────────────────


def turned(x: float, y: float, words: str, matrix: str) -> str:
    return f"BT /F 12 Tf {matrix} {x} {y} Tm <{words.encode('utf-16-be').hex()}> Tj ET "


TEXTS: dict[str, tuple[str, str]] = {
    "drawn-twice": (text(72, 700, "总计 1122") + text(72.4, 700, "总计 1122"), "总计1122"),
    "radicals": (text(72, 700, "⼈⺠政府⻓"), "人民政府长"),
    "watermark": (text(72, 700, "总体情况一二三四五") + turned(90, 660, "内部资料", ".7 .7 -.7 .7"), "总体情况一二三四五"),
    "unseen-repeat": (text(72, 700, "看得见") + text(72, 700, "看不见", extra="3 Tr "), "看得见"),
    "sideways-label": (text(72, 700, "总体情况一二三四五") + turned(50, 600, "办理结果", "0 1 -1 0"), "总体情况一二三四五\n办理结果"),
    "fonts-of-two-sizes": (text(72, 700, "共") + text(84, 700, "12", 9) + text(93, 700, "件", 14), "共12件"),
}  # fmt: skip


@pytest.mark.parametrize(("drawing", "read"), TEXTS.values(), ids=TEXTS)
def test_text_is_read_as_it_is_seen(drawing: str, read: str) -> None:
    document = read_pdf(pdf([drawing]))
    assert (document.text, document.problem) == (read, None)


PICTURE = stream(
    b"\x00", "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
)
SCAN = "q 595 0 0 842 0 0 cm /I Do Q "
WITH_PICTURE = ("/XObject<</I 10 0 R>>", [PICTURE])


def test_text_laid_unseen_under_a_picture_is_read_and_reported() -> None:
    document = read_pdf(pdf([SCAN + text(72, 700, "本年公开政府信息共12条。", extra="3 Tr ")], *WITH_PICTURE))
    assert document.text == "本年公开政府信息共12条。"
    assert document.problem == "Pages whose text a scanner recognised: 1; compare it with their pictures."


def test_pages_that_are_pictures_are_named() -> None:
    header = text(72, 800, "白杨县蚕桑站政府信息公开工作年度报告")
    pages = [header + text(72, 700, "一、总体情况"), SCAN, header + SCAN + text(280, 40, "- 3 -")]
    document = read_pdf(pdf(pages, *WITH_PICTURE))
    assert (document.text, document.pages) == ("一、总体情况", 3)
    assert document.problem == "Pages that are pictures: 2, 3; read them by OCR or by eye."


LETTERS = "".join(f"{x} 700 m " + f"{x + 5} 705 l {x + 3} 702 l " * 8 + "f " for x in range(72, 500, 9))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (pdf([SCAN, SCAN + text(280, 40, "- 2 -")], *WITH_PICTURE), "scan"),
        (pdf([SCAN + text(72, 800, "白杨县蚕桑站政府信息公开工作年度报告")] * 2, *WITH_PICTURE), "scan"),
        (pdf([LETTERS]), "scan"),
        (pdf([text(72, 700, "\ue001\ue002\ue003公开")]), "scan"),
        (pdf([""]), "empty"),
        (pdf([grid(XS, YS)]), "empty"),
        (pdf([text(280, 40, "- 1 -")]), "empty"),
        (b"", "damaged"),
        (b"%PDF-1.7\n%%EOF", "damaged"),
        (pdf([FILLED])[:600], "damaged"),
        (assembled({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 1/Kids[2 0 R]>>"}), "damaged"),
        (assembled({1: b"<</Type/Catalog/X " + b"[" * 200_000 + b"]" * 200_000 + b">>"}), "damaged"),
    ],
    ids=["pictures", "pictures-under-a-header", "shapes", "private-use", "blank", "only-lines", "only-a-number", "nothing", "no-objects", "cut-short",
         "no-pages", "deep"],
)  # fmt: skip
def test_what_holds_no_text_is_refused_with_its_reason_within_a_second(body: bytes, reason: str) -> None:
    started = time.process_time()
    with pytest.raises(UnreadableError, match=r"; .+\.$") as refused:
        read_pdf(body)
    assert refused.value.reason == reason
    assert time.process_time() - started < 1


def test_characters_without_meaning_are_marked_and_counted() -> None:
    document = read_pdf(pdf([text(72, 700, "公开信息共\ue001条，其他一条。")]))
    assert document.text == "公开信息共\ufffd条，其他一条。"
    assert (
        document.problem
        == "Characters whose font gives them no meaning: 1, shown as \ufffd; see them by eye."
    )


def test_codes_that_their_font_does_not_explain_are_no_text() -> None:
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/Own/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype"
        b"/CIDFontType2/BaseFont/Own/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000"
        b"/FontDescriptor<</Type/FontDescriptor/FontName/Own/Flags 4/FontBBox[0 0 1000 880]/Ascent 880>>>>]>>"
    )
    page = "BT /F 12 Tf 72 700 Td <00410042004300440045> Tj ET"
    body = assembled(parts_of([page]) | {3: font})
    with pytest.raises(UnreadableError) as refused:
        read_pdf(body)
    assert refused.value.reason == "scan"


def shape_font(name: int, mark: str, foot: int) -> list[bytes]:
    """Two objects, from number `name` on, for a font of one shape that stands for `mark`."""
    shape = stream(f"1000 0 0 {foot} 300 {foot + 200} d1 0 {foot} 300 200 re f".encode())
    names = (
        f"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <01> <{ord(mark):04x}> endbfchar"
    )
    font = (
        f"<</Type/Font/Subtype/Type3/FontBBox[0 0 0 0]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 1/LastChar 1/Widths[1000]"
        f"/Encoding<</Differences[1/a]>>/CharProcs<</a {name} 0 R>>/ToUnicode {name + 1} 0 R>>"
    )
    return [shape, stream(names.encode()), font.encode()]


def test_characters_drawn_as_shapes_at_odd_heights_stand_on_one_line() -> None:
    """As Chrome prints them: in Type 3 fonts whose boxes are only what is inked."""
    fonts = [*shape_font(10, "“", 650), *shape_font(13, "、", -100)]
    page = "".join(
        f"BT /{name} 12 Tf {x} 700 Td <01> Tj ET "
        for name, x in (("G", 72), ("H", 84), ("G", 96), ("H", 108))
    )
    body = pdf([page + text(120, 700, "公开")], "", fonts)
    assert read_pdf(body.replace(b"<</F 3 0 R", b"<</G 12 0 R/H 15 0 R/F 3 0 R")).text == "“、“、公开"


# ── locked files: ISO 32000-1, 7.6.3, revision 2 ─────────────────────────────────────────────────────────

PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def locked(password: bytes) -> bytes:
    """A file that opens with `password`; owners may have forbidden what they like."""
    numbered = parts_of([text(72, 700, "一、总体情况")])
    owner, mark = bytes(range(32)), b"0123456789abcdef"
    padded = (password + PADDING)[:32]
    key = md5(padded + owner + (0xFFFFFFC0).to_bytes(4, "little") + mark)[:5]
    for number, part in numbered.items():
        head, found, rest = part.partition(b"stream\n")
        if found:
            content = rest.removesuffix(b"\nendstream")
            own = md5(key + number.to_bytes(3, "little") + b"\0\0")[:10]
            numbered[number] = head + found + rc4(own, content) + b"\nendstream"
    entry = f"<</Filter/Standard/V 1/R 2/P -64/O<{owner.hex()}>/U<{rc4(key, PADDING).hex()}>>>"
    return assembled(numbered, f"/Encrypt {entry}/ID[<{mark.hex()}><{mark.hex()}>]")


def md5(content: bytes) -> bytes:
    return hashlib.md5(content, usedforsecurity=False).digest()


def rc4(key: bytes, content: bytes) -> bytes:
    state, j, i, out = list(range(256)), 0, 0, bytearray()
    for n in range(256):
        j = (j + state[n] + key[n % len(key)]) % 256
        state[n], state[j] = state[j], state[n]
    j = 0
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def test_a_file_locked_for_its_owner_alone_is_read() -> None:
    assert read_pdf(locked(b"")).text == "一、总体情况"


def test_a_file_that_needs_a_password_is_refused_as_encrypted() -> None:
    with pytest.raises(UnreadableError) as refused:
        read_pdf(locked(b"secret"))
    assert refused.value.reason == "encrypted"


# ── bounds ───────────────────────────────────────────────────────────────────────────────────────────────


def many_pages() -> bytes:
    numbered = parts_of([text(72, 700, "公开")])
    numbered[2] = b"<</Type/Pages/Count 100000/Kids[" + b"100 0 R " * 100_000 + b"]>>"
    return assembled(numbered)


def nested_forms() -> bytes:
    entries = "/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</XObject<</X %d 0 R>>>>"
    forms = [stream(b"/X Do " * 3, entries % (11 + n)) for n in range(9)]
    return pdf(
        ["/X Do " + text(72, 700, "公开")], "/XObject<</X 10 0 R>>", [*forms, stream(b"0 0 m 9 0 l S ")]
    )


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "100,000 pages": (many_pages, "Only the first 300 of 100000 pages were read"),
    "boxes": (lambda: pdf([box(9, 9, 3, 3) * 100_000 + "f " + text(72, 700, "公开")]), ""),
    "strokes": (lambda: pdf(["9 9 m 99 9 l S " * 50_000 + text(72, 700, "公开")]), "too much on them"),
    "characters": (lambda: pdf(["".join(text(9, 800 - 5 * n, "公开" * 280, 1) for n in range(150))]), "too much on them"),
    "crowded": (lambda: pdf(["".join(text(9, 800 - n / 9, "公开" * 9, 12) for n in range(1_000))]), ""),
    "nested forms": (nested_forms, ""),
    "grid": (lambda: pdf([grid([n * 1.9 for n in range(300)], [n * 2.7 for n in range(300)]) + text(72, 700, "公开")]), ""),
    "huge page": (lambda: pdf([text(72, 700, "公开")]).replace(b"595 842", b"1e30 9e9"), ""),
    "inflated": (lambda: pdf(["", text(72, 700, "公开")]).replace(b"<</Length 0>>stream\n",
        b"<</Filter/FlateDecode/Length 20000>>stream\n" + zlib.compress(b" " * 20_000_000, 9)), ""),
}  # fmt: skip


@pytest.mark.parametrize(("build", "problem"), HOSTILE.values(), ids=HOSTILE)
def test_what_would_exhaust_the_reader_is_read_or_reported_within_two_seconds(
    build: Callable[[], bytes], problem: str
) -> None:
    body = build()
    started = time.process_time()
    document = read_pdf(body)
    assert time.process_time() - started < 2
    assert problem in (document.problem or "")
    assert "公" in document.text


def test_pages_after_the_most_characters_are_left_out_and_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.documents.pdf.reader._MOST_CHARACTERS", 10)
    document = read_pdf(
        pdf([text(72, 700, "一、总体情况"), text(72, 700, "二、公开情况"), text(72, 700, "三、")])
    )
    assert document.text.splitlines() == ["一、总体情况", "二、公开情况"]
    assert document.problem == "Only the first 2 of 3 pages were read; see the others by eye."
    assert document.pages == 3


@pytest.mark.parametrize("body", cases("pdf"), ids=lambda body: body.parent.name)
def test_damaged_bytes_never_raise_anything_but_unreadable(body: Path) -> None:
    whole = body.read_bytes()
    for step in range(40):
        place = len(whole) * step // 40
        for damaged in (whole[:place], whole[:place] + b"\xff\x00>>" * 8 + whole[place + 32 :]):
            try:
                read_pdf(damaged)
            except UnreadableError as error:
                assert error.reason in {"damaged", "empty", "scan", "encrypted"}  # noqa: PT017
