"""What the archive holds of what is owed, by place and year, and why it lacks the rest."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from archive.web import excel
from archive.web.coverage import gaps, owed
from archive.web.health import portal_health
from archive.web.paging import Page, page_number

_SIZE = 100


async def page(datasette: Any, request: Any) -> Response:
    """Render the matrix of provinces, of the places of one (`?province=41`), or of the bureaus of one place (`?place=410381`)."""
    database = datasette.get_database("archive")
    wanted = request.args.get("type")
    ledger = await owed.overview(database, wanted)
    whole = owed.together(ledger.provinces)
    kept = {"type": wanted, "lang": request.args.get("lang")}
    context = {
        "ledger": ledger,
        "whole": whole,
        "file_total": owed.owed(whole.total),
        "signs": owed.SIGNS,
        "held": owed.held,
        "owed": owed.owed,
        "no_place": owed.NO_PLACE,
        "address": lambda **asked: "?" + urlencode({n: v for n, v in (kept | asked).items() if v}),
        **_tables(datasette, ledger.chosen),
    }
    if place := request.args.get("place"):
        context |= await _place(datasette, place, ledger.chosen, page_number(request.args))
    else:
        context |= await _areas(database, ledger, request.args)
        if not request.args.get("province"):
            context["gaps"] = await gaps.gaps(database, await portal_health.overview(datasette))
    status = 404 if context.get("is_unknown") else 200
    return Response.html(
        await datasette.render_template("coverage.html", context, request=request), status=status
    )


async def _areas(database: Any, ledger: owed.Overview, arguments: Any) -> dict[str, Any]:
    """The rows of the country or of a province: provinces where there are many places, else the places themselves."""
    asked = arguments.get("province")
    if asked and not any(line.area == asked for line in ledger.provinces):
        return {"is_unknown": True, "asked": asked}
    by_province = not asked and ledger.place_count > owed.MOST_PLACES
    lines = list(ledger.provinces) if by_province else await owed.places(database, ledger.chosen, asked)
    paged = Page.of(lines, page_number(arguments), _SIZE)
    found = {
        "lines": paged.rows,
        "paged": paged,
        "level": "province" if by_province else "place",
        "sum": owed.together(lines),
    }
    return found | ({"province": asked, "province_name": owed.province_name(asked)} if asked else {})


async def _place(datasette: Any, place: str, report_type: str, number: int) -> dict[str, Any]:
    """The rows of one place: its bureaus, each with the obligation of every year."""
    database = datasette.get_database("archive")
    named = await owed.place_named(database, place)
    if named is None:
        return {"is_unknown": True, "asked": place}
    code, name = named
    rows = await owed.rows_of_place(database, report_type, place)
    bureaus = [
        (of_one[0], of_one)
        for of_one in (list(group) for _, group in groupby(rows, lambda row: row["bureau_key"]))
    ]
    paged = Page.of(
        [(bureau, {row["report_year"]: row for row in own}) for bureau, own in bureaus], number, _SIZE
    )
    line = owed.Line(code, name)
    for row in rows:
        line.add(row["report_year"], row["state"], 1)
    lacking = Counter((row["state"], row["reason"]) for row in owed.lacking(rows))
    ids = ",".join(str(bureau["bureau_id"]) for bureau, _ in paged.rows)
    return {
        "level": "bureau",
        "place": place,
        "place_name": name,
        "province": code[:2] if code else None,
        "province_name": owed.province_name(code[:2] if code else None),
        "bureaus": paged.rows,
        "paged": paged,
        "sum": line,
        "file_total": sum(len(years) for _, years in paged.rows),
        "lacking": [((state, owed.reason_of(why)), count) for (state, why), count in lacking.most_common()],
        "soft": any(row["is_soft"] for row in rows),
        **_tables(datasette, report_type, bureau_id__in=ids),
    }


def _tables(datasette: Any, report_type: str, **filters: str) -> dict[str, Any]:
    """Where Datasette shows the same obligations, and as a file that Excel opens: a public site sends one page of rows at once."""
    table = datasette.urls.table("archive", "obligation")
    asked = {"report_type": report_type, **filters}
    as_file = {**asked, "_labels": "on", "_dl": "on", **excel.whole(datasette), excel.MARK: "on"}
    return {
        "table": f"{table}?{urlencode(asked)}",
        "csv": f"{table}.csv?{urlencode(as_file)}",
        "file_rows": excel.most_rows(datasette),
    }
