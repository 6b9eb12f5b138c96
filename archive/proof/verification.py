"""Whether the archive is what it says it is: bytes against hashes, rows against each other, the index against the texts."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.database import Connection, sqlite3
from archive.errors import StoreError
from archive.ingest import ARCHIVE_FILE, SNAPSHOTS_FILE
from archive.lock import LOCK_FILE
from archive.proof.evidence import Evidence, address, open_copy
from archive.proof.index_check import index_faults
from archive.publish import PUBLIC_FILE

# More of one kind than this tell nobody anything; what is left is counted.
_SHOWN = 20
_RESTORE = "put snapshots.db back from a copy"
_REPARSE = "run `cundang reparse`"

Watch = Callable[[Sequence[str]], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, in words that end in the remedy; `is_damage` is not set where the archive is whole."""

    sentence: str
    is_damage: bool = True


@dataclass(frozen=True, slots=True)
class _Rule:
    """A query that finds nothing in a sound archive, and the words for each of its rows."""

    sql: str
    sentence: str
    is_damage: bool = True


_LEFT_OVER = _Rule(
    "select c.id, c.url from kept.capture c left join main.fetch f on f.id = c.id where f.id is null order by c.id",
    "Capture {id} ({url}) was kept and not read; the next `cundang crawl` reads it, or " + _REPARSE + ".",
    is_damage=False,
)
_RULES = (
    _Rule(
        "select f.id, f.url from main.fetch f left join kept.payload p on p.sha256 = f.sha256 "
        "where f.sha256 is not null and p.sha256 is null order by f.id",
        f"Fetch {{id}} ({{url}}) has no snapshot; {_RESTORE}.",
    ),
    _Rule(
        "select c.id, c.url from kept.capture c left join kept.payload p on p.sha256 = c.sha256 "
        "left join main.fetch f on f.id = c.id where c.sha256 is not null and p.sha256 is null and f.id is null",
        f"Capture {{id}} ({{url}}) has lost its bytes; {_RESTORE}.",
    ),
    _Rule(
        "select f.id, f.url from main.fetch f left join kept.capture c on c.id = f.id where c.id is null",
        f"Fetch {{id}} ({{url}}) is of no capture: snapshots.db is older than archive.db; {_RESTORE}.",
    ),
    _Rule(
        "select f.id, f.url from main.fetch f join kept.capture c on c.id = f.id where (c.url, c.captured_at) <> "
        "(f.url, f.captured_at) or c.sha256 is not f.sha256 or c.status is not f.status or c.error is not f.error",
        f"Fetch {{id}} ({{url}}) states another address, time or hash than the capture of its number; {_REPARSE}.",
    ),
    _Rule(
        "select v.id, v.url, v.fetch_id from main.revision v left join main.fetch f on f.id = v.fetch_id "
        "and f.sha256 = v.sha256 where f.id is null",
        f"Revision {{id}} ({{url}}) states another hash than fetch {{fetch_id}}, which brought it; {_REPARSE}.",
    ),
    _Rule(
        "select r.key, r.revision_count as stated, count(distinct v.number) as found, max(v.number) as last from main.report r "
        "left join main.revision v on v.report_id = r.id and v.kind = 'revision' group by r.id "
        "having found <> stated or last is not stated or min(v.number) is not 1",
        f"Report {{key}} says it has {{stated}} revisions and has {{found}}, the last numbered {{last}}; {_REPARSE}.",
    ),
    _Rule(
        "select v.id, v.number, r.key from main.revision v join main.report r on r.id = v.report_id where v.kind = 'rendition' "
        "and not exists (select 1 from main.revision o where o.report_id = r.id and o.number = v.number and o.kind = 'revision')",
        f"Rendition {{id}} of report {{key}} repeats revision {{number}}, which does not exist; {_REPARSE}.",
    ),
    _Rule(
        "select r.key from main.report r left join main.revision v on v.id = r.current_revision_id and v.report_id = r.id "
        "where v.id is null",
        f"Report {{key}} does not say which of its revisions is current; {_REPARSE}.",
    ),
)  # fmt: skip
_PUBLISHED = ("report", "revision", "bureau", "fetch")


def verify(folder: Path, watch: Watch = iter) -> Iterator[Fault]:
    """Everything that is wrong with the archive in `folder`, read only; `watch` is handed the hashes to go through.

    Nothing is written, so it may be a copy, on a disk that cannot be written, or at work in another process.
    Raises StoreError where one of the two files is absent or cannot be read where it lies.
    """
    for name in (SNAPSHOTS_FILE, ARCHIVE_FILE):
        if not (folder / name).is_file():
            raise StoreError(f"{folder / name} does not exist; check --data, or restore it from a copy.")
    snapshots, archive = folder / SNAPSHOTS_FILE, folder / ARCHIVE_FILE
    found = {
        SNAPSHOTS_FILE: _file_faults(snapshots, _RESTORE),
        ARCHIVE_FILE: _file_faults(archive, f"put it back from a copy, or {_REPARSE}"),
    }
    broken = [name for name, faults in found.items() if faults]
    for faults in found.values():
        yield from faults
    yield from _guarded(broken, _shown(_byte_faults(snapshots, watch)))
    yield from _guarded(broken, _row_faults(archive, snapshots))
    # What a command at work has kept a moment ago is not filed yet.
    if not _is_at_work(folder):
        yield from _guarded(broken, _joined_faults(archive, snapshots, (_LEFT_OVER,)))
    yield from _published_faults(archive, folder / PUBLIC_FILE)


