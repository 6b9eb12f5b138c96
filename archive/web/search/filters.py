"""The filters of the search page: which reports a search leaves, and how many each further filter would."""

from __future__ import annotations

from dataclasses import dataclass

from archive.catalogue import STATES, Catalogue, Mask, count
from archive.web.search.choice import FILTERS, STATE, Choice, column_value

LISTED = 30


@dataclass(frozen=True, slots=True)
class Offer:
    """One value of a filter, and how many reports there would be with it."""

    value: str | int
    count: int


@dataclass(frozen=True, slots=True)
class Offers:
    """What one filter offers, and how many values it has in all."""

    values: list[Offer]
    value_count: int

    @property
    def is_cut(self) -> bool:
        """Whether only the most frequent values are among them."""
        return self.value_count > len(self.values)


class Narrowing:
    """The hits of a search under its filters, each of which can be thought away."""

    def __init__(self, catalogue: Catalogue, hits: Mask, choice: Choice) -> None:
        self._catalogue = catalogue
        self._hits = hits
        self._choice = choice
        self._masks = {
            (name, value): catalogue.in_state(value)
            if name == STATE
            else catalogue.where(FILTERS[name], column_value(name, value))
            for name, value in choice.filters
        }

    def results(self, without: tuple[str, str] | None = None) -> Mask:
        """The reports that all filters leave, or all but one of them."""
        found = self._hits
        for chosen, mask in self._masks.items():
            if chosen != without:
                found &= mask
        return found

    def offers(self) -> dict[str, Offers]:
        """For every filter what it offers under all others; a filter with one value left offers nothing.

        Bureaus are listed once a place or a year is chosen, or where there are few: among thousands the most frequent
        thirty help nobody.
        """
        choice = self._choice
        found = {name: self._values(name) for name in FILTERS if name not in choice.values}
        if not {"place", "year"} & choice.values.keys() and "bureau" in found and found["bureau"].is_cut:
            del found["bureau"]
        found = {name: offers for name, offers in found.items() if offers.value_count > 1}
        states = self._states()
        return {**found, STATE: states} if states.values else found

    def wider(self) -> tuple[Choice, Mask] | None:
        """Where nothing is left: the search without the filter that excludes most, or without any; None if that helps not."""
        each = [
            (self._choice.without(name, value), self.results(without=(name, value)))
            for name, value in self._choice.filters
        ]
        best = max(each, key=lambda one: count(one[1]), default=None)
        if best and best[1]:
            return best
        return (self._choice.bare(), self._hits) if self._hits and each else None

    def _values(self, name: str) -> Offers:
        """Values of one filter, the most frequent first; years, of which there are few, from the newest."""
        counted = self._catalogue.counts(FILTERS[name], self.results())
        if name == "year":
            ordered = sorted(counted.items(), key=lambda one: str(one[0]), reverse=True)
        else:
            ordered = sorted(counted.items(), key=lambda one: (-one[1], str(one[0])))
        return Offers([Offer(value, number) for value, number in ordered[:LISTED]], len(ordered))

    def _states(self) -> Offers:
        found = self.results()
        offered = [
            Offer(state, count(found & self._catalogue.in_state(state)))
            for state in STATES
            if state not in self._choice.states
        ]
        offered = [offer for offer in offered if offer.count]
        return Offers(offered, len(offered))
