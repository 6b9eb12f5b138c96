"""What the pages of 广东's catalogue hold in their script: window._CONFIG with the catalogue's tree and the document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from archive.errors import ReadError
from archive.records import AttachmentLink, ReportPage, Snapshot, Witness, WitnessKind
from crawler.cms.answers import day_of, text_of
from crawler.cms.page import attachments_of, images_of, page_of, title_of, witnesses_of
from crawler.pick import parse

_SITE = re.compile(r"\bSID[\"']?\s*:\s*[\"']?(\w+)")
_JSON = json.JSONDecoder()
# What the script knows of its document; `created_at` is left out: it is when the catalogue took the document in.
_TEXTS: dict[str, WitnessKind] = {
    "publisher": "bureau",
    "identifier": "index_number",
    "document_number": "document_number",
}
_DAYS: dict[str, WitnessKind] = {"display_publish_time": "published", "date": "written"}


def site_of(text: str) -> str | None:
    """The number under which the catalogue's list knows the site; None for a page without _CONFIG."""
    found = _SITE.search(text) if "_CONFIG" in text else None
    return found[1] if found else None


def tree_of(text: str) -> list[dict[str, Any]]:
    """Every category of the catalogue's tree, those above before those below."""
    return list(_nodes(_value_of("TREE", text)))


def document_of(snapshot: Snapshot, text: str) -> ReportPage | None:
    """The report page whose text or files the script holds; None where it holds neither."""
    document = _value_of("DETAIL", text)
    if not isinstance(document, dict) or not (document.get("content") or document.get("attachment")):
        return None
    body_html = f"<div>{document.get('content') or ''}</div>"
    page, body = page_of(snapshot), parse(body_html)
    files = {file.url: file for file in (*_attached(document, snapshot), *attachments_of(body, snapshot))}
    return ReportPage(
        title=text_of(document.get("title")) or title_of(page),
        body_html=body_html,
        attachments=tuple(files.values()) or images_of(body, snapshot),
        witnesses=tuple(dict.fromkeys((*witnesses_of(page, snapshot), *_catalogued(document)))),
    )


def _value_of(name: str, text: str) -> Any:
    """_CONFIG is script, but these of its values are JSON; None for a name that has no such value."""
    found = re.search(rf"\b{name}[\"']?\s*:\s*(?=[\[{{])", text)
    try:
        return _JSON.raw_decode(text, found.end())[0] if found else None
    except ValueError as error:
        raise ReadError(
            f"{name} of the page's _CONFIG is not JSON ({error}); look at its snapshot."
        ) from error


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    for node in tree if isinstance(tree, list) else ():
        yield node
        yield from _nodes(node.get("children"))


def _attached(document: dict[str, Any], snapshot: Snapshot) -> Iterator[AttachmentLink]:
    for file in document.get("attachment") or ():
        if isinstance(file, dict) and text_of(file.get("url")):
            yield AttachmentLink(urljoin(snapshot.url, text_of(file["url"])), text_of(file.get("name")))


def _catalogued(document: dict[str, Any]) -> Iterator[Witness]:
    known = [(kind, text_of(document.get(name))) for name, kind in _TEXTS.items()]
    known += [(kind, day_of(document.get(name))) for name, kind in _DAYS.items()]
    yield from (Witness(kind, "catalogue", raw) for kind, raw in known if raw not in ("", "无"))
