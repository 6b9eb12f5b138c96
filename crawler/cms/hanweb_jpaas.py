"""Hanweb's jpaas (since about 2021): an empty column page states what to ask a gateway, which answers JSON with HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from lxml.html import HtmlElement

from archive.errors import ReadError
from archive.records import ListPage, ListRequest, Snapshot
from archive.text import fold
from crawler.cms.answers import json_of, rows_among, value_at, with_parameters
from crawler.cms.page import page_of
from crawler.decode import decoded
from crawler.pick import parse, some

ENDPOINT = re.compile(r"/jpaas-publish-server/")
_GATEWAY = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_ASKED = ("parseType", "webId", "tplSetId", "pageType", "tagId", "editType", "pageId")
_PAIR = re.compile(r"[\"'](\w+)[\"']\s*:\s*[\"']?([^\"',}]*)")
_UNIT_URL = re.compile(r"unitUrl[\"']?\s*[=:]\s*[\"']([^\"']+)")
_COUNTS = re.compile(r"\b(count|rows)\s*=\s*[\"'](\d+)", re.IGNORECASE)
_PAGER = re.compile(r"\d+|首页|[上下]一?页|尾页|末页|[<>«».…]+")
_PAGE_SIZE = 15


def column(snapshot: Snapshot) -> ListPage | None:
    """The way to the rows; None for a page without units.

    Of several units the one whose tag is called a list counts; `tagId` in the portal file names another.
    """
    page = page_of(snapshot)
    units = some(page, "[querydata]", at_least=0)
    if not units:
        return None
    wanted = snapshot.parameters.get("tagId") or "列表"
    unit = next((unit for unit in units if wanted in _stated(unit).get("tagId", "")), units[0])
    in_script = _UNIT_URL.search(decoded(snapshot).text)
    address = unit.get("uniturl") or (in_script[1] if in_script else _GATEWAY)
    stated = {"editType": "null", **_stated(unit)}
    query = urlencode({name: stated[name] for name in _ASKED if name in stated})
    return ListPage((), (_page(urljoin(snapshot.url, f"{address}?{query}"), 1),))


def answer(snapshot: Snapshot) -> ListPage:
    """The rows in the answer's HTML; its pager counts all rows."""
    markup = str(value_at(json_of(snapshot), "data.html"))
    links, dead = rows_among(_rows(parse(f"<div>{markup}</div>")), snapshot)
    counts = {name.lower(): int(number) for name, number in _COUNTS.findall(markup)}
    asked = json.loads(dict(parse_qsl(urlsplit(snapshot.url).query)).get("paramJson", "{}"))
    number, size = int(asked.get("pageNo", 1)), counts.get("rows", _PAGE_SIZE)
    total = counts.get("count")
    if not (links or dead) and total and total > (number - 1) * size:
        raise ReadError(f"The gateway counts {total} rows but its answer has none that can be read.")
    has_more = (links or dead) and (total is None or number * size < total)
    following = (_page(snapshot.url, number + 1),) if has_more else ()
    return ListPage(links, following, declared_total=total, dead_rows=dead)


def _page(address: str, number: int) -> ListRequest:
    """Only what stands in paramJson turns pages; a pageNo beside it is ignored."""
    place = json.dumps({"pageNo": number, "pageSize": str(_PAGE_SIZE)}, separators=(",", ":"))
    return ListRequest(with_parameters(address, paramJson=place))


def _stated(unit: HtmlElement) -> dict[str, str]:
    return dict(_PAIR.findall(unit.get("querydata") or ""))


def _rows(markup: HtmlElement) -> Iterator[HtmlElement]:
    """The rows of the listing: none within another, and no number of the pager."""
    for row in markup.iter("li", "tr"):
        is_inner = next(row.iterancestors("li", "tr"), None) is not None
        if not is_inner and not _PAGER.fullmatch(fold(row.text_content())):
            yield row
