"""`cundang portals new`: a portal file drafted from the address of one column, with what was seen and what was not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from archive.errors import BadInputError
from archive.records import Portal, Snapshot
from archive.vocabulary import gazetteer
from crawler.checkup import Step, examine
from crawler.cms import detect
from crawler.fetch import run_unkept
from crawler.scaffold import as_yaml, asked_with, draft, identified, missing
from crawler.spiders.survey import SurveySpider

_ROWS_SHOWN = 10


def run(url: str, folder: Path, portal_id: str | None) -> int:
    """Fetch the column at `url`, tell what it is, and write the draft; returns 1 where something did not read.

    Raises BadInputError for an address that is none, a file that exists, or a column that is not to be had.
    """
    host = urlsplit(url).hostname
    if urlsplit(url).scheme not in ("http", "https") or not host:
        raise BadInputError(f"{url} is no address; give that of a column, with http:// or https://.")
    portal_id = portal_id or re.sub(r"[^a-z0-9]+", "-", host.removeprefix("www.").split(".gov.")[0]).strip(
        "-"
    )
    path = folder / f"{portal_id}.yml"
    if path.exists():
        raise BadInputError(f"{path} exists; give the new file another name with --id.")
    steps, portal = _survey(draft(url, portal_id), host)
    _tell_family(_recognised(steps), steps)
    _tell_rows(steps)
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(as_yaml(portal), encoding="utf-8")
    checkup = examine(steps)
    print(checkup.line)
    print(f"Wrote {path}, not enabled yet. Still to be looked up:")
    for sentence in missing(portal):
        print(f"  {sentence}")
    return 0 if checkup.is_well else 1


def _survey(drafted: Portal, host: str) -> tuple[list[Step], Portal]:
    steps: list[Step] = []
    known = [drafted]

    def identify(snapshot: Snapshot) -> Portal:
        known.append(identified(drafted, snapshot, gazetteer()))
        return known[-1]

    arguments = {"portal": drafted, "channel": drafted.channels[0], "identify": identify, "steps": steps}
    run_unkept([(SurveySpider, arguments)], [host])
    return steps, known[-1]


def _recognised(steps: Sequence[Step]) -> tuple[str, str] | None:
    """The column's family and its evidence; raises BadInputError where no column was to be had."""
    step = next((step for step in steps if step.stage == "list"), None)
    if step is None:
        raise BadInputError("The portal was not reached; look at the address in a browser.")
    column = step.reading
    if column.capture.snapshot is None:
        raise BadInputError(
            f"{column.capture.url} could not be fetched ({column.capture.error}); try a browser."
        )
    recognised = detect(column.capture.snapshot)
    # A script draws every page of such a portal from one shell, its home page among them.
    is_shell = recognised is not None and recognised[0] == "json_list"
    if column.verdict and column.verdict != "unreadable" and not is_shell:
        raise BadInputError(f"{column.capture.url} is no column: {column.problems[0].message}")
    return recognised


def _tell_family(recognised: tuple[str, str] | None, steps: Sequence[Step]) -> None:
    if recognised and recognised[0] != "json_list":
        print(f"Family {recognised[0]}, by: {' '.join(recognised[1].split())[:120]}")
    else:
        found = f"Only a shell that a script fills ({recognised[1]})" if recognised else "No sign of a family"
        print(
            f"{found} is on the page: it is drafted as `plain`. Where its rows come as JSON, describe the answer as "
            "`json_list` (CONTRIBUTING.md)."
        )
    for request in asked_with(steps):
        print(f"  asked next: {request.method} {request.url} {request.body or ''}".rstrip())


def _tell_rows(steps: Sequence[Step]) -> None:
    listings = [step.reading.listing for step in steps if step.stage == "list" and step.reading.listing]
    links = [link for listing in listings for link in listing.links]
    print(f"The first {min(len(links), _ROWS_SHOWN)} of {len(links)} rows:")
    for link in links[:_ROWS_SHOWN]:
        print(f"  {link.date_raw or '(no date)':<12} {link.title}  {link.url}")
