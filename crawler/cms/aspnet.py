"""ASP.NET: a pager posts the page's own state back, so each page is asked for with what the one before it held."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from lxml.html import FormElement, HtmlElement

from archive.errors import ReadError
from archive.records import Channel, ListPage, ListRequest, ReportPage, Snapshot
from archive.text import fold
from crawler.cms.article import Template, read_article
from crawler.cms.listing import rows_of
from crawler.cms.page import page_of
from crawler.decode import decoded
from crawler.pick import first, some

_SIGN = re.compile(r"<input[^>]*name=[\"']__VIEWSTATE[\"']|__doPostBack\(|<!-- AspNetPager", re.IGNORECASE)
_POST_BACK = re.compile(
    r"(?:__doPostBack|WebForm_PostBackOptions)\(\s*[\"']([^\"']*)[\"']\s*,\s*[\"']([^\"']*)"
)
_NEXT = re.compile(r"(?:下一?页|后一?页|next|[>›»])", re.IGNORECASE)
# Names of pages that show one article; those of lists may hold the same words.
_ARTICLE = re.compile(
    r"/(?![\w-]*(?:list|more|index|default|class|categor|column|public|search))"
    r"[\w-]*(?:show|view|detail|content|info|article|news|read|item)[\w-]*\.aspx$"
    r"|/\d+\.(?:aspx|s?html?)$",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"(?:共有?|总计|合计)[:：]?(\d+)(?:条|篇|项)|(?:总记录数?|记录总数|总条数)[:：]?(\d+)")
_PAGES = re.compile(r"\d+/(\d+)页|共(\d+)页|总页数[:：]?(\d+)")
_PROSE = "//body//text()[not(ancestor::a or ancestor::script or ancestor::style or ancestor::option)]"
_TEMPLATE = Template(
    bodies=(
        "#lblContent",
        "[id$='lblContent']",
        "[id$='LabelContent']",
        "#zoom",
        "#Zoom",
        "#fontzoom",
        ".article-content",
        ".newscontent",
        ".content_nr",
    ),
    areas=(".article", ".xxgk_show", ".newsshow", ".detail"),
    titles=("#lblTitle", "[id$='lblTitle']", "[id$='LabelTitle']", ".article-title"),
    lines=(".article-info", ".newsinfo", ".xxgk_info"),
)


def fingerprint(snapshot: Snapshot) -> str | None:
    """What shows that a page is of this family, or None."""
    matched = _SIGN.search(decoded(snapshot).text)
    if matched:
        return matched[0]
    path = urlsplit(snapshot.url).path
    return path if path.lower().endswith(".aspx") else None


def first_requests(channel: Channel) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(channel.list_url)]


def parse_list(snapshot: Snapshot) -> ListPage:
    """Rows of the column and the request for the following page, which only this page's state makes valid.

    `article` in the channel's parameters is the page name of articles (`xx.aspx`) where the usual ones do not fit.
    """
    page = page_of(snapshot)
    stated = snapshot.parameters.get("article")
    article = re.compile(re.escape(stated) + "$", re.IGNORECASE) if stated else _ARTICLE
    links, dead = rows_of(page, snapshot, article)
    following = _following(page, snapshot)
    text = fold("".join(map(str, page.xpath(_PROSE))))
    return ListPage(
        links,
        (following,) if following else (),
        declared_total=_last(_TOTAL, text),
        declared_pages=_last(_PAGES, text),
        dead_rows=dead,
    )


def parse_report(snapshot: Snapshot) -> ReportPage:
    """The article in whichever label or container the portal's template has."""
    return read_article(snapshot, _TEMPLATE)


def _following(page: HtmlElement, snapshot: Snapshot) -> ListRequest | None:
    address = _next_address(page, snapshot)
    posted = _POST_BACK.search(address)
    if posted:
        return _post_back(page, snapshot, posted[1], posted[2])
    url = urljoin(snapshot.url, address).partition("#")[0]
    is_page = bool(address) and urlsplit(url).scheme in ("http", "https")
    return ListRequest(url) if is_page and url != snapshot.url else None


def _next_address(page: HtmlElement, snapshot: Snapshot) -> str:
    """Where the pager's link to the following page leads; empty on the last page.

    A pager of bare numbers has no such link; there it is the one that asks for the number after this page's.
    """
    anchors = [(a, (a.get("href") or "").strip()) for a in page.iter("a") if a.get("disabled") is None]
    for anchor, address in anchors:
        if address and _NEXT.fullmatch(fold(_label(anchor))):
            return address
    asked = parse_qs(snapshot.request_body).get("__EVENTARGUMENT", ["1"])[0]
    number = re.search(r"\d+$", asked)
    wanted = str(int(number[0]) + 1) if number else ""
    for _, address in anchors:
        posted = _POST_BACK.search(address)
        if posted and wanted and posted[2].removeprefix("Page$") == wanted:
            return address
    return ""


def _label(anchor: HtmlElement) -> str:
    image = first(anchor, "img")
    return anchor.text_content() or ("" if image is None else image.get("alt") or "")


def _post_back(page: HtmlElement, snapshot: Snapshot, target: str, argument: str) -> ListRequest:
    """What a browser sends when the link is clicked: every field of the form, in the page's own encoding."""
    form = next((form for form in some(page, "form", at_least=0) if _has_state(form)), None)
    if not isinstance(form, FormElement):
        raise ReadError("The pager posts back, but the page has no __VIEWSTATE; look at its snapshot.")
    # A button is sent only when it is the one pressed; sent along, it would start the search instead.
    buttons = {field.name for field in form.inputs if field.get("type", "").lower() == "button"}
    fields = {name: value for name, value in form.form_values() if name not in buttons}
    fields |= {"__EVENTTARGET": target, "__EVENTARGUMENT": argument}
    return ListRequest(
        urljoin(snapshot.url, form.get("action") or ""),
        method="POST",
        body=urlencode(fields, encoding=decoded(snapshot).encoding, errors="replace"),
        headers=(("Content-Type", "application/x-www-form-urlencoded"),),
    )


def _has_state(form: HtmlElement) -> bool:
    return first(form, "input[name='__VIEWSTATE']") is not None


def _last(pattern: re.Pattern[str], text: str) -> int | None:
    """The number the page states last: the pager stands below the rows."""
    found = pattern.findall(text)
    return next((int(number) for number in found[-1] if number), None) if found else None
