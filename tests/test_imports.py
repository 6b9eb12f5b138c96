"""Imports go one way: the layers of docs/data-flow.md, held by this test."""

import ast
from pathlib import Path

from crawler.cms import FAMILIES

ROOT = Path(__file__).parents[1]

# Each name may import itself and what stands before it; names on one line are of one layer.
LAYERS = (
    ("archive.records", "archive.reports", "archive.errors"),
    (
        "archive.text",
        "archive.noise",
        "archive.dates",
        "archive.vocabulary",
        "archive.sections",
        "archive.deadlines",
    ),
    ("archive.differences", "archive.figures", "archive.checks", "archive.quality", "archive.copies"),
    (
        "archive.bureaus",
        "archive.report_types",
        "archive.forms",
        "archive.authors",
        "archive.normalise",
        "archive.file_reports",
        "archive.renditions",
    ),
    (
        "archive.database",
        "archive.lock",
        "archive.search",
        "archive.query",
        "archive.migrations",
        "archive.views",
        "archive.atomic",
        "archive.feeds",
        "archive.catalogue",
    ),
    ("archive.nights",),
    ("archive.snapshots", "archive.store", "archive.filing"),
    ("archive.proof.evidence", "archive.proof.index_check", "archive.warc"),
    (
        "archive.ingest",
        "archive.publish",
        "archive.proof",
        "archive.web",
        "archive.health",
        "archive.alerts",
    ),
)
# What reads pages knows no Scrapy, no network and no database.
PURE_READERS = ("crawler/cms", "crawler/documents", "crawler/decode.py", "crawler/pick.py", "crawler/read.py")
ALLOWED_TO_READERS = ("archive.records", "archive.errors", "archive.text", "archive.dates")


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def modules(*places: str) -> list[Path]:
    found: list[Path] = []
    for place in places:
        path = ROOT / place
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return found


def layer_of(name: str) -> int | None:
    for depth, names in enumerate(LAYERS):
        if any(name == known or name.startswith(known + ".") for known in names):
            return depth
    return None


def test_every_module_of_the_archive_has_a_layer() -> None:
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in modules("archive")]
    without = [n for n in names if layer_of(n.removesuffix(".__init__")) is None and n != "archive.__init__"]
    assert without == []


def test_no_module_of_the_archive_imports_a_later_layer() -> None:
    wrong = []
    for path in modules("archive"):
        own = layer_of(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
        for name in imported(path):
            theirs = layer_of(name)
            if own is not None and theirs is not None and theirs > own:
                wrong.append((path.name, name))
    assert wrong == []


def test_the_archive_knows_nothing_of_the_crawler() -> None:
    wrong = [
        (path.name, name)
        for path in modules("archive")
        for name in imported(path)
        if name.split(".")[0] in ("crawler", "cundang", "scrapy", "twisted")
    ]
    assert wrong == []


def test_readers_of_pages_are_pure() -> None:
    wrong = [
        (path.name, name)
        for path in modules(*PURE_READERS)
        for name in imported(path)
        if name.split(".")[0]
        in ("scrapy", "twisted", "socket", "requests", "httpx", "pysqlite3", "sqlite3", "cundang")
        or (name.startswith("archive.") and not name.startswith(ALLOWED_TO_READERS))
    ]
    assert wrong == []


def family_of(module: str) -> str | None:
    """The family a module of crawler.cms belongs to: its own, or the one whose name it continues; None if shared."""
    return next((name for name in FAMILIES if module == name or module.startswith(f"{name}_")), None)


def test_families_never_import_each_other() -> None:
    wrong = [
        (path.stem, name)
        for path in modules("crawler/cms")
        for name in imported(path)
        if name.startswith("crawler.cms.")
        and (owner := family_of(path.stem))
        and family_of(name.split(".")[2]) not in (None, owner)
    ]
    assert wrong == []


def test_only_the_store_the_filing_the_search_and_the_evidence_write_rows() -> None:
    writers = {
        str(path.relative_to(ROOT))
        for path in modules("archive", "crawler", "cundang")
        if any(
            verb in path.read_text(encoding="utf-8")
            for verb in ('"insert into', '"update report', '"delete from')
        )
    }
    filing = {name for name in writers if name.startswith("archive/filing/")}
    assert writers - filing <= {
        "archive/store.py",
        "archive/search.py",
        "archive/snapshots.py",
        "archive/nights/obligations.py",
        "archive/nights/removals.py",
        # Of the readers' copy, never of the archive.
        "archive/nights/withholding.py",
        # Of alerts.db, which is no part of the archive.
        "archive/alerts/ledger.py",
        "archive/alerts/searches.py",
    }
