"""Hanweb's xxgk (信息公开目录): the rows of a catalogue are posted for, and without its type a whole region answers."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from archive.errors import ReadError
from archive.records import Link, ListPage, ListRequest, Snapshot
from archive.text import clean
from crawler.cms.answers import rows_among, with_parameters
from crawler.cms.page import page_of
from crawler.decode import decoded
from crawler.pick import some

ENDPOINT = re.compile(r"/module/xxgk/se(?:ar|ra)ch\.jsp$")
_MODULE = re.compile(r"module/xxgk/\w+\.jsp")
_SEARCH = re.compile(r"[^\"'\s(=]*/module/xxgk/se(?:ar|ra)ch\.jsp")
_FIELDS = {
    "infotypeId": re.compile(r"infotypeId[\"']?\s*[=:]\s*[\"']?([\w-]+)", re.IGNORECASE),
    "jdid": re.compile(r"(?:jdid|webid)[\"']?\s*[=:]\s*[\"']?(\d+)", re.IGNORECASE),
    "area": re.compile(r"\barea[\"']?\s*[=:]\s*[\"']?(\w+)", re.IGNORECASE),
    "divid": re.compile(r"id\s*=\s*[\"']?(div\d+)", re.IGNORECASE),
}
_EVERYTHING = (
    "standardXxgk=0&isAllList=1&texttype=0&fbtime=-1&vc_all=&vc_filenumber=&vc_title=&vc_number="
    "&sortfield=,createdatetime:0,orderid:0"
)
_FORM = (("Content-Type", "application/x-www-form-urlencoded"), ("X-Requested-With", "XMLHttpRequest"))
_ROWS = "tr.tr_main_value_odd, tr.tr_main_value_even"
_PAGES = re.compile(r"共\s*(\d+)\s*页")
_TOTAL = re.compile(r"共\s*(\d+)\s*条")
_OF_COLUMN = re.compile(r"/art_(\d+)_\d+\.html$")


def column(snapshot: Snapshot) -> ListPage | None:
    """The way to the catalogue's rows; None for a page without one.

    The address states the catalogue's type as `number`; what neither address nor page state comes from the portal
    file. Raises ReadError where area or site are stated nowhere.
    """
    text = decoded(snapshot).text
    if not _MODULE.search(text):
        return None
    fields = {name: found[1] for name, sign in _FIELDS.items() if (found := sign.search(text))}
    parts = urlsplit(snapshot.url)
    here = re.search(r"/col/col(\d+)/", parts.path)
    if here:
        fields["divid"] = f"div{here[1]}"
    number = dict(parse_qsl(parts.query)).get("number")
    fields |= {"infotypeId": number} if number else {}
    fields |= {name: value for name, value in snapshot.parameters.items() if name in _FIELDS}
    missing = [name for name in ("jdid", "area", "divid") if name not in fields]
    if missing:
        raise ReadError(
            f"The catalogue page does not state {missing[0]}; put it in the channel's parameters."
        )
    search = _SEARCH.search(text)
    address = urljoin(snapshot.url, search[0] if search else "/module/xxgk/search.jsp")
    body = {"infotypeId": "", **fields, **dict(parse_qsl(_EVERYTHING, keep_blank_values=True))}
    return ListPage((), (_page(f"{address}?{_EVERYTHING}", body, 1),))


def answer(snapshot: Snapshot) -> ListPage:
    """The rows of one page, those of other columns left out where the whole region was asked for."""
    page = page_of(snapshot)
    rows = some(page, _ROWS, at_least=0) or some(page, "li", at_least=0)
    links, dead = rows_among(rows, snapshot)
    asked = dict(parse_qsl(snapshot.request_body, keep_blank_values=True))
    text = clean(page.text_content())
    pages, total = _PAGES.search(text), _TOTAL.search(text)
    last = int(pages[1]) if pages and rows else 1
    following = tuple(_page(snapshot.url, asked, number) for number in range(2, last + 1))
    if asked.get("infotypeId"):
        return ListPage(links, following, int(total[1]) if total else None, last, dead)
    own = tuple(link for link in links if _may_be_of(link, asked.get("divid", "")))
    return ListPage(own, following, declared_pages=last, dead_rows=dead)


def _page(address: str, body: dict[str, str], number: int) -> ListRequest:
    posted = urlencode({**body, "currpage": str(number)})
    return ListRequest(with_parameters(address, currpage=number), "POST", posted, _FORM)


def _may_be_of(link: Link, div: str) -> bool:
    """Whether a row may be one of the column: addresses of newer articles do not say."""
    column_id = _OF_COLUMN.search(urlsplit(link.url).path)
    return column_id is None or f"div{column_id[1]}" == div
