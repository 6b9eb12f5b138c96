"""The archive served as `cundang serve` does it, and what tabs of a real browser need."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright import sync_api as playwright

from tests.commands import start, wait_until

CHROMIUM = shutil.which("chromium")
FLAGS = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run"
PHONE = {"width": 390, "height": 844}
# One of every kind.
PAGES = (
    "/",
    "/-/search?q=公开",
    "/-/search?q=龙门石窟",
    "/-/report/410381-林业局-disclosure_annual-2022",
    "/-/report/410381-林业局-disclosure_annual-2018",
    "/-/report/410381-城市管理局-disclosure_annual-2022",
    "/-/report/410381-司法局-disclosure_annual-2022",
    "/-/bureau/410381-林业局",
    "/-/compare",
    "/-/compare?indicator=requests.received&applicant=total&bureau=410381-林业局&bureau=410381-教育局",
    "/-/coverage",
    "/-/coverage?place=洛阳市偃师区",
    "/-/changes",
    "/-/health",
    "/archive",
    "/archive/report",
    "/archive/report/1",
    "/archive/fetch",
    "/archive/late?report_year=2019&place=",
    "/-/dashboards/overview",
    "/?lang=en",
)

needs_chromium: pytest.MarkDecorator = pytest.mark.skipif(
    CHROMIUM is None, reason="there is no chromium on this machine"
)

Open = Callable[..., playwright.Page]


@contextmanager
def served(data: Path, *options: str) -> Iterator[str]:
    """Serve an archive while the block runs; the address it answers at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = start("serve", "--data", data, "--port", str(port), *options)
    try:
        wait_until(lambda: answers(port) or process.poll() is not None)
        assert process.poll() is None, process.communicate()[0]
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=20)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
