"""What a portal file states of a list that comes as JSON: the question, and where its answer holds what."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import NoReturn
from urllib.parse import urlsplit

from archive.errors import PortalFileError
from archive.records import ListRequest


@dataclass(frozen=True, slots=True)
class Source:
    """A channel's parameters; CONTRIBUTING.md describes each for those who write portal files."""

    url: str = ""
    items: str = ""
    title: str = ""
    method: str = "GET"
    body: str = ""
    page_base: str = "1"
    page_size: str = ""
    total: str = ""
    link: str = ""
    link_prefix: str = ""
    link_template: str = ""
    date: str = ""

    @property
    def first(self) -> int:
        """The number of the first page."""
        return int(self.page_base)

    @property
    def has_pages(self) -> bool:
        """Whether the question says which page is meant."""
        return any(name in self.url + self.body for name in ("{page}", "{offset}"))

    def question(self, number: int) -> ListRequest:
        """The request for page `number`, counted as the portal counts."""
        url, body = self._filled(self.url, number), self._filled(self.body, number)
        if self.method == "GET":
            return ListRequest(url)
        kind = "application/json" if body.lstrip()[:1] in ("{", "[") else "application/x-www-form-urlencoded"
        return ListRequest(url, "POST", body, (("Content-Type", f"{kind};charset=UTF-8"),))

    def _filled(self, template: str, number: int) -> str:
        """The template with its placeholders filled; braces of a JSON body stay."""
        offset = (number - self.first) * int(self.page_size or 0)
        for name, value in (("page", number), ("offset", offset), ("size", self.page_size)):
            template = template.replace(f"{{{name}}}", str(value))
        return template


def source_of(parameters: Mapping[str, str]) -> Source:
    """The source as stated; raises PortalFileError naming the parameter that is missing, unknown or wrong."""
    known = sorted(field.name for field in fields(Source))
    for name in parameters:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean `{near[0]}`?" if near else f"allowed are {', '.join(known)}."
            _refuse(name, f"does not exist; {hint}")
    source = Source(**parameters)
    for name in ("url", "items", "title"):
        if not getattr(source, name):
            _refuse(name, "is missing; no list can be read without it.")
    if not (source.link or source.link_template):
        _refuse("link", "is missing; name the field of a row's address, or give a `link_template`.")
    _check_question(source)
    return source


def _check_question(source: Source) -> None:
    question = source.url + source.body
    if urlsplit(source.url).scheme not in ("http", "https"):
        _refuse("url", f"is not an http or https address: {source.url}")
    if source.method not in ("GET", "POST"):
        _refuse("method", f"is `{source.method}`; use GET or POST.")
    if source.body and source.method == "GET":
        _refuse("body", "is sent by POST only; add `method: POST`.")
    if source.page_base not in ("0", "1"):
        _refuse("page_base", f"is `{source.page_base}`; it is 0 or 1, the number of the first page.")
    if source.page_size and not re.fullmatch(r"[1-9]\d*", source.page_size):
        _refuse("page_size", f"is `{source.page_size}`; it is how many rows a page has.")
    if not source.page_size and ("{offset}" in question or "{size}" in question):
        _refuse("page_size", "is missing; {offset} and {size} cannot be filled without it.")


def _refuse(name: str, why: str) -> NoReturn:
    raise PortalFileError(f"The channel's parameter `{name}` {why}")
