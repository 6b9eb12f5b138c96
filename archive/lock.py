"""One process at a time works on the archive: a lock the kernel drops when its holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from archive.errors import BusyError, StoreError

LOCK_FILE = "archive.lock"


class Lock:
    """Holds `folder` for this process until `release`; raises BusyError where another process holds it."""

    def __init__(self, folder: Path, file_name: str = LOCK_FILE) -> None:
        path = folder / file_name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreError(
                f"{folder} cannot be written ({error.strerror}); check its owner and free space, or give another "
                "folder with --data."
            ) from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(self._descriptor, 32, 0).decode().strip()
            os.close(self._descriptor)
            raise BusyError(
                f"Another command (process {holder or 'unknown'}) is working on {folder}; nothing was done: "
                "wait until it has finished."
            ) from error
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, str(os.getpid()).encode(), 0)

    def release(self) -> None:
        """Let the next process in."""
        os.close(self._descriptor)
