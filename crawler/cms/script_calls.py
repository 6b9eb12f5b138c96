"""The requests that a page's scripts would make: their parameters, as far as page and script state them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from urllib.parse import parse_qsl

from lxml.html import HtmlElement

_PAIR = re.compile(r"""["']?(\w+)["']?\s*:\s*("[^"]*"|'[^']*'|[^,\n]+)""")
_BY_ID = re.compile(r"""["']#([\w-]+)["']\s*\)\s*\.val\(""")


def calls_to(endpoint: str, page: HtmlElement, text: str, known_by: str) -> Iterator[dict[str, str]]:
    """The parameters of each call to `endpoint`, in the order they are sent.

    Calls stand in the text as whole addresses, or as an object with the parameter `known_by`. What a script takes
    from inputs, data attributes and variables is looked up on the page; what is not found there is empty.
    """
    if endpoint not in text:
        return
    fields = _fields(page)
    for query in re.findall(re.escape(endpoint) + r"\?([^\"'\s]+)", text):
        yield _completed(dict(parse_qsl(unescape(query), keep_blank_values=True)), fields)
    for written in re.findall(r"\{([^{}]*" + known_by + r"[^{}]*)\}", text):
        pairs = {name: _value(code.strip(), text, fields) for name, code in _PAIR.findall(written)}
        yield _completed(pairs, fields)


def _fields(page: HtmlElement) -> dict[str, str]:
    """Values of inputs and data attributes by name: HTML knows no case, and attributes may have hyphens."""
    found: dict[str, str] = {}
    for tag in page.iter():
        if tag.tag == "input":
            found[str(tag.get("id") or tag.get("name")).lower()] = (tag.get("value") or "").strip()
        for name, value in tag.attrib.items():
            if name.startswith("data-"):
                found.setdefault(name.removeprefix("data-").replace("-", ""), value.strip())
    return found


def _completed(parameters: dict[str, str], fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value or fields.get(name.lower(), "") for name, value in parameters.items()}


def _value(code: str, text: str, fields: Mapping[str, str]) -> str:
    """A parameter as the script computes it: a literal, the value of an input, or a variable that holds either."""
    known = _literal(code, fields)
    if known is None:
        assigned = re.search(rf"\b{re.escape(code)}\s*=(?!=)\s*([^;\n]+)", text)
        known = _literal(assigned[1].strip(), fields) if assigned else None
    return known or ""


def _literal(code: str, fields: Mapping[str, str]) -> str | None:
    if re.fullmatch(r"""["'].*["']|\d+|true|false""", code):
        return code.strip("\"'")
    by_id = _BY_ID.search(code)
    return fields.get(by_id[1].lower(), "") if by_id else None
