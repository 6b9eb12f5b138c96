"""Every dataclass of the journey, in the order a report takes it: request, bytes, page, document, report."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal

from archive.errors import UnreadableReason

# ── where a page comes from ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Channel:
    """One listing (栏目) of a portal, as its portal file states it.

    `parameters` holds what a family needs beyond the address (ids, templates); `bureau` is set only where the
    whole listing belongs to one bureau.
    """

    id: str
    name: str
    report_type: str
    list_url: str
    bureau: str | None = None
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Portal:
    """One website we collect from, as its portal file states it.

    `id` is the file's stem; `level` one of province, city, county, township, central; `hosts` every host (or
    host:port) a crawl may reach; `reports_min` the floor: fewer listed reports is a failed run; `delay` seconds
    between requests; `checked_on` the day (ISO) someone last saw the file work live, None for never.
    """

    id: str
    name: str
    name_en: str
    family: str
    home_url: str
    division_code: str
    level: str
    hosts: tuple[str, ...]
    channels: tuple[Channel, ...]
    reports_min: int
    delay: float = 1.0
    cookies: bool = False
    legacy_tls: bool = False
    checked_on: str | None = None
    notes: str = ""
    enabled: bool = True

    def origin(self, channel: Channel | None) -> Origin:
        """What `normalise` needs to know of this portal and channel."""
        return Origin(
            portal_id=self.id,
            portal_name=self.name,
            division_code=self.division_code,
            level=self.level,
            channel_id=channel.id if channel else None,
            channel_bureau=channel.bureau if channel else None,
            report_type=channel.report_type if channel else "disclosure_annual",
        )


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose listing a document was found in: what the readers' findings are normalised against.

    `level` is one of province, city, county, township, central. Imported files have no portal and no channel.
    """

    portal_id: str | None = None
    portal_name: str | None = None
    division_code: str | None = None
    level: str | None = None
    channel_id: str | None = None
    channel_bureau: str | None = None
    report_type: str = "disclosure_annual"


# ── what was asked for and what came back ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ListRequest:
    """One request for a page of a listing; `body` is sent as it is when `method` is POST."""

    url: str
    method: Literal["GET", "POST"] = "GET"
    body: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """Bytes and headers as received at one moment.

    `url` is the address that answered (after redirects), `requested_url` the one asked for, `request_body` what was
    posted to it (empty for a GET), `captured_at` an aware UTC time. Header names are lower case. `parameters` is not
    received but lent by the channel of a list page: what its portal file states beyond the address.
    """

    url: str
    body: bytes
    captured_at: datetime
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    requested_url: str = ""
    request_body: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict, compare=False)

    @cached_property
    def sha256(self) -> str:
        """Hex SHA-256 of the body."""
        return hashlib.sha256(self.body).hexdigest()

    def header(self, name: str) -> str:
        """The last value of the header `name` (lower case), or an empty string."""
        return next((value for key, value in reversed(self.headers) if key == name), "")


Role = Literal["home", "list", "report", "attachment", "import"]


@dataclass(frozen=True, slots=True)
class Capture:
    """One attempt to get one address during one run: what was kept, or why nothing came.

    `parent_url` is the page that linked here. `snapshot` is None only when no answer arrived; `error` then says
    why (dns, tls, timeout, refused, …: see the glossary).
    """

    url: str
    role: Role
    captured_at: datetime
    snapshot: Snapshot | None = None
    error: str | None = None
    portal_id: str | None = None
    channel_id: str | None = None
    crawl_run_id: int | None = None
    parent_url: str | None = None
    id: int | None = None

    @property
    def number(self) -> int:
        """Its number among all captures; raises ValueError before it is kept."""
        if self.id is None:
            raise ValueError("A capture has a number only once it is kept.")
        return self.id


# ── what a page says ─────────────────────────────────────────────────────────────────────────────────────

WitnessPlace = Literal[
    "catalogue",  # the metadata table or list of a disclosure page (索引号, 发布机构 …)
    "visible_line",  # the line under the title: 发布时间：… 来源：…
    "list_row",  # the row of the list page that linked here
    "meta",  # <meta name="PubDate" …>
    "title",  # the title itself
    "page_title",  # the title of the page that links to a file
    "heading",  # the first lines of the body
    "signature",  # the last lines of the body
    "channel",  # the portal file: the whole channel belongs to one bureau
    "portal",  # the portal's own name
    "url",
    "attachment_name",
]

