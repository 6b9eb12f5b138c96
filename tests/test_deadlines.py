"""The day a report was due, and by whom, under the law that was then in force."""

from datetime import date

import pytest

from archive.deadlines import due_on


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
