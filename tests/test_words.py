"""Every word readers meet exists in both languages, and none is left over."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from archive.records import WitnessPlace
from archive.web import faults
from archive.web.coverage.gaps import ISSUE_KINDS, PORTAL_KINDS
from archive.web.coverage.owed import HELD
from archive.web.labels import labels
from cundang.serve import METADATA
from scripts.words import view_words
from tests.commands import ROOT, opened

pytest_plugins = ["tests.web"]

HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")
# Labels whose names end with a value of the archive: the values come from its schema.
CHECKED = re.compile(r"(\w+) TEXT[^,\n]*CHECK \(\1 IN \(([^)]*)\)\)")
BY_VALUE = {
    "attachment_": ("attachment", "status"),
    "reading_": ("attachment", "reading"),
    "reason_": ("attachment", "reason"),
    "role_": ("bureau_witness", "role"),
    "date_": ("date_witness", "kind"),
    "scope_": ("report", "scope"),
    "severity_": ("quality_rule", "severity"),
    "outcome_": ("crawl_run", "outcome"),
    "name_": ("bureau_name", "kind"),
    "owed_": ("obligation", "state"),
    "explain_owed_": ("obligation", "state"),
    "edition_": ("report", "form_edition"),
    "": ("report", "status"),
}


def tables() -> dict[str, dict[str, Any]]:
    noted: dict[str, dict[str, Any]] = yaml.safe_load(METADATA.read_text(encoding="utf-8"))["databases"][
        "archive"
    ]["tables"]
    return noted


def columns(published: Path) -> dict[str, list[str]]:
    """Every table and view of the published file that readers see, with its columns."""
    with opened(published) as archive:
        named = archive.execute(
            "select name, type from pragma_table_list where schema = 'main' and name not like 'sqlite%'"
        ).fetchall()
        return {
            name: [
                row["name"]
                for row in archive.execute(
                    "select name from pragma_table_xinfo(?) where hidden <> 1", (name,)
                )
            ]
            for name, kind in named
        }


def allowed(published: Path, table: str, column: str) -> set[str]:
    """The values that the schema allows in a column."""
    with opened(published) as archive:
        statement = archive.execute("select sql from sqlite_master where name = ?", (table,)).fetchone()[0]
    (values,) = [stated for found, stated in CHECKED.findall(statement) if found == column]
    return set(re.findall(r"'(\w+)'", values))


def templates() -> str:
    folder = ROOT / "archive" / "web" / "templates"
    return "".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.html")))


def is_bilingual(note: str) -> bool:
    zh, separator, en = note.partition(" · ")
    return bool(separator and HAN.search(zh) and LATIN.search(en) and not HAN.search(en))


def test_every_label_has_chinese_and_english() -> None:
    lacking = [
        key
        for key, label in labels().items()
        # What switches the language names the other one; a hash has one name everywhere.
        if set(label) != {"zh", "en"}
        or not (label["zh"] and label["en"])
        or (key != "language" and HAN.search(label["en"]))
    ]
    assert lacking == []
    assert [key for key, label in labels().items() if key != "language" and not HAN.search(label["zh"])] == []


def test_every_label_is_used_and_every_word_used_is_a_label() -> None:
    text = templates()
    used = set(re.findall(r"word(?:\.(?:plain|first|said))?\('(\w+)'\s*[),]", text))
    used |= {*faults.SENTENCES.values(), faults.TOO_LONG}
    used |= set(re.findall(r"\('(?:place|bureau|year|type)', '(\w+)'\)", text))
    prefixes = set(re.findall(r"word(?:\.(?:plain|first))?\('(\w+_)' ~", text))
    assert prefixes == set(BY_VALUE) - {""} | {"place_"} | {
        "level_",
        "figure_",
        "figure_from_",
        "explain_",
        "compare_problem_",
        "gap_",
    }
    assert sorted(used - set(labels())) == []
    statuses = {"live", "off_portal"}
    assert (
        sorted(key for key in set(labels()) - used - statuses if not key.startswith((*prefixes, "issue_")))
        == []
    )


@pytest.mark.parametrize(("prefix", "column"), BY_VALUE.items())
def test_every_value_that_a_page_shows_in_words_has_them(
    published: Path, prefix: str, column: tuple[str, str]
) -> None:
    wanted = {prefix + value for value in allowed(published, *column)}
    assert len(wanted) > 1
    assert wanted - set(labels()) == set()


def test_every_reason_for_a_gap_has_words_and_none_is_left_over(published: Path) -> None:
    reasons = {"no_portal", "undated", "unread_rows"}
    reasons |= {f"owed_{state}" for state in allowed(published, "obligation", "state") - set(HELD)}
    reasons |= {f"attachment_{status}" for status in allowed(published, "attachment", "status") - {"kept"}}
    reasons |= {f"unreadable_{reason}" for reason in allowed(published, "attachment", "reason")}
    reasons |= {f"portal_{kind}" for kind in PORTAL_KINDS} | {f"issue_{kind}" for kind in ISSUE_KINDS}
    headings = {"title", "note", "of_owed", "of_reports"}
    assert {key.removeprefix("gap_") for key in labels() if key.startswith("gap_")} == reasons | headings


def test_every_place_on_a_page_has_words() -> None:
    assert {f"place_{place}" for place in get_args(WitnessPlace)} - set(labels()) == set()


def test_every_table_and_column_is_explained_in_both_languages(published: Path) -> None:
    lacking = []
    for table, names in columns(published).items():
        note = tables().get(table, {})
        if note.get("hidden") and "columns" not in note:
            continue
        lacking += [table] if not is_bilingual(note.get("title", "")) else []
        lacking += [f"{table} description"] if not is_bilingual(note.get("description", "")) else []
        lacking += [
            f"{table}.{name}" for name in names if not is_bilingual(note.get("columns", {}).get(name, ""))
        ]
    assert lacking == []


def test_no_words_are_left_over_for_what_does_not_exist(published: Path) -> None:
    existing = columns(published)
    stale = [table for table in tables() if table not in existing]
    stale += [
        f"{table}.{name}"
        for table, note in tables().items()
        for name in note.get("columns", {})
        if name not in existing.get(table, [])
    ]
    assert stale == []


def test_only_the_search_index_and_the_archives_own_books_are_hidden(published: Path) -> None:
    hidden = {table for table, note in tables().items() if note.get("hidden")}
    assert {table for table in hidden if not table.startswith("report_search")} == {
        "archive_state",
        "_sqlite_migrations",
    }


def test_the_words_of_the_wide_views_are_those_of_the_indicators() -> None:
    assert view_words() in METADATA.read_text(encoding="utf-8"), "run scripts/words"


def queries() -> dict[str, dict[str, Any]]:
    noted: dict[str, dict[str, Any]] = yaml.safe_load(METADATA.read_text(encoding="utf-8"))["databases"][
        "archive"
    ]["queries"]
    return noted


def test_there_are_twelve_questions_each_in_both_languages() -> None:
    # Beside them stand the rows of charts, and a feed.
    asked = [
        name
        for name, query in queries().items()
        if not query.get("of_chart") and not name.startswith("feed_")
    ]
    assert len(asked) == 12
    assert [name for name, query in queries().items() if not is_bilingual(query["title"])] == []
    assert [name for name, query in queries().items() if not is_bilingual(query["description"])] == []


@pytest.mark.parametrize("name", queries())
def test_every_question_is_answered_with_its_boxes_empty(published: Path, name: str) -> None:
    sql = queries()[name]["sql"]
    with opened(published) as archive:
        answer = archive.execute(sql, dict.fromkeys(re.findall(r":(\w+)", sql), ""))
        assert len(answer.description) >= 2


def test_every_kind_of_issue_in_the_glossary_has_words() -> None:
    listed = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").split("## Kinds of issue")[1]
    kinds = {
        kind
        for kind in re.findall(r"`([a-z_]+)`", listed.split("## ")[0])
        if "_" in kind or kind in ("unreadable", "challenge", "encoding")
    }
    assert {kind.removeprefix("issue_") for kind in labels() if kind.startswith("issue_")} == kinds - {
        "printed_row"
    }
