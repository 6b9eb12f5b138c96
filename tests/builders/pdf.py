"""Small PDF files written by hand: Chinese text without embedded fonts, lines and boxes, for what no program prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

# Adobe-GB1 by Unicode: a reader needs no font file to know the characters. Latin letters and figures are half as wide.
_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts["
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
    b"/Supplement 2>>/DW 1000/W[1 95 500 814 939 500]"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
    b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>>>]>>"
)


def text(x: float, y: float, words: str, size: float = 12, extra: str = "") -> str:
    """Words with their base line at x, y from the lower left corner; `extra` are operators before them."""
    return f"BT {extra} /F {size} Tf {x} {y} Td <{words.encode('utf-16-be').hex()}> Tj ET\n"


def line(x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> str:
    """A stroked line."""
    return f"{width} w {x0} {y0} m {x1} {y1} l S\n"


def grid(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Every line of a ruled table."""
    return "".join(line(xs[0], y, xs[-1], y) for y in ys) + "".join(line(x, ys[0], x, ys[-1]) for x in xs)


def pdf(pages: Iterable[str], page_extra: str = "", objects: Iterable[bytes] = ()) -> bytes:
    """A file of A4 pages with these contents; `objects` are numbered from 10 and may be named in `page_extra`."""
    return assembled(parts_of(pages, page_extra, objects))


def parts_of(pages: Iterable[str], page_extra: str = "", objects: Iterable[bytes] = ()) -> dict[int, bytes]:
    """The same as numbered objects: the pages' tree is 2, the first page 100, its content 101."""
    numbered: dict[int, bytes] = {1: b"<</Type/Catalog/Pages 2 0 R>>", 3: _FONT}
    numbered |= dict(enumerate(objects, 10))
    contents = list(pages)
    numbers = range(100, 100 + 2 * len(contents), 2)
    kids = " ".join(f"{number} 0 R" for number in numbers)
    numbered[2] = f"<</Type/Pages/Kids[{kids}]/Count {len(numbers)}>>".encode()
    for number, content in zip(numbers, contents, strict=True):
        numbered[number] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {number + 1} 0 R"
            f"/Resources<</Font<</F 3 0 R>>{page_extra}>>>>"
        ).encode()
        numbered[number + 1] = stream(content.encode("latin-1"))
    return numbered


def stream(content: bytes, entries: str = "") -> bytes:
    """A stream object."""
    return f"<<{entries}/Length {len(content)}>>stream\n".encode() + content + b"\nendstream"


def assembled(numbered: dict[int, bytes], trailer: str = "") -> bytes:
    """A file of numbered objects with its table of references."""
    parts, places, length = [b"%PDF-1.7\n"], {}, 9
    for number in sorted(numbered):
        places[number] = length
        parts.append(f"{number} 0 obj\n".encode() + numbered[number] + b"\nendobj\n")
        length += len(parts[-1])
    table = b"xref\n0 1\n0000000000 65535 f \n"
    table += b"".join(f"{number} 1\n{place:010d} 00000 n \n".encode() for number, place in places.items())
    size = max(numbered) + 1
    end = f"trailer<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{length}\n%%EOF\n".encode()
    return b"".join([*parts, table, end])
