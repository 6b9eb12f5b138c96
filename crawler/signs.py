"""What of a page tells whether it stands in for another: its words and links, and what it carries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from archive.errors import ReadError
from archive.records import Snapshot
from archive.text import clean
from crawler.decode import decoded
from crawler.pick import parse

# A page that stands in for another has little text and few links of its own.
SHORT = 600
_FEW_LINKS = 10
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|7z|txt|rtf|jpe?g|png)(?:$|[?#])|down(?:load|file)", re.I
)
_DROPPED = ("script", "style", "noscript", "template", etree.Comment)


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells a page that stands in for another: its title, its words and links, what it carries."""

    title: str = ""
    words: frozenset[str] = frozenset()
    text: str = ""
    links: frozenset[str] = frozenset()
    is_article: bool = False
    is_shell: bool = False
    has_file: bool = False
    has_image: bool = False
    has_password: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing on it that a report page would have."""
        return (
            len(self.text) < SHORT
            and len(self.links) <= _FEW_LINKS
            and not (self.is_article or self.has_file)
        )


@lru_cache(maxsize=4)
def signs_of(snapshot: Snapshot) -> Signs:
    """The signs of a page; those of an empty one where it has no element."""
    try:
        root = parse(decoded(snapshot).text)
    except ReadError:
        return Signs()
    title = clean(root.findtext(".//title") or "")
    etree.strip_elements(root, *_DROPPED, with_tail=False)
    body = root.find("body")
    words = [] if body is None else [word for word in map(clean, body.itertext()) if word]
    metas = {
        (tag.get("name") or "").strip().lower()
        for tag in root.iter("meta")
        if clean(tag.get("content") or "")
    }
    links = frozenset(
        href for tag in root.iter("a") if (href := (tag.get("href") or "").strip()) not in ("", "#")
    )
    return Signs(
        title=title,
        words=frozenset(words),
        text=" ".join(words),
        links=links,
        is_article=bool(metas & {"articletitle", "pubdate"}),
        is_shell=any(tag.get("id") in ("app", "root") for tag in root.iter("div")),
        has_file=any(map(_FILE.search, links)) or _has(root, "iframe", "embed", "object"),
        has_image=_has(root, "img"),
        has_password=any((tag.get("type") or "").lower() == "password" for tag in root.iter("input")),
    )


def _has(root: HtmlElement, *tags: str) -> bool:
    return next(root.iter(*tags), None) is not None
