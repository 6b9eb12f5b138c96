"""Fixtures: a published archive of the replica's reports and one hostile page, made once a session."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from cundang.serve import application
from tests.commands import cundang
from tests.page import HOSTILE_PAGE


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an archive that has been crawled, added to and published."""
    folder = tmp_path_factory.mktemp("web")
    received = folder / "盐业局.html"
    received.write_text(HOSTILE_PAGE, encoding="utf-8")
    for command in (
        ("demo", "--no-serve", "--replica-port", "0"),
        ("import", received),
        ("publish",),
    ):
        outcome = cundang(*command, "--data", folder / "data")
        assert outcome.code == 0, outcome.said
    return folder / "data"


@pytest.fixture(scope="session")
def published(data: Path) -> Path:
    """The copy that readers get."""
    return data / "public" / "archive.db"


@pytest.fixture
async def site(published: Path) -> AsyncIterator[Any]:
    """Datasette as `cundang serve` runs it, on the published copy."""
    datasette = application(published)
    yield datasette
    datasette.executor.shutdown()
