"""A report page by its family's selectors: body, title, files and witnesses, with the densest block as a last resort."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from archive.errors import ReadError
from archive.records import ReportPage, Snapshot
from crawler.cms.density import densest
from crawler.cms.page import attachments_of, body_of, images_of, inner_html, page_of, title_of, witnesses_of
from crawler.pick import first


@dataclass(frozen=True, slots=True)
class Template:
    """Where a family's pages hold what: selectors, the likeliest first.

    `bodies` hold the text, `areas` the text with the files beside it, `titles` the title, `lines` what is printed
    under the title.
    """

    bodies: tuple[str, ...]
    areas: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


def read_article(snapshot: Snapshot, template: Template) -> ReportPage:
    """The report page as `template` lays it out; raises ReadError for a page without text."""
    page = page_of(snapshot)
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
        witnesses=witnesses_of(page, snapshot, *template.lines),
    )


def _holds(area: HtmlElement, body: HtmlElement) -> bool:
    return area is body or any(ancestor is area for ancestor in body.iterancestors())


def _around(body: HtmlElement) -> HtmlElement:
    """Files often stand beside the body's container, a level or two up."""
    ancestors = list(body.iterancestors("div", "td"))
    return ancestors[min(1, len(ancestors) - 1)] if ancestors else body
