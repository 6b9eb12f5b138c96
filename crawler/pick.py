"""Selectors that state how many they expect: a redesigned page fails loudly instead of reading as nothing."""

from __future__ import annotations

from functools import cache

from lxml import etree, html
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from archive.errors import ReadError


def parse(text: str) -> HtmlElement:
    """A page's root element; raises ReadError for one without any element."""
    # Huge pages would otherwise be cut silently at libxml2's limits.
    parser = html.HTMLParser(huge_tree=True, remove_pis=True)
    stripped = text.replace("\x00", "").strip()
    try:
        root = html.document_fromstring(stripped, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(
            f"The page has no element that can be read ({error}); look at its snapshot."
        ) from error
    if not isinstance(root, HtmlElement):
        raise ReadError("The page is not HTML; look at its snapshot.")
    return root


def one(node: HtmlElement, selector: str) -> HtmlElement:
    """The only element that matches the CSS `selector`; raises ReadError for none or several."""
    found = some(node, selector)
    if len(found) > 1:
        raise ReadError(
            f"The page has {len(found)} elements {selector} and should have one; correct the family."
        )
    return found[0]


def some(node: HtmlElement, selector: str, at_least: int = 1) -> list[HtmlElement]:
    """Every element that matches the CSS `selector`; raises ReadError for fewer than `at_least`."""
    matched = _compiled(selector)(node)
    found = [e for e in matched if isinstance(e, HtmlElement)] if isinstance(matched, list) else []
    if len(found) < at_least:
        raise ReadError(
            f"The page has {len(found)} elements {selector} and should have at least {at_least}; the portal may have "
            "been redesigned."
        )
    return found


def first(node: HtmlElement, *selectors: str) -> HtmlElement | None:
    """The first element of the first selector that matches anything, or None."""
    return next((found[0] for selector in selectors if (found := some(node, selector, at_least=0))), None)


@cache
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")
