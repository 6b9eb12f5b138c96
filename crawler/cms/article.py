"""A report page by its family's selectors: body, title, files and witnesses, with the densest block as a last resort."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from archive.errors import ReadError
from archive.records import ReportPage, Snapshot, Witness
from archive.text import clean
from crawler.cms.density import densest
from crawler.cms.page import attachments_of, body_of, images_of, inner_html, page_of, title_of, witnesses_of
from crawler.pick import first


@dataclass(frozen=True, slots=True)
class Template:
    """Where a family's pages hold what: selectors, the likeliest first.

    `bodies` hold the text, `areas` the text with the files beside it, `titles` the title, `lines` what is printed
    under the title, `days` the day it was published and nothing else.
    """

    bodies: tuple[str, ...]
    areas: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    days: tuple[str, ...] = ()


def read_article(snapshot: Snapshot, template: Template) -> ReportPage:
    """The report page as `template` lays it out; raises ReadError for a page without text."""
    return article_on(page_of(snapshot), snapshot, template)


def article_on(page: HtmlElement, snapshot: Snapshot, template: Template) -> ReportPage:
    """The same for a page that has been parsed, where a family has more to read on it."""
    body = body_of(page, *template.bodies)
    body = body if body is not None else densest(page)
    if body is None:
        raise ReadError(
            "The page has no article text; look at its snapshot and add the container to the family."
        )
    area = first(page, *template.areas)
    files = attachments_of(area if area is not None and _holds(area, body) else _around(body), snapshot)
    return ReportPage(
        title=title_of(page, *template.titles),
        body_html=inner_html(body),
        attachments=files or images_of(body, snapshot),
        witnesses=tuple(
            dict.fromkeys((*_printed_days(page, template), *witnesses_of(page, snapshot, *template.lines)))
        ),
    )


def _printed_days(page: HtmlElement, template: Template) -> Iterator[Witness]:
    element = first(page, *template.days)
    day = clean(element.text_content()) if element is not None else ""
    if day:
        yield Witness("published", "visible_line", day)


def _holds(area: HtmlElement, body: HtmlElement) -> bool:
    return area is body or any(ancestor is area for ancestor in body.iterancestors())


def _around(body: HtmlElement) -> HtmlElement:
    """Files often stand beside the body's container, a level or two up."""
    ancestors = list(body.iterancestors("div", "td"))
    return ancestors[min(1, len(ancestors) - 1)] if ancestors else body
