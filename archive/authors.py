"""Who wrote a report: chosen among every place that prints a bureau's name, the uploader told from the author."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from archive.bureaus import clean_name, resolve
from archive.records import Origin, ParsedReport, Problem, Witness, WitnessPlace
from archive.reports import Bureau, BureauWitness
from archive.text import clean, fold, lines
from archive.vocabulary import Gazetteer

# A report is the work of the body its title names; the page's 来源 is often the office that uploaded it.
_PLACES: tuple[WitnessPlace, ...] = (
    "title", "heading", "attachment_name", "page_title", "channel", "signature", "catalogue", "visible_line", "meta",
    "list_row", "portal",
)  # fmt: skip
_TITLES = ("title", "heading", "attachment_name", "page_title")
# What stands there may be a name, or not.
_MAYBE_NAMES = ("title", "attachment_name", "page_title", "signature")
_YEAR = r"(?:\d{4}|[二〇○零一三四五六七八九]{4})年"
_BEFORE_YEAR = re.compile(rf"^(?:关于)?(.{{2,40}}?)(?:关于)?(?:公布|发布)?{_YEAR}")
_AFTER_YEAR = re.compile(rf"{_YEAR}度?+(?!政府信息|政务|信息)(.{{2,40}}?)(?:政府信息公开|政务公开|信息公开)")
_BEFORE_WORDS = re.compile(r"^(?:关于)?+(?!政府信息|政务|信息)(\D{2,40}?)(?:政府信息公开|政务公开|信息公开)")
_GOVERNMENT = "人民政府"
_SIGNATURE_LINES = 6
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Author:
    """The chosen bureau, its name as printed, every witness with its role, and what did not agree."""

    bureau: Bureau | None
    raw: str | None
    witnesses: tuple[BureauWitness, ...] = ()
    problems: tuple[Problem, ...] = ()


def choose_author(parsed: ParsedReport, origin: Origin, on: date, gazetteer: Gazetteer) -> Author:
    """The body that issued the report, by the first place (title first) whose name resolves.

    `on` dates the name (偃师市林业局 before 2021, 洛阳市偃师区林业局 after). A catalogue or 来源 that names
    another body is kept as the uploader.
    """
    named = [(w, _named(w, origin, on, gazetteer)) for w in _candidates(parsed, origin)]
    # What only might have been a name, in the title or the last lines, and names nobody, is no witness.
    named = [(w, bureau) for w, bureau in named if bureau or w.place not in _MAYBE_NAMES]
    resolved = [(w, bureau) for w, bureau in named if bureau is not None]
    if not resolved:
        return Author(None, None, tuple(BureauWitness(w.place, w.raw, "unused") for w, _ in named))
    chosen, bureau = min(resolved, key=_doubt)
    witnesses = tuple(BureauWitness(w.place, w.raw, _role(w, b, bureau)) for w, b in named)
    return Author(bureau, clean(chosen.raw), witnesses, _problems(chosen, bureau))


def _named(witness: Witness, origin: Origin, on: date, gazetteer: Gazetteer) -> Bureau | None:
    bureau = resolve(witness.raw, origin, on, gazetteer)
    if bureau is not None or witness.place not in _TITLES:
        return bureau
    # 偃师市2019年政府信息公开工作年度报告: a place alone is its government.
    government = resolve(clean_name(witness.raw) + _GOVERNMENT, origin, on, gazetteer)
    return government if government and government.organ == _GOVERNMENT and government.place else None


def _doubt(named: tuple[Witness, Bureau]) -> int:
    """Least for a certain name; the portal's own name is only for pages that print no other."""
    witness, bureau = named
    return 2 if witness.place == "portal" else 0 if bureau.is_certain else 1


def _role(witness: Witness, named: Bureau | None, author: Bureau) -> Literal["author", "uploader", "unused"]:
    if named is None:
        return "unused"
    if named.key == author.key:
        return "author"
    return "uploader" if witness.place in ("catalogue", "visible_line", "meta") else "unused"


def _problems(chosen: Witness, bureau: Bureau) -> tuple[Problem, ...]:
    if chosen.place == "portal":
        return (
            Problem(
                "bureau_from_portal",
                f"The page names no bureau; it was filed under the portal's own, {bureau.name}. "
                "State `bureau` for the channel if that is right.",
            ),
        )
    if bureau.is_certain:
        return ()
    return (
        Problem(
            "bureau_uncertain",
            f"“{clean(chosen.raw)}” does not say whose bureau it is; it was filed under {bureau.name}. "
            "State `bureau` for the channel if that is right.",
        ),
    )


def _candidates(parsed: ParsedReport, origin: Origin) -> list[Witness]:
    found = [w for w in parsed.witnesses if w.kind == "bureau"]
    titles = (Witness("title", "title", parsed.title), *(w for w in parsed.witnesses if w.kind == "title"))
    found += [Witness("bureau", title.place, raw) for title in titles for raw in _names_in_title(title.raw)]
    found += [Witness("bureau", "signature", line) for line in _signature_names(parsed.document.text)]
    if origin.channel_bureau:
        found.append(Witness("bureau", "channel", origin.channel_bureau))
    if origin.portal_name:
        found.append(Witness("bureau", "portal", origin.portal_name))
    return sorted(found, key=lambda w: _PLACES.index(w.place) if w.place in _PLACES else len(_PLACES))


def _names_in_title(title: str) -> list[str]:
    folded = fold(title)
    matches = [pattern.search(folded) for pattern in (_BEFORE_YEAR, _AFTER_YEAR, _BEFORE_WORDS)]
    return list(dict.fromkeys(m[1] for m in matches if m and m[1].strip("的度")))


def _signature_names(text: str) -> list[str]:
    """Short lines at the end of the text, nearest to the end first: one of them is usually the signature."""
    tail = [fold(line) for line in lines(text)[-_SIGNATURE_LINES:]]
    return [line for line in reversed(tail) if len(line) <= _LONGEST_NAME and not line[:1].isdigit()]
