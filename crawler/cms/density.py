"""The body of a page of unknown make: the block with the most text that is not links, or what stands below the title.

Many a county's report is one line and a file, or a scan: on such a page the footer has more text than the report.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from archive.text import clean, fold
from crawler.cms.page import title_of

_BLOCKS = ("p", "table", "div", "td", "section", "article", "pre", "ucapcontent")
# A form is no noise: an ASP.NET page is one form from top to bottom.
_NOISE = ("script", "style", "nav", "header", "footer", "select", "button", "textarea", "noscript")
_NO_BODIES = ("p", "tr", "tbody", "table", "body", "html")
_TITLED = ("h1", "h2", "h3", "h4", "div", "p", "td", "span", "font", "center", "strong", "b")
_CONTAINERS = ("div", "td", "section", "article", "ucapcontent")
_SHOWN = ("img", "iframe", "embed", "object")
_FOOTER = re.compile(
    r"ICP备|网站标识码|版权所有|主办(?:单位)?:|承办(?:单位)?:|copyright|公网安备|相关链接|友情链接|[上下]一[篇条]",
    re.IGNORECASE,
)
# The line, the catalogue and the buttons that stand between a title and its text.
_LABELLED = re.compile(
    r"来源:|时间:|日期:|索引号|发布机构|浏览(?:次|量)|点击(?:次|率|量)|阅读(?:次|量)|字[号体]|打印|分享到?:?$"
)
_LEAST = 8
# With a smaller share of it outside links, text is a list of titles and dates.
_PROSE = 0.6
# A document saved as a page has many of them at its top level, and next to no links.
_PLAIN_BLOCKS = ("p", "table", "h1", "h2", "h3")
_PLAIN_ENOUGH = 4
_ALL_PROSE = 0.98
_LONGEST_CATALOGUE = 400
# With less text than this the densest block may as well be a footer.
_SHORT = 200


def densest(page: HtmlElement) -> HtmlElement | None:
    """The element most likely to be the article; None for a page without one."""
    if (bare := _bare_body(page)) is not None:
        return bare
    found, below = _most_prose(page), _below_title(page)
    if found is None or below is None:
        return below if found is None else found
    if len(_words(found)) < _SHORT:
        return below
    # The densest block may hold title and line as well; what ends with it and begins below them is the text alone.
    return below if found in below.iterancestors() and not _follows(below, found) else found


def _bare_body(page: HtmlElement) -> HtmlElement | None:
    """The body of a saved document, whose paragraphs and tables stand in nothing else; None for a page of a portal."""
    body = page if page.tag == "body" else page.find(".//body")
    if body is None or sum(child.tag in _PLAIN_BLOCKS for child in body) < _PLAIN_ENOUGH:
        return None
    words = _words(body)
    is_article = len(words) >= _SHORT and not _FOOTER.search(fold(words))
    return body if is_article and _prose_share(body) >= _ALL_PROSE else None


def _most_prose(page: HtmlElement) -> HtmlElement | None:
    """The block with the most text that is not links; None where all blocks are lists of links."""
    scores: dict[HtmlElement, float] = defaultdict(float)
    for block in page.iter(*_BLOCKS):
        own = _own_length(block)
        for element, share in _shares(block) if own >= _LEAST else ():
            scores[element] += own * share
    weighed = {
        element: score * share
        for element, score in scores.items()
        if (share := _prose_share(element)) >= _PROSE
    }
    return max(weighed, key=lambda element: weighed[element], default=None)


def _follows(element: HtmlElement, container: HtmlElement) -> bool:
    """Whether the container holds text after the element; a button's caption is none."""
    for node in (element, *element.iterancestors()):
        if node is container:
            return False
        if any(isinstance(e.tag, str) and len(_words(e)) >= _LEAST for e in node.itersiblings()):
            return True
    return False


