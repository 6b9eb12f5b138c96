"""`cundang read`: what would be archived of one file or address, without writing anything."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from archive.dates import BEIJING
from archive.errors import BadInputError, ReadError
from archive.file_reports import file_report
from archive.normalise import normalise
from archive.records import Capture, Document, Origin, ParsedReport, Portal, Reading, Snapshot
from archive.reports import Figure, Report
from archive.vocabulary import gazetteer
from crawler.challenge import recognise
from crawler.cms import FAMILIES, detect
from crawler.documents.kinds import kind_of
from crawler.files.reader import FileReader
from crawler.portal import load_portals
from crawler.read import read_report


def run(
    source: str, portals_folder: Path, url: str | None, family: str | None, show: Callable[[Report], None]
) -> int:
    """Read `source` and show the report it would become; returns 1 where it would not be filed as one."""
    if family and family not in FAMILIES:
        raise BadInputError(f"There is no family {family}; use one of {', '.join(FAMILIES)}.")
    snapshot = _fetched(source) if urlsplit(source).scheme in ("http", "https") else _loaded(source, url)
    _refuse_another_page(snapshot)
    portal = _portal_of(snapshot.url, portals_folder)
    parsed = _parse(snapshot, family or (portal.family if portal else None))
    origin = portal.origin(None) if portal else Origin()
    seen_on = snapshot.captured_at.astimezone(BEIJING).date()
    report = normalise(parsed, None, origin, seen_on, gazetteer())
    show(report)
    return 0 if report.key else 1


def print_json(report: Report) -> None:
    """The object of the reading contract, one per line of the screen."""
    print(json.dumps(as_object(report), ensure_ascii=False, indent=2))


def print_text(report: Report) -> None:
    """The same for a person."""
    stated = as_object(report)
    for name in (
        "title", "report_type", "report_year", "bureau", "bureau_raw", "published_on", "signed_on",
        "form_edition", "scope", "document_number", "index_number",
    ):  # fmt: skip
        print(f"{name.ljust(16)} {stated[name] if stated[name] is not None else '(not stated)'}")
    for section in stated["sections"]:
        print(f"section {section['number']}        {section['heading']} ({len(section['text'])} characters)")
    for attachment in stated["attachments"]:
        print(f"attachment       {attachment['name']} {attachment['url']}")
    _print_figures(report)
    for issue in stated["issues"]:
        print(f"issue            {issue['kind']}: {issue['message']}")


def _print_figures(report: Report) -> None:
    cells = sum(figure.source != "prose" for figure in report.figures)
    print(f"figures          {cells} in tables, {len(report.figures) - cells} in sentences")
    for figure in report.figures:
        if figure.source == "prose":
            print(f"  {figure.indicator.ljust(30)} {figure.value} {figure.unit}: {figure.evidence}")
    verdicts = Counter(check.verdict for check in report.checks if check.is_hard)
    held = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.items()) or "none"
    print(f"checks           {held}")


def as_object(report: Report) -> dict[str, Any]:
    """A report as plain values; what the document does not state is None."""
    return {
        "title": report.title,
        "report_type": report.report_type,
        "report_year": report.report_year,
        "bureau": report.bureau.name_then if report.bureau else None,
        "bureau_raw": report.bureau_raw,
        "published_on": _iso(report.published_on),
        "signed_on": _iso(report.signed_on),
        "form_edition": report.form_edition,
        "scope": report.scope,
        "document_number": report.document_number,
        "index_number": report.index_number,
        "text": report.text,
        "sections": [{"number": s.number, "heading": s.heading, "text": s.text} for s in report.sections],
        "attachments": [{"url": a.url, "name": a.name} for a in report.attachments],
        "dates": [
            {
                "kind": d.kind,
                "value": _iso(d.value),
                "precision": d.precision,
                "raw": d.raw,
                "witness": d.place,
            }
            for d in report.dates
        ],
        "figures": [_figure(figure) for figure in report.figures],
        "checks": [
            {key: getattr(check, key) for key in ("rule", "subject", "verdict", "expected", "actual")}
            for check in report.checks
        ],
        "issues": [{"kind": p.kind, "message": p.message} for p in report.problems]
        + [{"kind": f.rule, "message": f.message_en} for f in report.findings],
    }


_FIGURE_KEYS = (
    "cell",
    "indicator",
    "dimension",
    "value",
    "value_raw",
    "value_state",
    "unit",
    "source",
    "evidence",
)


def _figure(figure: Figure) -> dict[str, Any]:
    return {key: getattr(figure, key) for key in _FIGURE_KEYS}


def _loaded(source: str, url: str | None) -> Snapshot:
    path = Path(source)
    try:
        body = path.read_bytes()
    except FileNotFoundError as error:
        raise BadInputError(
            f"There is no file {source}; check the path, or give an address with http://."
        ) from error
    except OSError as error:
        raise BadInputError(
            f"{source} cannot be read ({error.strerror}); give the path of a file."
        ) from error
    return Snapshot(url or f"file:{path.name}", body, datetime.now(UTC), requested_url=url or "")


def _fetched(url: str) -> Snapshot:
    # Only a crawl needs Scrapy and its reactor: reading a file must stay quick.
    from crawler.fetch import fetch_one

    return fetch_one(url)


def _refuse_another_page(snapshot: Snapshot) -> None:
    """A crawl would keep a challenge or a login page and file nothing; neither may pass for a report here."""
    if snapshot.url.startswith("http") and kind_of(snapshot.body) in ("html", "empty"):
        verdict = recognise(snapshot, None)
        if verdict:
            raise ReadError(f"{snapshot.url} is not a report: {verdict.sentence}")


def _parse(snapshot: Snapshot, family: str | None) -> ParsedReport:
    if kind_of(snapshot.body) != "html":
        return _parse_file(snapshot)
    if family is None and snapshot.url.startswith("http"):
        detected = detect(snapshot)
        family = detected[0] if detected else None
    return read_report(snapshot, family or "plain")


def _parse_file(snapshot: Snapshot) -> ParsedReport:
    name = snapshot.url.removeprefix("file:")
    capture = Capture(snapshot.url, "import", snapshot.captured_at, snapshot)
    reading = Reading(capture, Origin(), file_name=name)
    files = FileReader().read(snapshot.body)
    readable = [file for file in files if file.document]
    if not readable:
        raise ReadError(f"{name} cannot be read: {files[0].sentence if files else 'it holds no file.'}")
    if len(files) > 1:
        names = ", ".join(file.name for file in files)
        raise ReadError(
            f"{name} is an archive of {len(files)} files ({names}); unpack it to look at one of them."
        )
    (file,) = readable
    return file_report(reading, file, cast(Document, file.document)).parsed


def _portal_of(url: str, folder: Path) -> Portal | None:
    host = urlsplit(url).netloc.lower()
    return next((portal for portal in load_portals(folder).values() if host and host in portal.hosts), None)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
