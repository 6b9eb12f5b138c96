"""Pages saved as one file: their page and no other part, whatever its encoding, and no message that exhausts the reader."""

from __future__ import annotations

import base64
import time
from pathlib import Path

import pytest

from archive.errors import UnreadableError
from crawler.documents.mht import is_mht, read_mht
from tests.document_cases import as_expected, cases, expected

PAGE = "<p>公开桑苗价格</p><table><tr><td>来信</td><td>３</td></tr></table>"
ROWS = (("来信", "３"),)


def part(content: bytes, encoding: str = "8bit", media_type: str = "text/html; charset=utf-8") -> bytes:
    headers = f"Content-Type: {media_type}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return headers.encode() + content


def message(*parts: bytes, boundary: str = "=_b", kind: str = "related") -> bytes:
    """A whole message of these parts."""
    head = f'MIME-Version: 1.0\r\nContent-Type: multipart/{kind};\r\n\tboundary="{boundary}"\r\n\r\n'
    mark = f"\r\n--{boundary}".encode()
    return head.encode() + b"".join(mark + b"\r\n" + part for part in parts) + mark + b"--\r\n"


@pytest.mark.parametrize("body", cases("mht"), ids=lambda body: body.parent.name)
def test_a_document_is_read_line_by_line_and_cell_by_cell(body: Path) -> None:
    assert as_expected(read_mht(body.read_bytes())) == expected(body)


@pytest.mark.parametrize(
    "body",
    [
        message(part(PAGE.encode())),
        message(part(base64.encodebytes(PAGE.encode()), "base64")),
        message(part(PAGE.encode("gb18030"), media_type="text/html; charset=gb2312")),
        message(part(("\ufeff" + PAGE).encode("utf-16-le"), media_type="text/html; charset=unicode")),
        message(part(PAGE.encode()), boundary="----b----"),
        message(part(b"\x89PNG", media_type="image/png"), part(PAGE.encode())),
        message(
            message(
                part("纯文本".encode(), media_type="text/plain"), part(PAGE.encode()), kind="alternative"
            ),
            boundary="outer",
        ),
        b"MIME-Version: 1.0\r\n" + part(PAGE.encode()),
        b"\xef\xbb\xbf\r\n" + message(part(PAGE.encode())).replace(b"\r\n", b"\n"),
    ],
    ids=["8bit", "base64", "gbk", "utf-16", "dashes", "picture-first", "nested", "single", "unix-lines"],
)
def test_the_page_is_found_and_decoded(body: bytes) -> None:
    assert is_mht(body[:4096])
    document = read_mht(body)
    assert document.text.splitlines() == ["公开桑苗价格", "来信\t３"]
    assert [table.rows for table in document.tables] == [ROWS]
    assert document.problem is None


def test_pages_in_a_frame_are_read_one_after_the_other() -> None:
    frame = part(b'<html><frameset rows="*"><frame src="sheet001.htm"></frameset></html>')
    document = read_mht(message(frame, part(PAGE.encode()), part("<p>第二张</p>".encode())))
    assert document.text.splitlines() == ["公开桑苗价格", "来信\t３", "第二张"]
    assert [table.rows for table in document.tables] == [ROWS]


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"<html><body>MIME-Version: 1.0 Content-Type: text/html",
        "说明\n\nMIME-Version: 1.0\nContent-Type: text/html\n".encode(),
        b"MIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\n",
        b"Subject: a\r\nContent-Type: text/html\r\n\r\n",
    ],
    ids=["nothing", "ole", "html", "text", "picture", "no-version"],
)
def test_other_files_are_no_saved_pages(head: bytes) -> None:
    assert not is_mht(head)


def test_a_page_that_is_cut_short_says_so() -> None:
    body = message(part(PAGE.encode()))
    document = read_mht(body[: body.index(b"</table>")])
    assert document.text.splitlines() == ["公开桑苗价格", "来信\t３"]
    assert document.problem is not None
    assert "ends before" in document.problem


def test_a_picture_that_is_cut_short_costs_the_page_nothing() -> None:
    body = message(part(PAGE.encode()), part(b"iVBORw0KGgo", "base64", "image/png"))
    assert read_mht(body[: body.index(b"0KGgo")]).problem is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (message(part(b"\x89PNG", media_type="image/png")), "damaged"),
        (message(part(b"<p> </p>")), "empty"),
        (message(part(b"PHA+5", "base64")), "damaged"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", "damaged"),
        (b"MIME-Version: 1.0", "damaged"),
    ],
    ids=["no-page", "no-text", "bad-base64", "no-boundary", "no-body"],
)
def test_what_holds_no_page_is_refused_with_its_reason(body: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_mht(body)
    assert refused.value.reason == reason


def nested(depth: int) -> bytes:
    body = part(PAGE.encode())
    for level in range(depth):
        body = message(body, boundary=f"b{level}x")
    return body


@pytest.mark.parametrize(
    "body",
    [
        nested(500),
        message(*[part(b"x", media_type="image/png")] * 200_000),
        b"MIME-Version: 1.0\r\n" + b"X: y\r\n" * 1_000_000,
        message(part(b"<p>" + b"=\r\n" * 1_000_000, "quoted-printable")),
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=""\r\n\r\n' + b"\r\n--" * 1_000_000,
    ],
    ids=["deep", "many-parts", "many-headers", "soft-breaks", "empty-boundary"],
)
def test_hostile_messages_are_refused_within_a_second(body: bytes) -> None:
    started = time.process_time()
    with pytest.raises(UnreadableError):
        read_mht(body)
    assert time.process_time() - started < 1
