"""A survey's steps in words: does a portal's list, paging, article and attachment still read, and if not, why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from archive.errors import ReadError
from archive.records import ListRequest, Reading
from archive.text import clean
from crawler.decode import decoded
from crawler.pick import first, parse

Stage = Literal["home", "list", "second_page", "article", "attachment"]
_NAMES: dict[Stage, str] = {
    "home": "home page", "list": "list", "second_page": "second page", "article": "article",
    "attachment": "attachment",
}  # fmt: skip
_TITLE = 30


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of a survey and what came of it; `request` is what a page's rows or pager named."""

    stage: Stage
    request: ListRequest
    reading: Reading


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a survey found: whether everything that was there to read was read, and a line that says so."""

    is_well: bool
    line: str


def examine(steps: Sequence[Step]) -> Checkup:
    """The stages in order, up to the first that failed; a home page that does not answer fails nothing."""
    told: list[str] = []
    for step in sorted(steps, key=lambda step: list(_NAMES).index(step.stage)):
        if step.stage == "home" or _is_doorway(step):
            continue
        failure = _failure(step, steps)
        if failure:
            return Checkup(False, " · ".join([*told, f"FAILED at the {_NAMES[step.stage]}: {failure}"]))
        told.append(_success(step))
    if not any(step.stage == "article" for step in steps):
        told.append("FAILED: the list names no article that the portal's hosts hold; look at its rows.")
        return Checkup(False, " · ".join(told))
    absent = [name for stage, name in _NAMES.items() if not any(step.stage == stage for step in steps)]
    return Checkup(True, " · ".join([*told, *(f"no {name} to try" for name in absent)]))


def _is_doorway(step: Step) -> bool:
    listing = step.reading.listing
    return step.stage == "list" and listing is not None and not listing.links and bool(listing.next)


def _failure(step: Step, steps: Sequence[Step]) -> str | None:
    reading = step.reading
    snapshot = reading.capture.snapshot
    if snapshot is None:
        return f"nothing came ({reading.capture.error}); look at {reading.capture.url} in a browser."
    if reading.verdict == "unreadable":
        return f"{reading.problems[0].message} {_looks(reading)}"
    # A file that came is a success of the portal's, whether or not it can be read.
    if reading.verdict and not reading.files:
        return f"{reading.verdict}: {reading.problems[0].message}"
    if step.stage == "second_page" and _repeats_first_page(reading, steps):
        return "it repeats the first; the family asks for it in a way the portal ignores."
    if reading.listing is not None and not reading.listing.links:
        return f"it has no rows. {_looks(reading)}"
    return None


def _repeats_first_page(reading: Reading, steps: Sequence[Step]) -> bool:
    known = {
        link.url
        for step in steps
        if step.stage == "list" and step.reading.listing
        for link in step.reading.listing.links
    }
    return bool(reading.listing and all(link.url in known for link in reading.listing.links))


def _looks(reading: Reading) -> str:
    """What a page that could not be read looked like, for a person."""
    snapshot = reading.capture.snapshot
    if snapshot is None:
        return ""
    try:
        page = parse(decoded(snapshot).text)
    except ReadError:
        return f"It is {len(snapshot.body)} bytes without an element."
    title = first(page, "title")
    words = clean(title.text_content())[:_TITLE] if title is not None else ""
    moved = (
        f" It was moved to {snapshot.url}."
        if snapshot.url != snapshot.requested_url.partition("#")[0]
        else ""
    )
    return f"The page is titled “{words}” and has {len(list(page.iter('a')))} links.{moved}"


def _success(step: Step) -> str:
    reading = step.reading
    if reading.listing:
        total = reading.listing.declared_total
        stated = f" of {total}" if total is not None else ""
        return f"{_NAMES[step.stage]} {len(reading.listing.links)} rows{stated}"
    if reading.report:
        characters = len(reading.report.document.text)
        return f"article “{reading.report.title[:_TITLE]}” ({characters} characters)"
    state = f" ({reading.verdict})" if reading.verdict else ""
    return f"{_NAMES[step.stage]} {reading.media_type}{state}"
