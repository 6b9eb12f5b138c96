"""`cundang portals check` and `portals new` against replicas: what the operator is told, and in which cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.portal import load_portal
from tests.commands import cundang
from tests.replicas import henan_date
from tests.replicas.server import serve
from tests.test_family_crawls import SITES


def written(folder: Path, text: str) -> Path:
    """A portals folder with one file."""
    folder.mkdir()
    (folder / "replica.yml").write_text(text, encoding="utf-8")
    return folder


def test_a_portal_that_reads_is_told_in_one_line(tmp_path: Path) -> None:
    with serve(henan_date.site()) as running:
        folder = written(tmp_path / "portals", henan_date.portal_yaml(running.url))
        outcome = cundang("portals", "check", "--portals", folder)
    assert outcome.code == 0, outcome.said
    (line,) = outcome.said.splitlines()
    for told in (
        "replica  ok",
        "list 20 rows of 78",
        "second page 20 rows",
        "article “洛阳市偃师区林业局2023年",
    ):
        assert told in line
    assert len(running.asked) <= 6


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        ("challenge", "FAILED at the list: challenge"),
        ("soft_404", "FAILED at the list: soft_404"),
        ("home_for_all", "FAILED at the list: home_page"),
        ("error", "FAILED at the list: server_error"),
        ("empty_list", "The page is titled “政府信息公开年报"),
    ],
)
def test_a_portal_that_does_not_read_is_told_with_stage_and_reason(
    tmp_path: Path, mode: str, told: str
) -> None:
    with serve(henan_date.Site(mode=mode)) as running:
        folder = written(tmp_path / "portals", henan_date.portal_yaml(running.url))
        outcome = cundang("portals", "check", "replica", "--portals", folder)
    assert outcome.code == 1
    assert f"replica  !!  {told}" in outcome.said or told in outcome.said


def test_a_new_portal_is_drafted_from_its_column(tmp_path: Path) -> None:
    with serve(henan_date.site()) as running:
        column = f"{running.url}{henan_date.COLUMN}"
        outcome = cundang("portals", "new", column, "--id", "yanshi", "--portals", tmp_path)
    assert outcome.code == 0, outcome.said
    assert "Family henan_date, by: #pageDec" in outcome.said
    assert "The first 10 of 20 rows:" in outcome.said
    assert "name.en" in outcome.said
    drafted = load_portal(tmp_path / "yanshi.yml")
    assert (drafted.family, drafted.name) == ("henan_date", henan_date.NAME)
    assert (drafted.division_code, drafted.level, drafted.enabled) == ("410381", "county", False)
    assert drafted.channels[0].list_url == column


@pytest.mark.parametrize("make", SITES)
def test_every_make_is_recognised_and_drafted(tmp_path: Path, make: str) -> None:
    site, portal_yaml = SITES[make]
    with serve(site()) as running:
        portal = load_portal(written(tmp_path / "portals", portal_yaml(running.url)) / "replica.yml")
        drafted = cundang(
            "portals", "new", portal.channels[0].list_url, "--id", "draft", "--portals", tmp_path
        )
    draft = load_portal(tmp_path / "draft.yml")
    # What a script draws tells nothing of its list, and hand-made pages have no signs: both are said.
    is_unknown = portal.family in ("plain", "json_list")
    assert draft.family == ("plain" if is_unknown else portal.family)
    assert (f"Family {portal.family}" in drafted.said, "`json_list`" in drafted.said) == (
        not is_unknown,
        is_unknown,
    )
    assert drafted.code == int(portal.family == "json_list")


def test_a_draft_never_replaces_a_file(tmp_path: Path) -> None:
    (tmp_path / "www-x.yml").write_text("mine", encoding="utf-8")
    outcome = cundang("portals", "new", "http://127.0.0.1:1/x/", "--id", "www-x", "--portals", tmp_path)
    assert (outcome.code, (tmp_path / "www-x.yml").read_text()) == (2, "mine")
    assert "--id" in outcome.said


@pytest.mark.parametrize("mode", ["challenge", "soft_404", "login"])
def test_nothing_is_drafted_from_a_page_that_is_no_column(tmp_path: Path, mode: str) -> None:
    with serve(henan_date.Site(mode=mode)) as running:
        outcome = cundang("portals", "new", f"{running.url}{henan_date.COLUMN}", "--portals", tmp_path / "p")
    assert outcome.code == 2
    assert "is no column" in outcome.said
    assert not (tmp_path / "p").exists()


def test_an_unknown_make_is_said_and_drafted_as_plain(tmp_path: Path) -> None:
    with serve(henan_date.Site(mode="empty_list")) as running:
        outcome = cundang(
            "portals", "new", f"{running.url}{henan_date.COLUMN}", "--id", "x", "--portals", tmp_path
        )
    assert outcome.code == 1
    assert "json_list" in outcome.said
    assert load_portal(tmp_path / "x.yml").family == "plain"
