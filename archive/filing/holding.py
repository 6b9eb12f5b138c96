"""Changes that too many pages of a portal show at once: kept back until a person has looked, for a template is no edit."""

from __future__ import annotations

from dataclasses import replace

from archive.database import Connection
from archive.filing.revisions import text_digest
from archive.records import Problem, Reading

HELD = "held"
# More than a fifth of the pages asked for again: a portal was built anew, or all its pages got another frame.
_SHARE = 0.2
_FEWEST = 5


def is_template_change(changed_count: int, revisit_count: int) -> bool:
    """Whether so many of the revisited pages have another text that the portal must have changed, and not they."""
    return changed_count >= _FEWEST and changed_count > _SHARE * revisit_count


def is_changed(connection: Connection, reading: Reading) -> bool:
    """Whether a page that was read before now has another text."""
    if reading.report is None or reading.capture.role != "report":
        return False
    row = connection.execute(
        "select text_sha256 from revision where url = ? order by id desc limit 1", (reading.capture.url,)
    ).fetchone()
    return row is not None and row["text_sha256"] != text_digest(reading.report.document.text)


def held(reading: Reading) -> Reading:
    """The reading of a page whose change is kept back: its bytes are there, nothing is filed."""
    return replace(reading, report=None, files=(), verdict=HELD, problems=())


def template_change(portal_id: str, run_id: int, changed_count: int, revisit_count: int) -> Problem:
    """The one issue that stands for all of them."""
    return Problem(
        "template_change",
        f"{changed_count} of {revisit_count} pages of {portal_id} that were asked for again in run {run_id} have another text; look at "
        f"some of them. If the portal changed its pages, mend its family and run `cundang reparse`; if the reports changed, "
        f"run `cundang accept {run_id}`.",
    )
