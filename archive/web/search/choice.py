"""What an address of the search page asks for, and addresses that ask for a little else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from archive import query as queries
from archive import search
from archive.catalogue import STATES
from archive.web.paging import page_number

EXAMPLES = ("林业", "监督检查", "未收取", "行政复议", '"信息处理费"', "林业 培训")
# Query parameter, column of the catalogue, in the order they narrow.
FILTERS = {"place": "place", "bureau": "bureau", "year": "report_year", "type": "report_type"}
STATE = "has"
PAGE_SIZE = 20
_ORDERS: dict[str, search.Order] = {"relevance": "relevance", "newest": "newest", "oldest": "oldest"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One search: the words, the value of each filter in use, the states, the order, the page, and the language of links."""

    typed: str
    is_cut: bool
    values: dict[str, str]
    states: tuple[str, ...]
    order: search.Order
    page: int
    language: str | None

    @property
    def has_terms(self) -> bool:
        """Whether there is something to search for; without words everything is."""
        return not self.typed or bool(queries.terms_of(self.typed))

    @property
    def filters(self) -> list[tuple[str, str]]:
        """Every filter in use, as the parameter and its value."""
        return [*self.values.items(), *((STATE, state) for state in self.states)]

    def without(self, name: str, value: str) -> Choice:
        """The same search with one filter taken away, from its first page."""
        values = {key: held for key, held in self.values.items() if key != name}
        states = tuple(state for state in self.states if (name, value) != (STATE, state))
        return replace(self, values=values, states=states, page=1)

    def with_filter(self, name: str, value: Any) -> Choice:
        """The same search with one filter more, from its first page."""
        if name == STATE:
            return replace(self, states=(*self.states, str(value)), page=1)
        return replace(self, values={**self.values, name: str(value)}, page=1)

    def at(self, page: int) -> Choice:
        """Another page of the same results."""
        return replace(self, page=page)

    def by(self, order: search.Order) -> Choice:
        """The same results in another order, from their first page."""
        return replace(self, order=order, page=1)

    def bare(self) -> Choice:
        """The words alone, without any filter."""
        return replace(self, values={}, states=(), page=1)

    def query_string(self, **more: str) -> str:
        """The search as the part of an address behind the `?`; what is implied is left out."""
        parameters = [("q", self.typed)] if self.typed else []
        parameters += self.filters
        if self.order != _implied_order(self.typed):
            parameters.append(("sort", self.order))
        if self.page > 1:
            parameters.append(("page", str(self.page)))
        if self.language:
            parameters.append(("lang", self.language))
        return urlencode([*parameters, *more.items()])

    def address(self) -> str:
        """The search as an address relative to the page."""
        return "?" + self.query_string()


def read_choice(arguments: Any) -> Choice:
    """The search that the parameters of a request ask for; what is no page number or order is taken for none."""
    asked = (arguments.get("q") or "").strip()
    # What the search reads of a query; what is longer is cut here too, so that the box shows what was searched.
    typed = asked[: queries.LONGEST_QUERY]
    order = _ORDERS.get(arguments.get("sort") or "", _implied_order(typed))
    return Choice(
        typed=typed,
        is_cut=len(asked) > queries.LONGEST_QUERY,
        values={name: arguments[name] for name in FILTERS if arguments.get(name)},
        states=_states(arguments.getlist(STATE)),
        order="newest" if order == "relevance" and not typed else order,
        page=page_number(arguments),
        language=arguments.get("lang"),
    )


def column_value(name: str, value: str) -> str | int:
    """What the column of a filter must hold; a year that is no number is held by no report, which is what was asked for."""
    return int(value) if name == "year" and value.isascii() and value.isdigit() and len(value) < 10 else value


def _states(asked: list[str]) -> tuple[str, ...]:
    # A state that is not known is kept, and true of no report: to leave it out would answer another question.
    known = [state for state in STATES if state in asked]
    return tuple(known + sorted({state for state in asked if state and state not in STATES})[:1])


def _implied_order(typed: str) -> search.Order:
    return "relevance" if typed else "newest"
