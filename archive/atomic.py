"""Files that are replaced in one step: a reader finds the old one or the new one, never half of either."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from archive.errors import StoreError

# What a new file of this project may be read by: everyone, as what it replaces was.
_MODE = 0o644


def replace_file(path: Path, content: bytes) -> None:
    """Write `content` beside `path`, force it to disk, and put it in the place of what is there.

    Raises StoreError where the folder cannot be written; what was there before then stays.
    """
    draft = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            draft = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(_MODE)
        draft.replace(path)
    except OSError as error:
        if draft is not None:
            draft.unlink(missing_ok=True)
        raise StoreError(
            f"{path} cannot be written ({error.strerror}); check the folder's owner and the free space."
        ) from error
