"""The documentation against the program: every table, column, command and exit code, and links that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from archive import errors, migrations
from archive.database import sqlite3
from archive.views import create_views
from cundang.cli import cli
from cundang.exit_codes import BROKEN, INTERRUPTED
from tests.commands import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


def built_columns() -> dict[str, list[str]]:
    found = {}
    for of in (migrations.archive, migrations.snapshots):
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.row_factory = sqlite3.Row
        migrations.migrate(connection, of)
        names = [
            row["name"]
            for row in connection.execute(
                "select name from pragma_table_list where schema = 'main' and type in ('table', 'view', 'virtual') "
                "and name not like 'sqlite\\_%' escape '\\' and name <> '_sqlite_migrations'"
            )
        ]
        for name in names:
            columns = connection.execute("select name from pragma_table_xinfo(?) where hidden <> 1", (name,))
            found[name] = sorted(row["name"] for row in columns)
        connection.close()
    return found


def documented_columns() -> dict[str, list[str]]:
    text = (ROOT / "docs/data-model.md").read_text(encoding="utf-8")
    found = {}
    for part in text.split("\n### `")[1:]:
        table = part.partition("`")[0]
        found[table] = sorted(re.findall(r"^\| `(\w+)` \| \S", part.partition("\n## ")[0], re.MULTILINE))
    return found


def commands(group: click.Group, above: str = "cundang") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{above} {name}")
        else:
            yield f"{above} {name}"


def test_the_data_model_names_every_table_and_column_once_and_no_other() -> None:
    built = built_columns()
    assert "report" in built
    assert "payload" in built
    assert documented_columns() == built


def test_the_data_model_names_every_view() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrations.migrate(connection, migrations.archive)
    create_views(connection)
    views = {row[0] for row in connection.execute("select name from sqlite_master where type = 'view'")}
    connection.close()
    part = (
        (ROOT / "docs/data-model.md")
        .read_text(encoding="utf-8")
        .partition("\n## Views")[2]
        .partition("\n## ")[0]
    )
    rows = [line.split("|")[1] for line in part.splitlines() if line.startswith("| `")]
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == views


def test_every_command_stands_in_the_operators_page_and_has_help() -> None:
    named = list(commands(cli))
    assert "cundang crawl" in named
    assert [name for name in named if f"`{name}" not in OPERATIONS] == []
    assert [name for name, command in cli.commands.items() if not command.help] == []


def test_every_exit_code_is_explained() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    codes = {0, BROKEN, INTERRUPTED} | {kind.exit_code for kind in kinds if hasattr(kind, "exit_code")}
    explained = {int(code) for code in re.findall(r"^\| (\d+) \|", OPERATIONS, re.MULTILINE)}
    assert explained == codes


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_relative_links_lead_to_files(page: Path) -> None:
    targets = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in targets if not (page.parent / link).exists()] == []
