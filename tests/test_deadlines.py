"""The day a report was due, and by whom, under the law that was then in force."""

from datetime import date

import pytest

from archive.deadlines import days_late, due_on, is_named


@pytest.mark.parametrize("kind", ["government", "department", "township", "other"])
@pytest.mark.parametrize("year", [2008, 2018])
def test_under_the_regulation_of_2007_every_body_has_until_the_end_of_march(kind: str, year: int) -> None:
    assert due_on(kind, year) == date(year + 1, 3, 31)


@pytest.mark.parametrize("year", [2019, 2023])
def test_since_the_revision_of_2019_departments_have_until_the_end_of_january(year: int) -> None:
    assert due_on("department", year) == due_on("township", year) == date(year + 1, 1, 31)


@pytest.mark.parametrize("year", [2019, 2023])
def test_since_the_revision_of_2019_governments_keep_the_end_of_march(year: int) -> None:
    assert due_on("government", year) == date(year + 1, 3, 31)


def test_the_law_names_governments_and_departments_and_before_2019_everybody() -> None:
    assert is_named("department", "forestry", 2022)
    assert is_named("government", None, 2022)
    assert not is_named("township", "government", 2022)
    assert not is_named("government", "management_committee", 2022)
    assert not is_named("other", None, 2022)
    assert is_named("township", "government", 2017)


def test_lateness_is_counted_in_days_and_only_where_something_tells_it() -> None:
    due = date(2023, 1, 31)
    assert days_late(date(2023, 2, 3), due, None, "visible_line") == 3
    assert days_late(date(2023, 1, 20), due, None, "url") == -11
    assert days_late(date(2023, 2, 3), due, None, "url") is None
    assert days_late(date(2024, 8, 4), due, date(2023, 1, 20), "visible_line") is None
    assert days_late(date(2024, 8, 4), due, date(2024, 8, 1), "visible_line") == 551
