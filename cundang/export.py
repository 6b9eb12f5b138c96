"""`cundang export warc`: captures in the form in which archives of the web hand each other what they hold."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from archive.errors import BadInputError, StoreError
from archive.ingest import SNAPSHOTS_FILE
from archive.proof.evidence import Evidence
from archive.warc.container import written
from archive.warc.exporting import Exporter
from cundang import __version__

_ENDING = ".warc.gz"


def run(data: Path, path: Path, portal_id: str | None, since: date | None) -> int:
    """Write the captures of `portal_id` (None: of all) from the day `since` on to `path`, whole or not at all.

    Raises BadInputError for a path that exists or is called otherwise, and where there is nothing to write; StoreError
    for a damaged archive or a full disk.
    """
    _refuse(path)
    if not (data / SNAPSHOTS_FILE).is_file():
        raise StoreError(f"{data / SNAPSHOTS_FILE} does not exist; check --data, or restore it from a copy.")
    draft = path.with_name(f".{path.name}.draft")
    try:
        with closing(Evidence(data / SNAPSHOTS_FILE)) as evidence:
            tally = _write(evidence, draft, path.name, (portal_id, since))
        if tally.total() == 1:
            raise BadInputError(
                "There is no such capture; leave out --portal or --since, or look in the table fetch."
            )
        draft.replace(path)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written ({error.strerror}); check its folder and the free space."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    figures = ", ".join(f"{count} {kind}" for kind, count in sorted(tally.items()))
    print(f"Wrote {tally.total()} records as {path}: {figures}.")
    return 0


def _refuse(path: Path) -> None:
    if not path.name.endswith(_ENDING):
        raise BadInputError(f"{path} is no name for a WARC; end it in {_ENDING}.")
    if path.exists():
        raise BadInputError(f"{path} exists; give another name, nothing is overwritten.")
    if not path.parent.is_dir():
        raise BadInputError(f"There is no folder {path.parent}; make it first.")


def _write(
    evidence: Evidence, draft: Path, name: str, chosen: tuple[str | None, date | None]
) -> Counter[str]:
    tally: Counter[str] = Counter()
    exporter = Exporter(f"Cundang/{__version__}", datetime.now(UTC))
    with draft.open("wb") as file:
        for record in exporter.records(evidence.selected(*chosen), name):
            file.write(written(record))
            tally[record.fields["WARC-Type"]] += 1
        file.flush()
        os.fsync(file.fileno())
    return tally
