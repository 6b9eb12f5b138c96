"""`cundang portals list`: what we collect from, and with --all the whole field it is a part of."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from archive.records import Portal
from archive.vocabulary import gazetteer
from crawler.portal import load_portals
from crawler.seed import SeedPortal, seed_portals


def run_list(folder: Path) -> int:
    """One line a portal."""
    portals = load_portals(folder)
    width = max(map(len, portals))
    for portal in portals.values():
        checked = f"checked {portal.checked_on}" if portal.checked_on else "never seen live"
        state = checked if portal.enabled else f"{checked}, disabled"
        print(f"{portal.id.ljust(width)}  {portal.family.ljust(10)}  {portal.name}  ({state})")
    return 0


def run_field(folder: Path) -> int:
    """One line a province, city or county: its portal's address and family where known, and the files that cover it."""
    covered: dict[str, list[Portal]] = defaultdict(list)
    for portal in load_portals(folder).values():
        covered[portal.division_code].append(portal)
    seeds = seed_portals()
    places = gazetteer().all()
    for place in places:
        seed, files = seeds.get(place.division_code), covered[place.division_code]
        print(f"{place.division_code}  {place.level:<8}  {place.name}  {_known(seed)}{_files(files)}")
    reached = sum(bool(covered[place.division_code]) for place in places)
    print(
        f"{len(places)} places: the portals of {len(seeds)} are known by address (unverified, see crawler/seed.csv), "
        f"{reached} have portal files."
    )
    return 0


def _known(seed: SeedPortal | None) -> str:
    return f"{seed.home_url}  {seed.family or '(family not known)'}" if seed else "(address not known)"


def _files(portals: list[Portal]) -> str:
    names = ", ".join(f"{portal.id}{'' if portal.enabled else ' (disabled)'}" for portal in portals)
    return f"  <- {names}" if names else ""
