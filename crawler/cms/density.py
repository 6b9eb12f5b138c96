"""The body of a page of unknown make: the block that holds the most text that is not links."""

from __future__ import annotations

from collections import defaultdict

from lxml.html import HtmlElement

from archive.text import clean

_BLOCKS = ("p", "table", "div", "td", "section", "article", "pre", "ucapcontent")
_NOISE = ("script", "style", "nav", "header", "footer", "select", "form", "noscript")


def densest(page: HtmlElement) -> HtmlElement | None:
    """The element most likely to be the article; None for a page without text."""
    scores: dict[HtmlElement, float] = defaultdict(float)
    for block in page.iter(*_BLOCKS):
        own = _own_length(block)
        if own < 8:
            continue
        for distance, ancestor in enumerate([block, *block.iterancestors()][:4]):
            if ancestor.tag not in ("p", "tr", "tbody", "table", "body", "html"):
                scores[ancestor] += own / (1, 1, 2, 4)[distance]
    return max(scores, key=lambda element: scores[element] * _prose_share(element), default=None)


def _own_length(block: HtmlElement) -> int:
    """Characters of the block outside links and outside blocks within it."""
    if block.tag in _NOISE or any(ancestor.tag in _NOISE for ancestor in block.iterancestors()):
        return 0
    text = [block.text or ""]
    for child in block:
        if isinstance(child.tag, str) and child.tag not in (*_BLOCKS, *_NOISE, "a", "ul", "ol"):
            text.append(child.text_content())
        text.append(child.tail or "")
    return len(clean("".join(text)))


def _prose_share(element: HtmlElement) -> float:
    """How much of the element's text is not in links."""
    whole = len(clean(element.text_content())) or 1
    linked = sum(len(clean(anchor.text_content())) for anchor in element.iter("a"))
    return max(0.0, 1 - linked / whole)
