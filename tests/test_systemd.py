"""The systemd units: systemd finds no fault in them, the boxes are closed, and they name what exists."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from archive.ingest import SNAPSHOTS_FILE
from tests.commands import ROOT

UNITS = sorted((ROOT / "scripts" / "systemd").glob("cundang-*"))
SERVICES = [path for path in UNITS if path.suffix == ".service"]
PRIVATE = [
    "localhost",
    "link-local",
    "multicast",
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
]
# As systemd-analyze counts: 0 is a closed box, 10 an open one, and an ordinary service has 9.
MOST_EXPOSED = 2.0

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine"
)


def settings(path: Path) -> dict[str, list[str]]:
    """Every setting of a unit with its values, in their order."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, is_setting, value = line.partition("=")
        if is_setting and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def analyze(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *map(str, arguments)],
        capture_output=True,
        text=True,
        env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
    )


def test_every_unit_is_there() -> None:
    assert [path.name for path in UNITS] == [
        "cundang-alerts.service", "cundang-alerts.timer", "cundang-nightly.service", "cundang-nightly.timer",
        "cundang-serve.service",
    ]  # fmt: skip


@needs_systemd
def test_systemd_finds_no_fault(tmp_path: Path) -> None:
    for path in UNITS:
        # The folders of a server are not those of this machine.
        text = re.sub(
            r"^ExecStart=\S+", "ExecStart=/bin/true", path.read_text(encoding="utf-8"), flags=re.MULTILINE
        )
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    verified = analyze("verify", *(tmp_path / path.name for path in UNITS))
    assert (verified.returncode, verified.stdout + verified.stderr) == (0, "")


@needs_systemd
@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_the_box_is_closed(path: Path) -> None:
    judged = analyze("security", "--offline=true", "--no-pager", path)
    level = re.search(r"Overall exposure level for \S+: ([\d.]+)", judged.stdout)
    assert level, judged.stdout + judged.stderr
    assert float(level[1]) <= MOST_EXPOSED


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_each_service_has_a_user_of_its_own_little_memory_and_writes_nowhere_else(path: Path) -> None:
    stated = settings(path)
    assert stated["User"] == ["cundang"]
    assert stated["NoNewPrivileges"] == stated["PrivateTmp"] == ["yes"]
    assert stated["ProtectSystem"] == ["strict"]
    assert stated["MemoryMax"][0] in ("512M", "1G")
    writes = [] if path.stem == "cundang-serve" else ["/srv/cundang/data"]
    assert stated.get("ReadWritePaths", []) == writes


@pytest.mark.parametrize("name", ["cundang-nightly", "cundang-alerts"])
def test_a_crawl_reaches_no_private_address_but_the_name_server(name: str) -> None:
    stated = settings(ROOT / "scripts" / "systemd" / f"{name}.service")
    (denied,) = stated["IPAddressDeny"]
    assert set(PRIVATE) <= set(denied.split())
    assert stated["IPAddressAllow"] == ["127.0.0.53"]


def test_readers_reach_the_published_copy_and_the_original_bytes_and_nothing_else() -> None:
    stated = settings(ROOT / "scripts" / "systemd" / "cundang-serve.service")
    hidden = {path.removeprefix("-") for line in stated["InaccessiblePaths"] for path in line.split()}
    data = "/srv/cundang/data"
    assert {f"{data}/archive.db", f"{data}/alerts.db", f"{data}/logs", "/etc/cundang.env"} <= hidden
    assert f"{data}/{SNAPSHOTS_FILE}" not in hidden
    assert (stated["ProtectSystem"], "ReadWritePaths" in stated) == (["strict"], False)
    assert (stated["IPAddressDeny"], stated["IPAddressAllow"]) == (["any"], ["localhost"])
    assert "EnvironmentFile" not in stated


@needs_systemd
@pytest.mark.parametrize(
    ("name", "next_one"),
    [("cundang-nightly", "2026-11-24 17:30:00 UTC"), ("cundang-alerts", "2026-11-25 04:00:00 UTC")],
)
def test_the_hours_are_those_of_china(name: str, next_one: str) -> None:
    (when,) = settings(ROOT / "scripts" / "systemd" / f"{name}.timer")["OnCalendar"]
    told = analyze("calendar", "--base-time=2026-11-24 12:00:00 UTC", when)
    assert next_one in told.stdout


def test_a_missed_night_is_made_up_for() -> None:
    assert settings(ROOT / "scripts" / "systemd" / "cundang-nightly.timer")["Persistent"] == ["true"]


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_what_a_unit_starts_is_in_the_checkout(path: Path) -> None:
    (command,) = settings(path)["ExecStart"]
    program, *arguments = command.removeprefix("/srv/cundang/").split()
    if program == "scripts/nightly":
        assert (ROOT / program).stat().st_mode & 0o111
    else:
        assert program == ".venv/bin/cundang"
        assert arguments[0] in ("serve", "alerts")


def test_the_operators_page_names_every_unit() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [path.name for path in UNITS if path.name not in page] == []
