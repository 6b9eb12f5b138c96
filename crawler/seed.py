"""The seed list: portals of China known by address alone, each row with its source, none of them verified."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class SeedPortal:
    """One portal by the division code of its place; `family` is empty where no address pattern gives it."""

    division_code: str
    name: str
    home_url: str
    family: str
    source: str


def seed_portals() -> dict[str, SeedPortal]:
    """Every row of seed.csv by its division code."""
    text = resources.files("crawler").joinpath("seed.csv").read_text(encoding="utf-8")
    return {row["division_code"]: SeedPortal(**row) for row in csv.DictReader(text.splitlines())}
