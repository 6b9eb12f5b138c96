"""OFD files made to exhaust their reader: read, read in part, or refused, each in time."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from archive.errors import UnreadableError
from crawler.documents.ofd import pages as ofd_pages
from crawler.documents.ofd.reader import read_ofd
from tests.builders.ofd import (
    RESOURCES,
    coded_xml,
    composite_xml,
    document_part,
    package_of,
    page_xml,
    path_xml,
    resources_part,
    text_xml,
)

TEXT = text_xml("公开", 20, 140)
HOSTILE: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "million-characters": (lambda: package_of([page_xml(coded_xml("公" * 10**6))]), "limit"),
    "endless-run": (lambda: package_of([page_xml(coded_xml("公开", DeltaX="g 1000000000 1 g inf 1 g nan 1"))]), None),
    "endless-steps": (lambda: package_of([page_xml(coded_xml("公开", DeltaX="4 " * 4_000_000))]), None),
    "many-objects": (lambda: package_of([page_xml(TEXT * 25_000)] * 9), "limit"),
    "long-lines": (lambda: package_of([page_xml(coded_xml("公开" * 30, DeltaX="g 59 3") * 900)] * 9), None),
    "absurd-places": (
        lambda: package_of(
            [page_xml(TEXT + "".join(
                text_xml("公", 0, 0, CTM=f"{n} 0 0 {n} 0 0") + coded_xml("公", X=n) + text_xml("公", 0, 0, Size=n)
                + text_xml("公", 0, 0, HScale=n) + coded_xml("公开", DeltaX=n) + path_xml(f"M {n} 0 L 0 {n} C") + path_xml("M 0 0 L 9 0", f"{n} 0")
                for n in ("1e308", "-1e308", "nan", "inf", "0", "", "x", "9" * 5000)))]
        ),
        None,
    ),
    "negative-boxes": (lambda: package_of([page_xml(text_xml("公开", -30, -40, Boundary="-30 -40 -8 -4"))]), None),
    "no-paper": (
        lambda: package_of([page_xml(TEXT, (0, -5))], parts={"Doc_0/x": ""}), None
    ),
    "laughing-units": (
        lambda: package_of(
            [page_xml(TEXT + composite_xml(0))], RESOURCES, resources_part(*(composite_xml(n + 1) * 10 for n in range(30)))
        ),
        "limit",
    ),
    "chain-of-units": (
        lambda: package_of([page_xml(composite_xml(0))], RESOURCES, resources_part(*(composite_xml(n + 1) for n in range(3000)))),
        "limit",
    ),
    "deep-blocks": (
        lambda: package_of([page_xml("<ofd:PageBlock>" * 200 + TEXT + "</ofd:PageBlock>" * 200)]), "limit"
    ),
    "deeper-blocks": (
        lambda: package_of([page_xml("<ofd:PageBlock>" * 9000 + TEXT + "</ofd:PageBlock>" * 9000)]), "limit"
    ),
    "endless-path": (lambda: package_of([page_xml(TEXT + path_xml("M 0 0 L 99 0 " * 600_000))]), None),
    "long-paths": (lambda: package_of([page_xml(TEXT + path_xml("M 0 0 L 99 0 " * 7000) * 99)]), "limit"),
    "resources-in-a-ring": (lambda: package_of([page_xml(TEXT)], "<ofd:PublicRes>Document.xml</ofd:PublicRes>" * 3000), None),
    "endless-location": (lambda: package_of([page_xml(TEXT)], f"<ofd:PublicRes>{'../' * 100_000}</ofd:PublicRes>"), None),
    "grids": (
        lambda: package_of(
            [page_xml(TEXT + path_xml("".join(f"M {2 * n} 0 L {2 * n} 250 M 0 {2.5 * n} L 200 {2.5 * n} " for n in range(100))))] * 299
        ),
        None,
    ),
    "endless-parts": (
        lambda: package_of(
            [page_xml(TEXT, before="".join(f"<ofd:PageRes>{'./' * n}Own.xml</ofd:PageRes>" for n in range(20)))] * 290,
            parts={f"Doc_0/Pages/Page_{n}/Own.xml": "<a/>" for n in range(290)},
        ),
        "limit",
    ),
    "bomb": (lambda: package_of([f"<a>{' ' * 80_000_000}</a>"]), "limit"),
    "bomb-of-tags": (lambda: package_of([page_xml("<a/>" * 1_100_000)]), "limit"),
}  # fmt: skip


def test_of_endless_pages_the_first_are_read_and_the_rest_told() -> None:
    pages = '<ofd:Page BaseLoc="Pages/Page_0/Content.xml"/>' * 100_000
    started = time.process_time()
    document = read_ofd(package_of([page_xml(TEXT)], parts=document_part(pages)))
    assert time.process_time() - started < 2
    assert document.pages == 100_000
    assert document.text.count("公开") == ofd_pages.MOST_PAGES
    assert document.problem is not None
    assert f"first {ofd_pages.MOST_PAGES} of 100000 pages" in document.problem


def test_a_file_that_draws_too_much_is_read_as_far_as_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd_pages, "MOST_DRAWN", 50)
    document = read_ofd(package_of([page_xml(coded_xml("公开信息" * 20, DeltaX="4"))] * 3))
    assert document.problem is not None
    assert "first 1 of 3 pages" in document.problem


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_read_or_refused_in_time(name: str) -> None:
    make, reason = HOSTILE[name]
    body = make()
    started = time.process_time()
    if reason is None:
        document = read_ofd(body)
        assert {"公", "开"} <= set(document.text)
        assert len(document.problem or "") < 500
    else:
        with pytest.raises(UnreadableError) as refused:
            read_ofd(body)
        assert refused.value.reason == reason
    assert time.process_time() - started < 4
