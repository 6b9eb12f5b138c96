"""What report pages of all families share: metas, the catalogue, the line under the title, files, and the body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from lxml import html
from lxml.html import HtmlElement

from archive.records import AttachmentLink, Snapshot, Witness, WitnessKind, WitnessPlace
from archive.text import clean, fold
from crawler.decode import decoded
from crawler.pick import first, parse, some

_FILES = "pdf|docx?|xlsx?|wps|et|dps|ofd|zip|rar|7z|pptx?|txt|rtf|csv|jpe?g|png|gif|bmp|tiff?"
_FILE = re.compile(rf"\.(?:{_FILES})$", re.IGNORECASE)
_DOWNLOAD = re.compile(
    r"(?:downfile|download|down|downloadZtbAttach)\.(?:jsp|jspx|do|aspx|php|ashx)|/attachment/|/actions/download\?",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|bmp|tiff?)$", re.IGNORECASE)
_ICON = re.compile(r"fileTypeImages|/icon|icon_|logo|qrcode|ewm", re.IGNORECASE)
_WRITTEN_LINK = re.compile(
    r"<a\s[^>]*?href\s*=\s*\\?[\"']?([^\"'\s>\\]+)[^>]*>(.*?)(?=<a\s|<BR|<br|</a|</p|$)", re.S
)
_QUOTED_FILE = re.compile(rf"[\"'(]([^\"'()\s]+?\.(?:{_FILES}))[\"')]", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")

# Labels of the catalogue every disclosure page should carry, with the spaces and colons taken out.
_LABELS: dict[str, WitnessKind] = {
    **dict.fromkeys(("索引号", "索取号", "信息索引", "索引编号"), "index_number"),
    **dict.fromkeys(
        ("发布机构", "发文机关", "发文机构", "发文单位", "公开机构", "公开主体", "责任部门", "公开责任部门", "信息提供单位",
         "制发机关", "发布单位"), "bureau"),
    **dict.fromkeys(("来源", "信息来源", "稿源", "文章来源"), "bureau"),
    **dict.fromkeys(("成文日期", "生成日期", "制发日期", "发文日期", "印发日期", "成文时间"), "written"),
    **dict.fromkeys(("发布日期", "发布时间", "公开日期", "公布日期", "发布于", "时间", "日期"), "published"),
    **dict.fromkeys(("文号", "发文字号", "文件编号", "发布文号"), "document_number"),
}  # fmt: skip
_IN_CATALOGUE = frozenset(_LABELS) - {"来源", "信息来源", "稿源", "文章来源", "时间", "日期", "发布于"}
_NOTHING = frozenset(("", "无", "-", "—", "--", "/", "暂无"))
# Labels are printed with spaces inside; a value ends at the next label, a bracket, or the end of the line.
_ANY_LABEL = "|".join(r"\s*".join(label) for label in sorted(_LABELS, key=len, reverse=True))
_VALUE = r"\s*[:：]\s*(.*?)\s*(?=\s[\u4e00-\u9fff][\u4e00-\u9fff ]{1,7}\s*[:：]|[\[【|]|$)"
_LINE = re.compile(f"({_ANY_LABEL}){_VALUE}", re.DOTALL)
_LONGEST_VALUE = 80


def page_of(snapshot: Snapshot) -> HtmlElement:
    """The parsed page; its text is decoded by what its bytes are, whatever header and meta say."""
    return parse(decoded(snapshot).text)


def address_of(anchor: HtmlElement) -> str:
    """Where a link leads as it is meant: without the spaces and line breaks, backslashes turned round."""
    # Broken lines go with their indentation; a space within a line belongs to the file's name.
    return re.sub(r"\s*[\t\r\n]\s*", "", (anchor.get("href") or "").strip()).replace("\\", "/")


def meta(page: HtmlElement, name: str) -> str:
    """The last non-empty content of the meta tags of that name, in any case; portals print some twice."""
    found = [
        clean(tag.get("content") or "")
        for tag in page.iter("meta")
        if (tag.get("name") or "").strip().lower() == name.lower()
    ]
    return next((content for content in reversed(found) if content), "")


def title_of(page: HtmlElement, *selectors: str) -> str:
    """The article's title: its meta, else the family's title element, else h1, else the window title."""
    stated = clean(_TAG.sub("", meta(page, "ArticleTitle")))
    if stated:
        return stated
    element = first(page, *selectors, "h1", "ucaptitle")
    if element is not None and clean(element.text_content()):
        return clean(element.text_content())
    window = first(page, "title")
    return clean(re.split(r"[_\-–|]", window.text_content())[0]) if window is not None else ""


def witnesses_of(page: HtmlElement, snapshot: Snapshot, *visible: str) -> tuple[Witness, ...]:
    """Every place of the page that states a date, a bureau or a number.

    `visible` are the selectors of the line under the title, where the family knows them.
    """
    found = [*_catalogue(page), *_visible(page, visible), *_metas(page)]
    dated = re.search(
        r"t(20\d{6})_|/(20\d\d/\d\d-\d\d)/|/(20\d\d/\d{1,2}/\d{1,2})/|/(20\d\d[01]\d[0-3]\d)(?=[/_.-])",
        urlsplit(snapshot.url).path,
    )
    if dated:
        found.append(Witness("published", "url", next(group for group in dated.groups() if group)))
    return tuple(dict.fromkeys(found))


def _metas(page: HtmlElement) -> Iterator[Witness]:
    for name, kind in (("PubDate", "published"), ("ContentSource", "bureau")):
        content = meta(page, name)
        if content not in _NOTHING:
            yield Witness("published" if kind == "published" else "bureau", "meta", content)


def _catalogue(page: HtmlElement) -> Iterator[Witness]:
    """Pairs of label and value in cells, terms or list items, in any order on any line."""
    for row in page.iter("tr", "dl", "li"):
        cells = [
            clean(c.text_content())
            for c in row
            if c.tag in ("td", "th", "dt", "dd", "b", "span", "em", "strong", "p")
        ]
        if len(cells) > 1:
            yield from _pairs(cells)
        elif row.tag != "tr" and len(row.text_content()) < 2 * _LONGEST_VALUE:
            yield from _stated(clean(row.text_content()), "catalogue", _IN_CATALOGUE)


def _pairs(cells: Sequence[str]) -> Iterator[Witness]:
    for label, value in pairwise(cells):
        name = fold(label).strip(":：【】[]")
        if name in _IN_CATALOGUE and value not in _NOTHING and len(value) <= _LONGEST_VALUE:
            # Some templates print the label again inside the value.
            value = re.sub(rf"^{re.escape(name)}\s*[:：]\s*", "", value)
            yield Witness(_LABELS[name], "catalogue", value)


def _visible(page: HtmlElement, selectors: Sequence[str]) -> Iterator[Witness]:
    for element in _lines_with_labels(page, selectors):
        # Labels in elements side by side have no space between them.
        yield from _stated(clean(" ".join(element.itertext())), "visible_line", frozenset(_LABELS))


def _lines_with_labels(page: HtmlElement, selectors: Sequence[str]) -> list[HtmlElement]:
    known = [element for selector in selectors for element in some(page, selector, at_least=0)]
    if known:
        return known
    # Otherwise: the smallest short elements that hold a label and a colon.
    marked = [
        element
        for element in page.iter("div", "p", "span", "h5", "h6", "ul", "td")
        if len(element) < 12
        and len(text := element.text_content()) < 2 * _LONGEST_VALUE
        and re.search(r"(?:来\s*源|时\s*间|日\s*期)\s*[:：]", text)
    ]
    return [e for e in marked if not any(e is not other and e in other.iterancestors() for other in marked)][
        :4
    ]


def _stated(text: str, place: WitnessPlace, labels: frozenset[str]) -> Iterator[Witness]:
    for matched in _LINE.finditer(text):
        label, value = fold(matched[1]), clean(matched[2])
        if label in labels and value not in _NOTHING and len(value) <= _LONGEST_VALUE:
            yield Witness(_LABELS[label], place, value)


def body_of(page: HtmlElement, *selectors: str) -> HtmlElement | None:
    """The outermost element of the first selector that holds text, a table or an image; class case is ignored."""
    for selector in selectors:
        for element in some(page, selector, at_least=0):
            if clean(element.text_content()) or element.find(".//img") is not None:
                return element
    return None


def inner_html(element: HtmlElement) -> str:
    """The element as HTML text."""
    text: str = html.tostring(element, encoding="unicode", with_tail=False)
    return text


def attachments_of(area: HtmlElement, snapshot: Snapshot) -> tuple[AttachmentLink, ...]:
    """Files linked anywhere in `area`: anchors, frames and viewers, scripts that write links, click handlers.

    A body that is nothing but pictures lists them: they are the document.
    """
    found: dict[str, str] = {}
    for address, name in (*_anchored(area), *_framed(area), *_scripted(area), *_clicked(area)):
        url = _absolute(snapshot.url, address)
        if url and not found.get(url):
            found[url] = name
    return tuple(AttachmentLink(url, name) for url, name in found.items())


def images_of(body: HtmlElement, snapshot: Snapshot) -> tuple[AttachmentLink, ...]:
    """The pictures of a body that has next to no text: a scanned report."""
    if len(clean(body.text_content())) > _LONGEST_VALUE:
        return ()
    images = [image.get("src") or "" for image in body.iter("img")]
    urls = [_absolute(snapshot.url, src) for src in images if not _ICON.search(src)]
    return tuple(AttachmentLink(url, "") for url in dict.fromkeys(urls) if url)


def _anchored(area: HtmlElement) -> Iterator[tuple[str, str]]:
    for anchor in area.iter("a"):
        address = address_of(anchor)
        if _is_file(address):
            yield (
                address,
                clean(anchor.text_content()) or clean(anchor.get("title") or anchor.get("download") or ""),
            )


def _framed(area: HtmlElement) -> Iterator[tuple[str, str]]:
    for frame in area.iter("iframe", "embed", "object"):
        address = (frame.get("src") or frame.get("data") or "").strip()
        viewed = parse_qs(urlsplit(address).query).get("file", [""])[0]
        if _is_file(viewed or address):
            yield viewed or address, clean(frame.get("title") or "")


def _scripted(area: HtmlElement) -> Iterator[tuple[str, str]]:
    for script in area.iter("script"):
        code = script.text or ""
        for address, name in _WRITTEN_LINK.findall(code):
            if _is_file(address):
                yield address, clean(_TAG.sub("", name))
        for address in _QUOTED_FILE.findall(code) if "iframe" in code.lower() or "showVsb" in code else ():
            yield address, ""


def _clicked(area: HtmlElement) -> Iterator[tuple[str, str]]:
    for element in area.iter("a", "span", "button", "div", "p"):
        for address in _QUOTED_FILE.findall(element.get("onclick") or ""):
            yield address, clean(element.text_content())


def _is_file(address: str) -> bool:
    path = unquote(urlsplit(address).path)
    if not address or _ICON.search(address):
        return False
    return bool(_FILE.search(path) or _DOWNLOAD.search(address))


def _absolute(base: str, address: str) -> str | None:
    url = urljoin(base, address.replace("\\", "/").strip())
    return url.partition("#")[0] if urlsplit(url).scheme in ("http", "https") else None
