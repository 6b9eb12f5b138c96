"""What a reader types, and what is shown of a hit: the same normalisation on both sides of a search."""

from __future__ import annotations

import csv
import hashlib
import html
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

# A change to how text is normalised must change this: indexes made before are then rebuilt.
_RULES = "1"
LONGEST_QUERY = 200
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
# Portals break lines and pad inside words; between Latin words a space is a letter like any other.
_SPACE_BY_HAN = re.compile(rf"(?<=[{_HAN}])\s+|\s+(?=[{_HAN}])")
_SPACES = re.compile(r"\s+")
_BRACKETS = str.maketrans("〔〕[]【】〖〗", "()()()()")
_QUOTED_OR_WORD = re.compile(r'"([^"]*)"|([^\s"]+)')
_QUOTES = str.maketrans("“”„‟＂", '"""""')


class _Folding(dict[int, str]):
    """Maps a character to how it is indexed; filled as characters are met."""

    def __init__(self, simplified: dict[str, str]) -> None:
        super().__init__()
        self._simplified = simplified

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character.isspace():
            folded = " "
        elif unicodedata.category(character) in ("Cc", "Cf", "Cn", "Cs"):
            folded = ""
        else:
            wide = unicodedata.normalize("NFKC", character).casefold().translate(_BRACKETS)
            folded = "".join(self._simplified.get(one, one) for one in wide)
        self[code] = folded
        return folded


@cache
def _folding() -> _Folding:
    # Traditional to simplified, first choice of each character: the map of OpenCC 1.1 (Apache-2.0), frozen here
    # because a changed map would make old entries unfindable.
    text = resources.files("archive.vocabulary").joinpath("simplified.csv").read_text(encoding="utf-8")
    return _Folding({row["traditional"]: row["simplified"] for row in csv.DictReader(text.splitlines())})


@cache
def digest() -> str:
    """What identifies this normalisation: an index made under another one must be rebuilt."""
    table = resources.files("archive.vocabulary").joinpath("simplified.csv").read_bytes()
    return hashlib.sha256(table + f"{_RULES} {unicodedata.unidata_version}".encode()).hexdigest()[:16]


def normalise(text: str) -> str:
    """`text` as it is indexed: one width, one case, simplified, round brackets, no space beside Han characters."""
    folded = text.translate(_folding())
    return _SPACES.sub(" ", _SPACE_BY_HAN.sub("", folded)).strip()


def index_terms(text: str) -> str:
    """The bigrams of `text`, normalised: every two neighbours of each run, and the last character of each run."""
    return " ".join(_run_terms(normalise(text)))


def _run_terms(normalised: str) -> list[str]:
    terms: list[str] = []
    for run in normalised.split():
        terms += map(str.__add__, run, run[1:])
        terms.append(run[-1])
    return terms


def terms_of(query: str) -> list[str]:
    """The normalised terms of a query, all of which must be found: words, and what stands in quotes as it is.

    Only the first 200 characters count; a quote that is not closed runs to the end.
    """
    text = query[:LONGEST_QUERY].translate(_QUOTES)
    if text.count('"') % 2:
        text += '"'
    found = (normalise(quoted or word) for quoted, word in _QUOTED_OR_WORD.findall(text))
    return [term for term in found if term]


def match_query(query: str) -> str:
    """The FTS5 expression that finds exactly the texts containing every term of `query`.

    Always valid; `""`, which matches nothing, where the query has no usable term.
    """
    return " ".join(_phrase(term) for term in terms_of(query)) or '""'


def _phrase(term: str) -> str:
    """One term as a phrase of bigrams: exact at both ends, whatever stands around it in the text."""
    *whole, last = term.split()
    terms = _run_terms(" ".join(whole))
    terms += list(map(str.__add__, last, last[1:])) or [last]
    phrase = " ".join(terms).replace('"', '""')
    # A lone last character is the beginning of some bigram, or the end of a run.
    return f'"{phrase}"*' if len(last) == 1 else f'"{phrase}"'


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of original text, and whether the query hit it."""

    text: str
    is_hit: bool


def snippet(text: str, query: str, width: int = 80) -> list[Piece]:
    """About `width` characters of the original text round the first hit, cut into hits and the rest.

    Offsets survive normalisation, so a hit is marked correctly across line breaks and full-width letters.
    Without a hit: the beginning of the text.
    """
    normalised, offsets = _with_offsets(text)
    terms = terms_of(query)
    first = min((at for at in (normalised.find(term) for term in terms) if at >= 0), default=0)
    start = max(0, first - width // 3)
    end = min(len(normalised), start + width)
    marked = [False] * (end - start)
    for term in terms:
        at = normalised.find(term, start, end)
        while at >= 0:
            marked[at - start : at - start + len(term)] = [True] * len(term)
            at = normalised.find(term, at + 1, end)
    return _pieces(text, offsets[start : end + 1], marked, (start > 0, end < len(normalised)))


def snippet_html(text: str, query: str, width: int = 80) -> str:
    """`snippet` as HTML: all text escaped, hits in `<mark>`."""
    return "".join(
        f"<mark>{html.escape(piece.text)}</mark>" if piece.is_hit else html.escape(piece.text)
        for piece in snippet(text, query, width)
    )


def _with_offsets(text: str) -> tuple[str, list[int]]:
    """The normalised text, and for each of its characters (and its end) where it stands in `text`."""
    folding = _folding()
    folded, offsets = [], []
    for at, character in enumerate(text):
        for one in folding[ord(character)]:
            folded.append(one)
            offsets.append(at)
    joined = "".join(folded)
    kept = _kept(joined)
    return "".join(joined[i] for i in kept), [offsets[i] for i in kept] + [len(text)]


def _kept(folded: str) -> list[int]:
    """Which characters of a folded text `normalise` leaves standing."""
    dropped: set[int] = set()
    for space in _SPACES.finditer(folded):
        beside_han = _SPACE_BY_HAN.match(folded, space.start()) is not None
        at_edge = space.start() == 0 or space.end() == len(folded)
        dropped.update(range(space.start() + (not (beside_han or at_edge)), space.end()))
    return [i for i in range(len(folded)) if i not in dropped]


def _pieces(text: str, offsets: list[int], marked: list[bool], cut: tuple[bool, bool]) -> list[Piece]:
    pieces = [Piece("…", False)] if cut[0] else []
    at = 0
    while at < len(marked):
        end = at
        while end < len(marked) and marked[end] == marked[at]:
            end += 1
        original = _SPACES.sub(" ", text[offsets[at] : offsets[end]])
        pieces.append(Piece(original, marked[at]))
        at = end
    return pieces + ([Piece("…", False)] if cut[1] else [])
