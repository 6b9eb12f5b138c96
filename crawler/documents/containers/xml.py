"""One part of a package as a tree of elements: nothing fetched, nothing expanded, nothing lost without a word."""

from __future__ import annotations

from lxml import etree

from archive.errors import UnreadableError

# A report has some thousands; a tree takes about a hundred times the memory of its shortest tags.
MOST_TAGS = 1_000_000


def parse_xml(data: bytes) -> etree._Element:
    """The root element of `data`.

    The parser stops at 256 levels and at text of 10 MB, because `huge_tree` is left off. Raises UnreadableError:
    `limit` where it stops there or finds more than MOST_TAGS, `damaged` where `data` is not well-formed or declares
    entities, which no document format here allows (ECMA-376 part 2 forbids a document type altogether).
    """
    # Without zeros, UTF-16 shows the same signs.
    signs = data.replace(b"\0", b"")
    if b"<!ENTITY" in signs:
        raise UnreadableError("damaged", "A part of the file declares entities; open it by hand.")
    if signs.count(b"<") > MOST_TAGS:
        raise UnreadableError("limit", f"A part of the file has more than {MOST_TAGS} tags; open it by hand.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except MemoryError as error:
        raise UnreadableError(
            "limit", "A part of the file takes more memory than there is; open it by hand."
        ) from error
    except etree.XMLSyntaxError as error:
        # The stubs do not know that a syntax error has a code.
        if getattr(error, "code", 0) == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise UnreadableError(
                "limit",
                f"A part of the file is too deep or too long to be read ({error.msg}); open it by hand.",
            ) from error
        raise UnreadableError(
            "damaged", f"A part of the file is not well-formed XML ({error.msg}); open it by hand."
        ) from error


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace: formats whose namespace has several spellings are read by it."""
    return element.tag.rpartition("}")[2]


def attribute(element: etree._Element | None, name: str) -> str:
    """The attribute of that name in the element's own namespace, or in none; empty where there is neither."""
    if element is None:
        return ""
    namespace = element.tag.rpartition("}")[0]
    return str(element.get(f"{namespace}}}{name}") or element.get(name) or "")
