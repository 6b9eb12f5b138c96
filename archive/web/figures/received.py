"""What reports say of the number everybody asks for first: how many requests came in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby

from archive.database import Connection
from archive.web.figures.series import REPORT_TYPE, REQUESTS_RECEIVED, TOTAL, Cell, cell_of

_FIGURES = """
select r.id, r.report_year, r.key as report_key, r.form_edition, r.published_on, v.value, v.value_raw, v.value_state, v.source,
  v.is_approximate, coalesce(v.scope, r.scope) as scope
from json_each(:reports) shown join report r on r.id = shown.value
left join indicator_value v
  on v.revision_id = r.current_revision_id and v.indicator in (select value from json_each(:indicators)) and coalesce(v.dimension, :total) = :total
where r.report_type = :type
order by r.id, v.id
"""


def requests_received(connection: Connection, reports: Sequence[int]) -> dict[int, Cell]:
    """Reads it for some reports; raises nothing.

    Args:
        connection: the published copy.
        reports: their ids.

    Returns:
        A cell for each of them whose form asks for it, of another state than a number where there is none.
    """
    parameters = {
        "reports": json.dumps(list(reports)),
        "indicators": json.dumps(REQUESTS_RECEIVED),
        "total": TOTAL,
        "type": REPORT_TYPE,
    }
    rows = connection.execute(_FIGURES, parameters)
    by_report = groupby(rows, key=lambda row: row["id"])
    return {report: cell_of(list(found)) for report, found in by_report}
