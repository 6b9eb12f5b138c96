"""Portal files: what they may say, and what the operator is told when they say something else."""

from pathlib import Path

import pytest
import yaml

from archive.errors import PortalFileError
from crawler.portal import BUILT_IN, load_portal, load_portals

GOOD = {
    "name": {"zh": "偃师区人民政府", "en": "Yanshi"},
    "family": "trs",
    "home_url": "https://www.example.gov.cn/",
    "division_code": "410381",
    "level": "county",
    "hosts": ["www.example.gov.cn"],
    "channels": [
        {
            "id": "annual-reports",
            "name": "政府信息公开年报",
            "report_type": "disclosure_annual",
            "list_url": "https://www.example.gov.cn/zfxxgknb/",
        }
    ],
    "expect": {"reports_min": 1},
}


def written(tmp_path: Path, **changes: object) -> Path:
    path = tmp_path / "example.yml"
    stated = {key: value for key, value in {**GOOD, **changes}.items() if value is not ...}
    path.write_text(yaml.safe_dump(stated, allow_unicode=True), encoding="utf-8")
    return path


def test_a_good_file_is_a_portal_named_after_the_file(tmp_path: Path) -> None:
    portal = load_portal(written(tmp_path))
    assert (portal.id, portal.division_code, portal.reports_min) == ("example", "410381", 1)
    assert portal.channels[0].bureau is None
    assert portal.checked_on is None


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"famly": "trs"}, "unknown key `famly`"),
        ({"family": ...}, "lacks the key `family`"),
        ({"family": "wordpress"}, "does not exist; use one of"),
        ({"division_code": 410381}, "six digits in quotes"),
        ({"hosts": ["other.gov.cn"]}, "which `hosts` does not name"),
        ({"hosts": []}, "at least one entry"),
        ({"level": "village"}, "does not exist; use one of province"),
        ({"home_url": "ftp://www.example.gov.cn/"}, "not an http or https address"),
        ({"expect": {"reports_min": -1}}, "whole number"),
        ({"crawl": {"speed": 9}}, "unknown key `speed`"),
        (
            {"channels": [{"id": "x", "name": "x", "report_type": "disclosure_annual"}]},
            "lacks the key `list_url`",
        ),
        ({"channels": GOOD["channels"] * 2}, "same id twice"),  # type: ignore[operator]
    ],
)
def test_a_wrong_file_is_refused_with_file_and_key(
    tmp_path: Path, changes: dict[str, object], told: str
) -> None:
    with pytest.raises(PortalFileError) as refused:
        load_portal(written(tmp_path, **changes))
    assert told in str(refused.value)
    assert str(refused.value).startswith("example.yml: ")


def test_a_file_that_is_not_yaml_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "example.yml"
    path.write_text("name: [unclosed", encoding="utf-8")
    with pytest.raises(PortalFileError, match="cannot be read as YAML") as refused:
        load_portal(path)
    assert "\n" not in str(refused.value)


def test_the_files_that_come_with_the_project_are_all_good_and_never_claimed_to_be_seen_live() -> None:
    portals = load_portals(BUILT_IN)
    assert {"yanshi", "luoyang"} <= set(portals)
    assert len(portals) >= 12
    assert {portal.id: portal.checked_on for portal in portals.values() if portal.checked_on} == {}


def test_portal_files_are_short_enough_to_be_read() -> None:
    lengths = {
        path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in BUILT_IN.glob("*.yml")
    }
    assert {name: length for name, length in lengths.items() if length > 40} == {}
