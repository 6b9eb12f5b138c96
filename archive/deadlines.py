"""When a report was due by law."""

from __future__ import annotations

from datetime import date

# Order 711 of the State Council came into force in May 2019; reports on 2018 and earlier years fell under
# Article 31 of the regulation of 2007: every body, by 31 March.
FIRST_YEAR_OF_ARTICLE_49 = 2019
_ZONES = "management_committee"
_LONGEST_DELAY = 366
_MADE_NOT_PUBLISHED = ("url", "attachment_name")


def is_named(kind: str, sector: str | None, report_year: int) -> bool:
    """Whether the law names such a body when it sets a last day for the report on `report_year`.

    Article 49 names governments and their departments: not townships, not the committees of zones, which act for a
    government without being one. Article 31 of the regulation of 2007 named every body.
    """
    is_of_article_49 = kind in ("government", "department") and sector != _ZONES
    return report_year < FIRST_YEAR_OF_ARTICLE_49 or is_of_article_49


def due_on(kind: str, report_year: int) -> date:
    """The last day to publish the report on `report_year`, for a bureau of that `kind`.

    Regulations on Open Government Information (2019), Article 49: departments by 31 January, governments by
    31 March. Townships are not named there; 31 January is what they are held to in practice.
    """
    if kind == "government" or report_year < FIRST_YEAR_OF_ARTICLE_49:
        return date(report_year + 1, 3, 31)
    return date(report_year + 1, 1, 31)


def days_late(published: date, due: date, signed: date | None, witness: str | None) -> int | None:
    """How many days after its last day a report was published, less than nothing where it was in time.

    `witness` is the place that states the day of publication. None where nothing says that the report was late: an
    address or the name of a file tells when it was made, and a portal that was moved dates its old pages on the day it
    was moved, long after they were signed.
    """
    days = (published - due).days
    if days <= 0:
        return days
    was_moved = days > _LONGEST_DELAY and (signed is None or signed <= due)
    return None if witness in _MADE_NOT_PUBLISHED or was_moved else days
