"""VSB 博达: a column is a file, zcwj.htm, its older pages lie beneath it and are counted backwards: zcwj/1.htm is the last."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from lxml.html import HtmlElement

from archive.records import Channel, ListPage, ListRequest, ReportPage, Snapshot
from archive.text import fold
from crawler.cms.article import Template, read_article
from crawler.cms.listing import rows_of
from crawler.cms.page import page_of
from crawler.cms.pagers import stated_counts
from crawler.decode import decoded

# /info/1023/4567.htm, or content.jsp?urltype=news.NewsContentUrl&wbtreeid=1023&wbnewsid=4567
_ARTICLE = re.compile(r"/info/\d+/\d+\.htm$|/content\.jsp$")
_SIGNS = re.compile(
    r"/system/resource/|_vsb_|(?:img_)?vsb_?content|showVsb|wbtreeid=|webber\.wbst\.com|pb_sys_common"
    r"|(?:^|/)info/\d+/\d+\.htm\b"
)
_NEIGHBOUR = re.compile(r"[上下]一?页")
_TEMPLATE = Template(
    bodies=(
        "[id^=vsb_content]",
        ".v_news_content",
        "[class*=winstyle] [class$=_content]",
        "td[class$=_content]",
    ),
    areas=("form[name=_newscontent_fromname]",),
    titles=("form[name=_newscontent_fromname] h1", "form[name=_newscontent_fromname] h2", "[class^=titlestyle]"),
)  # fmt: skip


def fingerprint(snapshot: Snapshot) -> str | None:
    """What shows that a page is of this family, or None."""
    matched = _SIGNS.search(snapshot.url) or _SIGNS.search(decoded(snapshot).text)
    return matched[0] if matched else None


def first_requests(channel: Channel) -> list[ListRequest]:
    """The column's own address."""
    return [ListRequest(channel.list_url)]


def parse_list(snapshot: Snapshot) -> ListPage:
    """Rows of the column, and the pages before and after this one, as its pager names them.

    A page's number changes its meaning when the column grows by a page: what was to be the next page then holds
    rows of the next but one, and the page between them is known only to the pager of that page, as the one before.
    """
    page = page_of(snapshot)
    links, dead = rows_of(page, snapshot, _ARTICLE)
    total, pages = stated_counts(page)
    following = _neighbours(page, snapshot)
    return ListPage(links, following, declared_total=total, declared_pages=pages, dead_rows=dead)


def parse_report(snapshot: Snapshot) -> ReportPage:
    """The article in whichever of its numbered containers the template has, with the files below it."""
    return read_article(snapshot, _TEMPLATE)


def _neighbours(page: HtmlElement, snapshot: Snapshot) -> tuple[ListRequest, ...]:
    """The pages before and after, but for the first: that is where the list was entered, maybe by another address."""
    named = [
        (fold(anchor.text_content()), urljoin(snapshot.url, anchor.get("href") or "").partition("#")[0])
        for anchor in page.iter("a")
    ]
    known = {snapshot.url, *(url for words, url in named if words == "首页")}
    found = dict.fromkeys(url for words, url in named if _NEIGHBOUR.fullmatch(words))
    return tuple(ListRequest(url) for url in found if url not in known and url.startswith("http"))
