"""A published archive with some rows changed: what the demo's portal does not do, a real one does."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from archive.database import connect
from cundang.serve import application


@asynccontextmanager
async def changed(published: Path, folder: Path, *statements: str) -> AsyncIterator[Any]:
    """Datasette on a copy of the published archive, in which these statements were run."""
    copy = folder / "archive.db"
    shutil.copy(published, copy)
    connection = connect(copy)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    # Readers open the file as one that nobody writes to, without its journal.
    connection.execute("pragma journal_mode = delete")
    connection.close()
    datasette = application(copy)
    yield datasette
    datasette.executor.shutdown()
