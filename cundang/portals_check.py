"""`cundang portals check`: a handful of requests that tell whether each portal still reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from archive.records import Portal
from crawler.checkup import Step, examine
from crawler.fetch import run_unkept
from crawler.guard import named_private_hosts
from crawler.portal import choose_portals, load_portals
from crawler.spiders.survey import SurveySpider


def run(folder: Path, names: Sequence[str]) -> int:
    """Print a line a portal, of its first channel; returns 0 where all read, 1 otherwise."""
    portals = choose_portals(load_portals(folder), names)
    found: dict[str, list[Step]] = {portal.id: [] for portal in portals}
    run_unkept(
        [(SurveySpider, _arguments(portal, found[portal.id])) for portal in portals],
        [host for portal in portals for host in named_private_hosts(portal.hosts)],
    )
    width = max(map(len, found))
    checkups = {portal_id: examine(steps) for portal_id, steps in found.items()}
    for portal_id, checkup in checkups.items():
        print(f"{portal_id.ljust(width)}  {'ok' if checkup.is_well else '!!'}  {checkup.line}", flush=True)
    return 0 if all(checkup.is_well for checkup in checkups.values()) else 1


def _arguments(portal: Portal, steps: list[Step]) -> dict[str, object]:
    return {"portal": portal, "channel": portal.channels[0], "identify": lambda _: portal, "steps": steps}
