"""Pagers of lists that are files: the pages they lead to, and how many rows and pages they state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from archive.records import ListRequest, Snapshot
from archive.text import clean

_TOTAL = re.compile(r"(?:共有?|总计|合计|总数|总记录数)\s*[:：]?\s*(\d+)\s*(?:条|篇|项|个?记录)")
_PAGES = re.compile(r"共\s*(\d+)\s*页")
_PLACE = re.compile(r"(?<![\d/])\d{1,4}\s*/\s*(\d{1,4})(?![\d/])")
# Rows have days like 1/28, too; the page and the pages are those that stand close to the total.
_LONGEST_PAGER = 160


def numbered_pages(page: HtmlElement, snapshot: Snapshot) -> tuple[ListRequest, ...]:
    """All further pages of a list whose pages are counted from 1 in their names: name.html, name_2.html, …

    The pager may show a few numbers only; the greatest it leads to is taken for the last page.
    """
    folder, _, name = urlsplit(snapshot.url).path.rpartition("/")
    stem, _, ending = (name if "." in name else "index.html").rpartition(".")
    stem = re.sub(r"_\d+$", "", stem)
    numbered = re.compile(rf"{re.escape(folder)}/{re.escape(stem)}_(\d+)\.{re.escape(ending)}")
    addresses = (tag.get("href") or tag.get("value") or "" for tag in page.iter("a", "option"))
    paths = (urlsplit(urljoin(snapshot.url, address.strip())).path for address in addresses)
    last = max((int(found[1]) for path in paths if (found := numbered.fullmatch(path))), default=1)
    return tuple(ListRequest(urljoin(snapshot.url, f"{stem}_{n}.{ending}")) for n in range(2, last + 1))


def stated_counts(page: HtmlElement) -> tuple[int | None, int | None]:
    """The rows and the pages that the pager states in words (共154条 1/11); None for what it does not state."""
    text = clean(" ".join(_outside_links(page)))
    total, pages = _TOTAL.search(text), _PAGES.search(text)
    if total and not pages:
        pages = _PLACE.search(text[max(total.start() - _LONGEST_PAGER, 0) : total.end() + _LONGEST_PAGER])
    return int(total[1]) if total else None, int(pages[1]) if pages else None


def _outside_links(page: HtmlElement) -> Iterator[str]:
    for element in page.iter():
        if element.tag not in ("a", "script", "style", "option", "title") and isinstance(element.tag, str):
            yield element.text or ""
        yield element.tail or ""
