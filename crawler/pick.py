"""Selectors that state how many they expect: a redesigned page fails loudly instead of reading as nothing.

Classes and ids match in any case: one portal writes TRS_Editor, TRS_EDITOR and trs_editor.
"""

from __future__ import annotations

import re
from functools import cache
from string import ascii_lowercase, ascii_uppercase

from cssselect import HTMLTranslator
from cssselect.parser import Class, Hash
from cssselect.xpath import XPathExpr
from lxml import etree, html
from lxml.html import HtmlElement

from archive.errors import ReadError

_DECLARATION = re.compile(r"^<\?xml[^>]*\?>\s*")


def parse(text: str) -> HtmlElement:
    """A page's root element; raises ReadError for one without any element."""
    # Huge pages would otherwise be cut silently at libxml2's limits.
    parser = html.HTMLParser(huge_tree=True, remove_pis=True)
    # lxml refuses text that states an encoding; it has been decoded already.
    stripped = _DECLARATION.sub("", text.replace("\x00", "").strip(" \t\r\n\ufeff"))
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


class _AnyCase(HTMLTranslator):
    def xpath_class(self, class_selector: Class) -> XPathExpr:
        xpath = self.xpath(class_selector.selector)
        return self.xpath_attrib_includes(xpath, _lower("@class"), class_selector.class_name.lower())

    def xpath_hash(self, id_selector: Hash) -> XPathExpr:
        xpath = self.xpath(id_selector.selector)
        return self.xpath_attrib_equals(xpath, _lower("@id"), id_selector.id.lower())


def _lower(attribute: str) -> str:
    return f"translate({attribute}, '{ascii_uppercase}', '{ascii_lowercase}')"


@cache
def _compiled(selector: str) -> etree.XPath:
    return etree.XPath(_AnyCase().css_to_xpath(selector))
