"""`cundang portals`: what we collect from."""

from __future__ import annotations

from pathlib import Path

from crawler.portal import load_portals


def run_list(folder: Path) -> int:
    """One line a portal."""
    portals = load_portals(folder)
    width = max(map(len, portals))
    for portal in portals.values():
        checked = f"checked {portal.checked_on}" if portal.checked_on else "never seen live"
        state = checked if portal.enabled else f"{checked}, disabled"
        print(f"{portal.id.ljust(width)}  {portal.family.ljust(10)}  {portal.name}  ({state})")
    return 0
