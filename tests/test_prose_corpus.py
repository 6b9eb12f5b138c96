"""Real reports give the figures that somebody read in them, and no others."""

from __future__ import annotations

import pytest

from archive.figures.prose import read_prose
from tests.corpus import CORPUS
from tests.imported import parsed
from tests.test_prose import (
    APPEALS,
    ATTENDED,
    BUSINESSES,
    EITHER,
    FEE,
    GAZETTE,
    ITEMS,
    LEAKS,
    OTHERS,
    OTHERWISE,
    PEOPLE,
    RECEIVED,
    REFUSED,
    RESULTS,
    REVIEWS,
    SITE,
    SUITS,
    UNAVAILABLE,
    UNPROCESSED,
)

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="no corpus beside the project or in CUNDANG_CORPUS"
)

READ = {
    ("seed/yanshi-forestry-2019.txt", 2019): {
        ATTENDED: 5,
        ITEMS: 0,
        GAZETTE: 0,
        SITE: 0,
        OTHERS: 0,
        RECEIVED: 0,
        LEAKS: 0,
        REVIEWS: 0,
        SUITS: 0,
        APPEALS: 0,
    },
    ("tables/pingtan-2023.html", 2023): {
        RECEIVED: 81,
        PEOPLE: 80,
        BUSINESSES: 1,
        RESULTS: 81,
        EITHER: 42,
        REFUSED: 5,
        UNAVAILABLE: 31,
        UNPROCESSED: 1,
        OTHERWISE: 2,
        REVIEWS: 2,
        SUITS: 7,
    },
    ("pdf/hongze-2024.pdf", 2024): {SITE: 2428, RECEIVED: 17, FEE: 0},
    ("tables/pingtan-2011.txt", 2011): {ITEMS: 425, RECEIVED: 0, REVIEWS: 0},
    # A form flattened into one line, its prose left out, and a guide to disclosure: neither states anything.
    ("tables/pingtan-2019.txt", 2019): {},
    ("sites/trs-anntu/xxgk/ndbg/201708/t20170816_633604.html", 2017): {},
}


@pytest.mark.parametrize(("file", "year"), READ, ids=[name for name, _ in READ])
def test_figures_of_a_real_report(file: str, year: int) -> None:
    text = parsed(CORPUS / file).document.text
    figures = read_prose(text, year)
    assert [(f.indicator, f.dimension) for f in figures] == list(
        dict.fromkeys((f.indicator, f.dimension) for f in figures)
    )
    assert {(f.indicator, f.dimension): f.value for f in figures} == READ[file, year]


def test_an_office_and_its_region_are_told_apart() -> None:
    figures = read_prose(parsed(CORPUS / "pdf/hongze-2024.pdf").document.text, 2024)
    scopes = {f.indicator: f.scope for f in figures}
    assert (scopes["requests.received"], scopes["disclosure.website"]) == ("own", "region_total")


def test_quotations_of_the_first_report_are_its_own_words() -> None:
    text = parsed(CORPUS / "seed/yanshi-forestry-2019.txt").document.text
    figures = {f.indicator: f for f in read_prose(text, 2019)}
    assert figures["training.attended"].value_raw == "5 次"
    assert figures["training.attended"].evidence.endswith("共参加培训 5 次")
    assert figures["requests.received"].value_raw == "未收到依申请公开信息要求"
    assert {f.scope for f in figures.values()} == {"own"}
    assert all(text[f.start : f.end] == f.evidence for f in figures.values())
