"""The closed vocabularies, loaded once when first asked for: places, sectors, reforms, report types."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from archive.reports import Place

_SUFFIXES = (
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "林区",
    "矿区",
    "省",
    "市",
    "县",
    "区",
    "州",
    "旗",
    "盟",
)


@dataclass(frozen=True, slots=True)
class Renaming:
    """A name a place had until a day."""

    name: str
    until: date


@dataclass(frozen=True, slots=True)
class Reform:
    """A bureau's possible successor: its name, the year from which, and which reform."""

    organ: str
    since: int
    note: str


class Gazetteer:
    """Every province, city and county by any of its codes or names."""

    def __init__(self, rows: list[dict[str, str]], history: list[dict[str, Any]]) -> None:
        by_today = {entry["code_today"]: entry for entry in history}
        self._permanent = {entry["code_today"]: entry["filed_under"] for entry in history}
        self._renamed: dict[str, Renaming] = {
            entry["filed_under"]: Renaming(entry["name"], entry["until"]) for entry in history
        }
        self._own_names: dict[str, str] = {}
        self._places: dict[str, Place] = {}
        self._by_name: dict[str, list[Place]] = defaultdict(list)
        own = {row["code"]: row["name"] for row in rows}
        for row in rows:
            self._add(row, by_today.get(row["code"]), own)

    def _add(self, row: dict[str, str], entry: dict[str, Any] | None, own: dict[str, str]) -> None:
        code = self._permanent.get(row["code"], row["code"])
        parent = own.get(row["parent_code"], "")
        is_district = row["level"] == "county" and row["name"].endswith("区") and parent.endswith("市")
        old = (entry["name"],) if entry else ()
        place = Place(
            division_code=code,
            name=f"{parent}{row['name']}" if is_district else row["name"],
            level=row["level"],
            names=tuple(sorted({row["name"], *old}, key=len, reverse=True)),
            parent_code=row["parent_code"] or None,
        )
        self._places[row["code"]] = self._places[code] = place
        for name in place.names:
            self._by_name[name].append(place)

    def place(self, code: str) -> Place | None:
        """The place with that code, today's or an old one."""
        return self._places.get(code)

    def all(self) -> list[Place]:
        """Every place once, in order of division code."""
        return sorted(set(self._places.values()), key=lambda place: place.division_code)

    def named(self, name: str) -> list[Place]:
        """Every place that has or had exactly that name."""
        return self._by_name.get(name, [])

    def lineage(self, place: Place) -> list[Place]:
        """The place and what it lies in, from itself to its province."""
        found = [place]
        while found[-1].parent_code and found[-1].parent_code in self._places:
            found.append(self._places[found[-1].parent_code])
        return found

    def name_on(self, place: Place, on: date) -> str:
        """The full name the place had on a day: 偃师市 before March 2021, 洛阳市偃师区 after."""
        renamed = self._renamed.get(place.division_code)
        return renamed.name if renamed and on < renamed.until else place.name


def stem(name: str) -> str:
    """A place's name without its kind: 偃师市 → 偃师. The whole name where nothing of two characters is left."""
    suffix = next((s for s in _SUFFIXES if name.endswith(s)), "")
    return name.removesuffix(suffix) if len(name) - len(suffix) >= 2 else name


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that comes with the project."""
    rows = list(csv.DictReader(_text("divisions.csv").splitlines()))
    return Gazetteer(rows, read_yaml("division_history.yml"))


@cache
def sectors() -> dict[str, dict[str, Any]]:
    """Each sector's labels and the words that show it, in the order they are tried."""
    stated: dict[str, dict[str, Any]] = read_yaml("sectors.yml")["sectors"]
    return stated


@cache
def organ_aliases() -> dict[str, str]:
    """Short forms of bureau names and what they stand for."""
    stated: dict[str, str] = read_yaml("sectors.yml")["aliases"]
    return stated


@cache
def _reforms() -> dict[str, tuple[Reform, ...]]:
    found: dict[str, list[Reform]] = defaultdict(list)
    for reform in read_yaml("sectors.yml")["reforms"]:
        for old in reform["from"]:
            found[old] += [Reform(new, reform["since"], reform["note"]) for new in reform["to"]]
    return {old: tuple(reforms) for old, reforms in found.items()}


def successors(organ: str) -> tuple[Reform, ...]:
    """What a bureau of that name may have become; it is for a person to say whether it did."""
    return _reforms().get(organ, ())


@cache
def report_types() -> dict[str, dict[str, Any]]:
    """The closed list of what a document in a report column can be, in the order they are tried."""
    stated: dict[str, dict[str, Any]] = read_yaml("report_types.yml")
    return stated


def _text(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")


def read_yaml(name: str) -> Any:
    """What one file of this folder states."""
    # The C loader reads the vocabularies eight times faster.
    return yaml.load(_text(name), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