WitnessKind = Literal["title", "published", "written", "bureau", "index_number", "document_number"]


@dataclass(frozen=True, slots=True)
class Witness:
    """One place that states a title, a date, a bureau or a number, with its text as printed."""

    kind: WitnessKind
    place: WitnessPlace
    raw: str


@dataclass(frozen=True, slots=True)
class Link:
    """One row of a list page; `date_raw` is the date text of the row, empty where the row has none."""

    url: str
    title: str
    date_raw: str = ""


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a listing.

    `links` in page order; `dead_rows` are the titles of rows that lead nowhere (`javascript:;`); `next` are the
    requests for further pages that this page makes known; `declared_total` and `declared_pages` are what the
    page itself states, None where it states nothing.
    """

    links: tuple[Link, ...]
    next: tuple[ListRequest, ...] = ()
    declared_total: int | None = None
    declared_pages: int | None = None
    dead_rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AttachmentLink:
    """A file that a report page links to; `name` is the name shown to a reader, empty where none is shown."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report page as its family reads it: the body element's HTML and every witness on the page."""

    title: str
    body_html: str
    attachments: tuple[AttachmentLink, ...] = ()
    witnesses: tuple[Witness, ...] = ()


# ── what a document says ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Table:
    """A grid with spans expanded: every row has the same length, a merged cell's text stands in each of its places.

    `heading` is the nearest line above it, `caption` what the document itself marks as its caption; `page` the page it
    begins on, from 1, None where the format has none; `source` is `ocr` where its characters were recognised. `stated` is
    how many columns of each row the document states, the rest of a row that ends early being empty; empty where every
    row reaches the edge.
    """

    rows: tuple[tuple[str, ...], ...]
    heading: str = ""
    caption: str = ""
    page: int | None = None
    source: Literal["table", "ocr"] = "table"
    stated: tuple[int, ...] = ()

    def stated_columns(self, row: int) -> int:
        """How many columns of a row (from 0) the document states."""
        return self.stated[row] if self.stated else len(self.rows[row])


@dataclass(frozen=True, slots=True)
class Document:
    """Text in reading order, one paragraph a line (a row of a table is one, with tabs between its cells), and tables.

    `pages` is their number, None where the format has none; `problem` says in one sentence what was lost or is in doubt;
    `source` is `ocr` where the characters were recognised in pictures.
    """

    text: str
    tables: tuple[Table, ...] = ()
    pages: int | None = None
    problem: str | None = None
    source: Literal["text", "ocr"] = "text"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person must look at: `kind` from the glossary, `message` one sentence naming the evidence."""

    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file as read: an attachment, an imported file, or a member of an archive under its `name` there.

    `media_type` is what its bytes show it to be. `document` is None where it could not be read: then `reason` is
    UnreadableError's word for why, and `sentence` its sentence.
    """

    media_type: str
    name: str = ""
    document: Document | None = None
    reason: UnreadableReason | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class ParsedReport:
    """A report page or an imported file read, nothing decided yet: input of `normalise`."""

    title: str
    document: Document
    witnesses: tuple[Witness, ...] = ()
    attachments: tuple[AttachmentLink, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One capture as read: at most one of `listing`, `report` and `files`, or why there is none.

    `verdict` says what the page was instead of what was asked for (challenge, login, soft_404, home_page, …), or why a
    file could not be read (`unreadable: scan`, …); `link` is the list row that led to a report page. `files` is what is
    in a file that is no page, `media_type` what its bytes show it to be; of an attachment, `page` is what the page that
    links to it states, and `file_name` what the server calls it.
    """

    capture: Capture
    origin: Origin
    listing: ListPage | None = None
    report: ParsedReport | None = None
    files: tuple[ReadFile, ...] = ()
    page: ParsedReport | None = None
    link: Link | None = None
    verdict: str | None = None
    media_type: str | None = None
    file_name: str = ""
    problems: tuple[Problem, ...] = ()
