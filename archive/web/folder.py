"""Where the archive that is served lies on the disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def data_folder(datasette: Any) -> Path | None:
    """The folder in which the crawl keeps its files; None where what is served is no file.

    A copy that was handed on alone has a folder there too, and nothing of ours in it.
    """
    path = datasette.get_database("archive").path
    # `cundang publish` writes public/archive.db into that folder.
    return Path(path).absolute().parents[1] if path else None
