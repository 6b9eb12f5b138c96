"""The fixture `nights` of the tests of alerts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.alert_nights import Nights
from tests.alert_servers import (
    mail_server,
    webhook,
)
from tests.run_rows import RunRows


@pytest.fixture
def nights(tmp_path: Path) -> Iterator[Nights]:
    ledger = RunRows(tmp_path / "data", "shanbei")
    with mail_server() as mail, webhook() as hook:
        yield Nights(ledger, mail, hook)
    ledger.close()
