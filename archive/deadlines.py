"""When a report was due by law."""

from __future__ import annotations

from datetime import date

# Order 711 of the State Council came into force in May 2019; reports on 2018 and earlier years fell under
# Article 31 of the regulation of 2007: every body, by 31 March.
_FIRST_YEAR_OF_ARTICLE_49 = 2019


def due_on(kind: str, report_year: int) -> date:
    """The last day to publish the report on `report_year`, for a bureau of that `kind`.

    Regulations on Open Government Information (2019), Article 49: departments by 31 January, governments by
    31 March. Townships are not named there; 31 January is what they are held to in practice.
    """
    if kind == "government" or report_year < _FIRST_YEAR_OF_ARTICLE_49:
        return date(report_year + 1, 3, 31)
    return date(report_year + 1, 1, 31)
