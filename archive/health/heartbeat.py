"""The heartbeat: what the last night left behind, so that a night that never began is noticed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.atomic import replace_file
from archive.errors import StoreError

HEARTBEAT_FILE = "heartbeat.json"


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When the last night ended, and with which exit code each of its commands did."""

    ended_at: datetime
    exit_codes: Mapping[str, int]


def write(folder: Path, heartbeat: Heartbeat) -> None:
    """Put the heartbeat of a night in the place of the one before; raises StoreError where it cannot be written."""
    stated = {"ended_at": heartbeat.ended_at.isoformat(), "exit_codes": dict(heartbeat.exit_codes)}
    replace_file(folder / HEARTBEAT_FILE, f"{json.dumps(stated, indent=1)}\n".encode())


def read(folder: Path) -> Heartbeat | None:
    """The heartbeat of the last night, None where no night has left one.

    Raises StoreError where the file cannot be read or is not what `write` writes.
    """
    path = folder / HEARTBEAT_FILE
    if not path.exists():
        return None
    try:
        stated = json.loads(path.read_text(encoding="utf-8"))
        ended_at = datetime.fromisoformat(stated["ended_at"])
        exit_codes = {str(name): int(code) for name, code in stated["exit_codes"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"{path} is damaged; delete it, the next night writes another.") from error
    if ended_at.tzinfo is None:
        raise StoreError(
            f"{path} states a time without its offset; delete it, the next night writes another."
        )
    return Heartbeat(ended_at, exit_codes)
