"""What a night says goes to standard output and to `logs/nightly.log`; logs that have grown are packed away."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

# A month or so of nights on a hundred portals; packed it is a tenth of that.
LARGEST_LOG = 5 * 2**20
KEPT_LOGS = 8


class NightLog:
    """Use as a context; `say` one line at a time. A file that cannot be written silences nobody: `fault` tells of it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None
        self.fault: str | None = None

    def __enter__(self) -> NightLog:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # Without a buffer: a line is in the file when it was said, and nothing is left to fail at the end.
            self._file = self._path.open("ab", buffering=0)
        except OSError as error:
            self._give_up(error)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()

    def say(self, line: str) -> None:
        """Show a line and keep it."""
        print(line, flush=True)
        try:
            if self._file:
                self._file.write(f"{line}\n".encode())
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        self._file = None
        self.fault = (
            f"{self._path} cannot be written ({error.strerror}); check the folder's owner and the free space."
        )
        print(self.fault, flush=True)


def rotate(path: Path, largest: int = LARGEST_LOG, kept: int = KEPT_LOGS) -> None:
    """Pack a log of more than `largest` bytes as `NAME.1.gz`, moving older ones up to `NAME.<kept>.gz`.

    Nobody may be writing to it. A crash on the way loses no line. Raises OSError where the folder cannot be written; the
    log then stays as it is.
    """
    if not path.exists() or path.stat().st_size <= largest:
        return
    packed = [path.with_name(f"{path.name}.{number}.gz") for number in range(1, kept + 1)]
    draft = path.with_name(f"{path.name}.gz.draft")
    try:
        with path.open("rb") as source, gzip.open(draft, "wb") as target:
            shutil.copyfileobj(source, target)
        for older, newer in zip(reversed(packed), reversed(packed[:-1]), strict=False):
            if newer.exists():
                newer.replace(older)
        draft.replace(packed[0])
    finally:
        draft.unlink(missing_ok=True)
    path.unlink()
