"""Word documents made to exhaust or mislead their reader are read or refused in time."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from archive.errors import UnreadableError
from crawler.documents.docx.reader import read_docx
from tests.builders.docx import cell, docx, lists, mark, numbered, paragraph, run, table
from tests.replicas.office import zipped

STRICT = (
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)


def seconds(body: bytes) -> tuple[str | None, float]:
    """Why a document is refused, and how long that or its reading takes."""
    started = time.process_time()
    try:
        assert read_docx(body).text
        reason = None
    except UnreadableError as error:
        reason = error.reason
    return reason, time.process_time() - started


def entities(body: str) -> bytes:
    levels = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10 if n else '公开'}'>" for n in range(12))
    return zipped({"word/document.xml": f"<!DOCTYPE w [{levels}]><w><body>{body}</body></w>"})


def nested(opening: str, closing: str, depth: int) -> bytes:
    return docx(opening * depth + paragraph("公开") + closing * depth)


def spans(*counts: int) -> str:
    """A table whose rows have 40 cells of that span each."""
    return table([[cell("公", f'<w:gridSpan w:val="{count}"/>')] * 40 for count in counts])


def attributes(count: int) -> str:
    written = " ".join(f"a{number}='1'" for number in range(count))
    return f"<w:p {written}>{run('公')}</w:p>"


HOSTILE: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "bomb": (lambda: zipped({"word/document.xml": bytes(100_000_000)}), "limit"),
    "one-text": (lambda: docx(paragraph("公" * 17_000_000)), "limit"),
    "many-tags": (lambda: docx(paragraph("公") * 200_000), "limit"),
    "entities": (lambda: entities("<p><r><t>&e11;</t></r></p>"), "damaged"),
    "entities-in-attributes": (lambda: entities('<p a="&e11;"/>'), "damaged"),
    "external-entity": (
        lambda: zipped({"word/document.xml": '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><w>&x;</w>'}),
        "damaged",
    ),
    "deep": (lambda: nested("<w:ins>", "</w:ins>", 100_000), "limit"),
    "deep-tables": (lambda: nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 80), None),
    "deep-controls": (lambda: nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 120), None),
    "deep-boxes": (
        lambda: nested("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>", 60), None
    ),
    "huge-spans": (lambda: docx(spans(*[100_000] * 50)), None),
    "many-spans": (lambda: docx(spans(*range(1, 60))), None),
    "attributes": (lambda: docx(attributes(300_000)), None),
    "deep-fields": (
        lambda: docx(f"<w:p>{mark('begin') * 20_000}{run('公') * 20_000}{mark('end') * 20_000}</w:p>"), None
    ),
    "long-patterns": (
        lambda: docx(
            numbered("公", 1) * 20_000, {"numbering": lists([["decimal:" + "公" * 100_000]], ["0"])}
        ),
        None,
    ),
    "many-levels": (
        lambda: docx(numbered("公", 1) * 20_000, {"numbering": lists([["decimal:%1"] * 100_000], ["0"])}),
        None,
    ),
    "style-circle": (
        lambda: docx(
            paragraph("公", '<w:pStyle w:val="s0"/>') * 20_000,
            {
                "styles": "".join(
                    f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{(n + 1) % 20_000}"/></w:style>'
                    for n in range(20_000)
                )
            },
        ),
        None,
    ),
    "long-list": (
        lambda: docx(
            "".join(numbered("公", 1, number % 9) for number in range(20_000)),
            {"numbering": lists([["upperRoman:%1%2%3%4%5%6%7%8%9"] * 9], ["0"])},
        ),
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_are_read_or_refused_in_time(name: str) -> None:
    build, reason = HOSTILE[name]
    refused, took = seconds(build())
    assert took < 3
    assert refused == reason