def _shares(block: HtmlElement) -> Iterator[tuple[HtmlElement, float]]:
    """What may be the article if the block is part of it, and how much its text speaks for that.

    A cell speaks less for what its table stands in: one long cell is the article of a page laid out by tables, many
    short ones are a table of the article.
    """
    around = (element for element in block.iterancestors() if element.tag not in _NO_BODIES)
    if block.tag not in _NO_BODIES:
        yield block, 1
    yield from zip(around, (1 / 2, 1 / 4) if block.tag == "td" else (1, 1 / 2, 1 / 4), strict=False)


def _own_length(block: HtmlElement) -> int:
    """Characters of the block outside links and outside blocks within it; none for a footer's line."""
    if block.tag in _NOISE or any(ancestor.tag in _NOISE for ancestor in block.iterancestors()):
        return 0
    if block.tag == "table" and block.find(".//table") is None:
        # The cells of a statutory form are too short to count each for itself.
        return sum(length for length in map(_own_length, block.iter("td")) if length < _LEAST)
    own = clean("".join(_text(block, (*_BLOCKS, *_NOISE, "a", "ul", "ol"))))
    return 0 if _FOOTER.search(fold(own)) else len(own)


def _text(node: HtmlElement, left_out: tuple[str, ...]) -> Iterator[str]:
    """The text of the node without that of elements left out, however deep: a span may hold blocks."""
    yield node.text or ""
    for child in node:
        if isinstance(child.tag, str) and child.tag not in left_out:
            yield from _text(child, left_out)
        yield child.tail or ""


def _words(element: HtmlElement) -> str:
    """What a reader sees of the element."""
    return clean("".join(_text(element, _NOISE)))


def _prose_share(element: HtmlElement) -> float:
    """How much of the element's text is not in links."""
    whole = len(clean(element.text_content())) or 1
    linked = sum(len(clean(anchor.text_content())) for anchor in element.iter("a"))
    return max(0.0, 1 - linked / whole)


def _below_title(page: HtmlElement) -> HtmlElement | None:
    """The first block after the title that is neither about the article nor about the portal; None without a title."""
    title = fold(title_of(page))
    for element in page.iter(*_TITLED):
        text = element.text_content() if title else ""
        if len(text) < 3 * len(title) and fold(text) == title:
            return _first_content(_after(element), title)
    return None


def _after(element: HtmlElement) -> Iterator[HtmlElement]:
    """What follows the element, outermost first: its siblings, then those of each ancestor."""
    for node in (element, *element.iterancestors()):
        if node.tag != "body":
            yield from node.itersiblings()


def _first_content(blocks: Iterable[HtmlElement], title: str) -> HtmlElement | None:
    is_past_line = False
    for block in blocks:
        text = fold(_words(block)) if isinstance(block.tag, str) and block.tag not in _NOISE else ""
        if _FOOTER.search(text):
            return None
        if _LABELLED.search(text) and len(text) < _LONGEST_CATALOGUE:
            is_past_line = True
            # The text may stand in one container with the line above it.
            within = _first_content((child for child in block if child.tag in _CONTAINERS), title)
            if within is not None:
                return within
        # Above the line the title may be printed twice; below it a body may be no more than its title.
        elif (text and (text != title or is_past_line)) or _shows_picture(block):
            return _container(block)
    return None


def _shows_picture(block: HtmlElement) -> bool:
    return isinstance(block.tag, str) and next(block.iter(*_SHOWN), None) is not None


def _container(block: HtmlElement) -> HtmlElement:
    """The block; what holds it where it is but one paragraph of several; the cell of a row that has one."""
    if block.tag == "tr":
        return max(block.iter("td", "tr"), key=lambda cell: (cell.tag == "td", len(cell.text_content())))
    parent = block.getparent()
    if parent is None or parent.tag == "body":
        return block
    is_alone = block.tag in _CONTAINERS or any(child.tag in (*_BLOCKS, "br") for child in block)
    more = (e for e in block.itersiblings(block.tag) if e.get("class") == block.get("class") and _words(e))
    return block if is_alone and next(more, None) is None else parent
