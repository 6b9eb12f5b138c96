"""The schema: `schema.sql` is what the migrations build, and the tables keep what they promise."""

from pathlib import Path

import pytest

from archive import migrations
from archive.database import Connection, sqlite3

PICTURE = Path(migrations.__file__).parents[1] / "schema.sql"


@pytest.fixture
def built() -> tuple[Connection, Connection]:
    found = []
    for set_of in (migrations.archive, migrations.snapshots):
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.row_factory = sqlite3.Row
        migrations.migrate(connection, set_of)
        found.append(connection)
    return found[0], found[1]


def test_schema_sql_is_the_true_picture(built: tuple[Connection, Connection]) -> None:
    archive, snapshots = built
    picture = (
        f"-- archive.db\n{migrations.schema_of(archive)}\n-- snapshots.db\n{migrations.schema_of(snapshots)}"
    )
    assert PICTURE.read_text(encoding="utf-8") == picture


def test_every_table_of_ours_is_strict(built: tuple[Connection, Connection]) -> None:
    for connection in built:
        lax = connection.execute(
            "select name from pragma_table_list where type = 'table' and strict = 0 and schema = 'main' "
            "and name not like 'sqlite%' and name not like '\\_sqlite%' escape '\\'"
        ).fetchall()
        assert [row["name"] for row in lax] == []


def test_the_tables_people_query_have_the_promised_names(built: tuple[Connection, Connection]) -> None:
    names = {
        row["name"] for row in built[0].execute("select name from pragma_table_list where schema = 'main'")
    }
    assert {
        "portal", "channel", "crawl_run", "fetch", "bureau", "bureau_name", "report", "date_witness", "revision",
        "section", "attachment", "change", "issue", "report_search",
    } <= names  # fmt: skip
    columns = {row["name"] for row in built[0].execute("select name from pragma_table_info('report')")}
    assert {
        "id", "key", "bureau", "bureau_as_printed", "place", "division_code", "report_type", "report_year", "title",
        "published_on", "signed_on", "due_on", "days_late", "form_edition", "scope", "url", "portal_id", "status",
        "first_seen_at", "last_seen_at", "revision_count",
    } <= columns  # fmt: skip


def test_a_row_that_points_nowhere_is_refused(built: tuple[Connection, Connection]) -> None:
    built[0].execute("pragma foreign_keys = on")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        built[0].execute("insert into channel values ('x/y', 'x', 'n', 't', 'u', null)")