def _guarded(broken: Sequence[str], faults: Iterator[Fault]) -> Iterator[Fault]:
    """These faults; damage that ends the search for them is a fault itself, unless the file is known to be broken."""
    try:
        yield from faults
    except sqlite3.DatabaseError as error:
        if not broken:
            yield Fault(f"The archive cannot be read to its end ({error}); put its files back from a copy.")


def _file_faults(path: Path, remedy: str) -> list[Fault]:
    """What SQLite itself finds: torn pages, indexes that differ from their tables, references that lead nowhere."""
    try:
        with closing(open_copy(path)) as connection:
            told = [row[0] for row in connection.execute("PRAGMA integrity_check(20)")]
            dangling = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        return [Fault(f"{path.name} is damaged ({error}); {remedy}.")]
    faults = [Fault(f"{path.name} is damaged ({_line(one)}); {remedy}.") for one in told if one != "ok"]
    tables = sorted({(row[0], row[2]) for row in dangling})
    for table, other in tables:
        count = sum((row[0], row[2]) == (table, other) for row in dangling)
        faults.append(
            Fault(
                f"{count} {'row' if count == 1 else 'rows'} of {table} in {path.name} point to rows of {other} that do not exist; "
                f"{remedy}."
            )
        )
    return faults


def _byte_faults(path: Path, watch: Watch) -> Iterator[Fault]:
    with closing(Evidence(path)) as evidence:
        for sha256 in watch(evidence.hashes()):
            try:
                if hashlib.sha256(evidence.body(sha256)).hexdigest() != sha256:
                    yield Fault(f"Snapshot {sha256} has other bytes than its hash says; {_RESTORE}.")
            except StoreError as error:
                yield Fault(str(error))


def _row_faults(archive: Path, snapshots: Path) -> Iterator[Fault]:
    yield from _joined_faults(archive, snapshots, _RULES)
    with closing(open_copy(archive)) as connection:
        yield from _shown(Fault(f"{sentence}; {_REPARSE}.") for sentence in index_faults(connection))


def _joined_faults(archive: Path, snapshots: Path, rules: Sequence[_Rule]) -> Iterator[Fault]:
    with closing(open_copy(archive)) as connection:
        connection.execute("attach database ? as kept", (address(snapshots),))
        # One moment for both: what a fetch tells of was kept before it.
        connection.execute("begin")
        connection.execute("select 1 from main.fetch limit 1").fetchone()
        for rule in rules:
            found = (dict(row) for row in connection.execute(rule.sql))
            yield from _shown(Fault(rule.sentence.format_map(row), rule.is_damage) for row in found)


def _shown(faults: Iterable[Fault]) -> Iterator[Fault]:
    more = 0
    last = None
    for number, fault in enumerate(faults):
        if number < _SHOWN:
            yield fault
        else:
            more, last = more + 1, fault
    if last is not None:
        yield Fault(f"… and {more} more of this kind, the last: {last.sentence}", last.is_damage)


def _published_faults(archive: Path, public: Path) -> Iterator[Fault]:
    if not public.is_file():
        return
    try:
        with closing(open_copy(public)) as theirs, closing(open_copy(archive)) as ours:
            damage = theirs.execute("PRAGMA integrity_check(1)").fetchone()[0]
            counts = [(name, _count(theirs, name), _count(ours, name)) for name in _PUBLISHED]
    except sqlite3.DatabaseError as error:
        damage, counts = str(error), []
    if damage != "ok":
        yield Fault(f"The published copy is damaged ({_line(damage)}); run `cundang publish`.")
    for name, shown, kept in counts:
        if shown > kept:
            yield Fault(
                f"Readers see {shown} rows of {name} and the archive has {kept}, although none is ever removed; put archive.db back "
                f"from a copy, or {_REPARSE}."
            )


def _count(connection: Connection, table: str) -> int:
    return int(connection.execute(f"select count(*) from {table}").fetchone()[0])  # noqa: S608


def _is_at_work(folder: Path) -> bool:
    """Whether another command holds the archive; asks for its lock for an instant, and makes none."""
    try:
        descriptor = os.open(folder / LOCK_FILE, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _line(text: str) -> str:
    return " ".join(str(text).split())
