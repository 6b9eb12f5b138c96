"""Fixtures: an archive that every filter of the search page divides."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from archive.database import connect
from archive.search import reindex
from cundang.serve import application
from tests.searched import AT_FORMULA, FORMULA

# The demo is of one place and one type of report, and nothing was taken down in it.
_VARIED = """
update report set place = case id % 3 when 0 then '洛阳市' when 1 then '<b>示例县</b>' else place end;
update report set report_type = 'rule_of_law_annual' where id % 4 = 1;
update report set status = 'off_portal' where id % 7 = 2;
update report set published_on = null where id in (5, 6);
"""


@pytest.fixture(scope="session")
def varied(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published copy with three places, two types, removals, undated reports, and formulas among its words."""
    copy = tmp_path_factory.mktemp("varied") / "archive.db"
    shutil.copyfile(published, copy)
    connection = connect(copy)
    connection.executescript(_VARIED)
    connection.execute("update report set title = ? where id = 3", (FORMULA,))
    connection.execute("update report set place = ? where id = 4", (AT_FORMULA,))
    reindex(connection)
    connection.close()
    return copy


@pytest.fixture
async def varied_site(varied: Path) -> AsyncIterator[Any]:
    """Datasette on the varied copy."""
    datasette = application(varied)
    yield datasette
    datasette.executor.shutdown()
