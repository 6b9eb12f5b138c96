"""The WARC branch of `cundang import`: captures are kept with the moment they state, then read as any others are."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from archive import store
from archive.database import transaction
from archive.errors import StoreError
from archive.ingest import SNAPSHOTS_FILE, Archive
from archive.proof.evidence import Evidence
from archive.records import Capture, Portal
from archive.warc.container import BrokenWarcError, read_records
from archive.warc.importing import Importer
from crawler.documents.kinds import IMAGES, kind_of
from cundang.recovery import archived_portals, ingest_left_over

_WORDS = {
    "damaged": "damaged or not as an archive writes them",
    "too_large": "over 32 MiB",
    "no_body": "repeating a body that is not here",
    "unknown_portal": "of a portal or channel that no file describes",
    "broken": "where the file breaks off",
}
_FILED = ("new", "revised", "rendition", "unchanged")
# Scripts and data of pages are text, too.
_TEXT_TYPES = ("text/plain", "text/csv", "application/octet-stream")
_NO_DOCUMENTS = IMAGES | {"empty", "unknown"}


def import_warc(archive: Archive, portals: Mapping[str, Portal], file: Path) -> Counter[str]:
    """Keep and file what a WARC holds and the archive has not; says in a line what came of its records.

    Returns what its captures were filed as, and under `not kept` how many of its records were lost. What is no report, or
    could not be read, is not counted: a crawl meets much of both.
    """
    with closing(Evidence(archive.folder / SNAPSHOTS_FILE)) as evidence:
        keeping = _Keeping(archive, {**archived_portals(archive), **portals}, evidence)
        keeping.take_all(file)
    print(keeping.told(file.name))
    filed = ingest_left_over(archive, portals)
    filed = Counter({what: count for what, count in filed.items() if what in _FILED})
    return filed + Counter({"not kept": sum(keeping.tally[reason] for reason in _WORDS)})


def is_document(body: bytes, content_type: str) -> bool:
    """Whether a stranger's record is kept: pages and files that may be reports, no pictures, scripts or data of pages."""
    kind = kind_of(body)
    if kind in ("text", "csv"):
        return content_type.startswith(_TEXT_TYPES)
    return kind not in _NO_DOCUMENTS


class _Keeping:
    """Keeps the captures of one file that the archive does not have; `tally` counts what came of its records."""

    def __init__(self, archive: Archive, portals: Mapping[str, Portal], evidence: Evidence) -> None:
        self._archive, self._portals, self._evidence = archive, portals, evidence
        self.tally: Counter[str] = Counter()
        self._unknown: set[str] = set()
        self._described: set[str] = set()
        self._runs: dict[tuple[int, str], int] = {}
        self._taken = {run for run, _, _ in archive.snapshots.runs()}
        self._taken |= {row["id"] for row in archive.connection.execute("select id from crawl_run")}
        self._keys = {_key(*key) for key in evidence.captured()}

    def take_all(self, file: Path) -> None:
        """Keep what can be kept of a file; says where it breaks off."""
        importer = Importer(self._body, is_document)
        try:
            for record in read_records(file):
                imported = importer.imported(record)
                self.tally[imported.refusal or self._take(imported.capture)] += 1
        except BrokenWarcError as error:
            print(error)
            self.tally["broken"] += 1
        except OSError as error:
            print(f"{file} cannot be opened ({error.strerror}); check its mode.")
            self.tally["broken"] += 1

    def told(self, name: str) -> str:
        """One line on a file: what was kept, what was here, what was not wanted, what could not be kept and why."""
        kept, here, passed = (self.tally[word] for word in ("kept", "here", "passed_over"))
        lost = [f"{self.tally[reason]} {words}" for reason, words in _WORDS.items() if self.tally[reason]]
        line = f"{name}: {kept} captures kept, {here} here already, {passed} records passed over"
        if lost:
            line += f"; not kept: {', '.join(lost)}"
        if self._unknown:
            line += f"; put {', '.join(sorted(self._unknown))} back and import it again"
        return f"{line}."

    def _take(self, capture: Capture | None) -> str:
        if capture is None:
            return "passed_over"
        sha256 = capture.snapshot.sha256 if capture.snapshot else None
        key = _key(capture.url, capture.captured_at.isoformat(), sha256)
        if key in self._keys:
            self._learn_run(capture)
            return "here"
        if capture.portal_id is not None and not self._describe(capture.portal_id, capture.channel_id):
            self._unknown.add(f"{capture.portal_id}.yml")
            return "unknown_portal"
        self._archive.keep(replace(capture, crawl_run_id=self._run(capture)))
        self._keys.add(key)
        return "kept"

    def _describe(self, portal_id: str, channel_id: str | None) -> bool:
        """Write the rows that the capture's own will point to: a capture once kept must always be read."""
        portal = self._portals.get(portal_id)
        if portal is None or channel_id not in (None, *(channel.id for channel in portal.channels)):
            return False
        if portal_id not in self._described:
            with transaction(self._archive.connection):
                store.save_portal(self._archive.connection, portal)
            self._described.add(portal_id)
        return True

    def _run(self, capture: Capture) -> int | None:
        """The number of the capture's run here: its own, or a new one where another run has it."""
        run, portal_id = capture.crawl_run_id, capture.portal_id
        if run is None or portal_id is None:
            return None
        if (run, portal_id) not in self._runs:
            here = max(self._taken) + 1 if run in self._taken else run
            self._taken.add(here)
            self._runs[run, portal_id] = here
        return self._runs[run, portal_id]

    def _learn_run(self, capture: Capture) -> None:
        """Remember which run here a run of the file is, so that the rest of it joins the captures that are here."""
        run, portal_id = capture.crawl_run_id, capture.portal_id
        if run is None or portal_id is None or (run, portal_id) in self._runs:
            return
        here = self._evidence.run_of(capture.url, capture.captured_at, portal_id)
        if here is not None:
            self._runs[run, portal_id] = here

    def _body(self, sha256: str) -> bytes | None:
        try:
            return self._archive.snapshots.body(sha256)
        except StoreError:
            return None


def _key(url: str, captured_at: str, sha256: str | None) -> bytes:
    """What tells a capture from every other, in 16 bytes: an archive has millions."""
    return hashlib.sha256(f"{url}\n{captured_at}\n{sha256}".encode()).digest()[:16]
