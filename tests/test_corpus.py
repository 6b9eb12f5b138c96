"""Public documents that nobody of this project wrote, read where they lie; skipped where they are not at hand.

`CUNDANG_CORPUS` names the folder, `../shared/corpus` beside the project is looked at without it.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from archive import search
from archive.database import connect_read_only
from archive.normalise import normalise
from archive.records import Origin, Snapshot
from archive.reports import Report
from archive.text import fold
from archive.vocabulary import gazetteer
from crawler.cms import FAMILIES, detect
from crawler.documents.html import read_html
from crawler.read import read_report
from tests.commands import Outcome, cundang, rows
from tests.corpus import CORPUS
from tests.imported import parsed
from tests.replicas.server import Answer, not_found, serve

SEED = CORPUS / "seed" / "yanshi-forestry-2019.txt"
ANNTU = CORPUS / "sites" / "trs-anntu"
SEEN_ON = date(2026, 6, 1)
pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason=f"no corpus at {CORPUS}; name its folder in CUNDANG_CORPUS"
)

NDRC = sorted(CORPUS.glob("pages/trs-ndrc/*detail*.golden.json"))
CSRC = sorted(CORPUS.glob("pages/ucap-csrc/*detail*.golden.json"))
LISTS = {
    "trs-ndrc/ndrc_golden_list_page": ("trs", "https://www.ndrc.gov.cn/xxgk/zcfb/fzggwl/index.html", 25, 8),
    "ucap-csrc/csrc_golden_list_1": ("ucap", "http://www.csrc.gov.cn/csrc/c106256/fg.shtml", 20, 4),
}
PORTAL = """name: {{zh: 安图县林业局, en: Antu Forestry Bureau}}
family: trs
home_url: {url}/
division_code: "222426"
level: county
hosts: ["{host}"]
channels:
  - id: annual-reports
    name: 年度报告
    report_type: disclosure_annual
    list_url: {url}/xxgk/ndbg/
expect: {{reports_min: 1}}
crawl: {{delay: 0}}
checked_on:
notes: Saved pages on loopback.
"""


def snapshot(path: Path, url: str) -> Snapshot:
    return Snapshot(url, path.read_bytes(), datetime(2026, 6, 1, tzinfo=UTC))


def golden(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def imported(path: Path) -> Report:
    return normalise(parsed(path), None, Origin(), SEEN_ON, gazetteer())


def test_the_seed_is_read_as_a_person_reads_it() -> None:
    report = imported(SEED)
    assert report.key == "410381-林业局-disclosure_annual-2019"
    assert report.bureau is not None
    assert (report.bureau_raw, report.bureau.name_then, report.bureau.name) == (
        "偃师市林业局",
        "偃师市林业局",
        "洛阳市偃师区林业局",
    )
    assert (report.report_year, report.signed_on, report.published_on) == (2019, date(2020, 1, 22), None)
    assert [section.number for section in report.sections] == list("一二三四")
    assert (report.form_edition, report.scope, report.problems) == (None, "own", ())


def test_the_imported_seed_is_found_by_what_it_says_and_by_nothing_else(tmp_path: Path) -> None:
    outcome = cundang("import", SEED, "--data", tmp_path)
    assert outcome.code == 0, outcome.said
    connection = connect_read_only(tmp_path / "archive.db")
    found = {
        query: len(list(search.ids(connection, query))) for query in ("林业", "偃师", "监督检查", "业林")
    }
    connection.close()
    assert found == {"林业": 1, "偃师": 1, "监督检查": 1, "业林": 0}


def anntu(path: str, query: str) -> Answer:
    """The saved site; a folder is its index page."""
    file = ANNTU / (path.strip("/") + ("/index.html" if path.endswith("/") else ""))
    if not file.is_file():
        return not_found()
    return 200, {"Content-Type": "text/html"}, file.read_bytes()


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    folder = tmp_path_factory.mktemp("anntu")
    (folder / "portals").mkdir()
    with serve(anntu) as running:
        text = PORTAL.format(url=running.url, host=running.url.removeprefix("http://"))
        (folder / "portals" / "anntu.yml").write_text(text, encoding="utf-8")
        outcome = cundang("crawl", "--data", folder / "data", "--portals", folder / "portals")
    return folder / "data" / "archive.db", outcome


def test_of_a_saved_column_exactly_the_disclosure_reports_are_reports(crawled: tuple[Path, Outcome]) -> None:
    archive, outcome = crawled
    assert outcome.code in (0, 1), outcome.said
    sql = "select key, published_on, signed_on, revision_count from report order by report_year"
    assert rows(archive, sql) == [
        ("222426-林业局-disclosure_annual-2016", "2017-05-30", "2016-12-02", 1),
        ("222426-林业局-disclosure_annual-2018", "2018-12-24", "2018-12-24", 2),
    ]


def test_a_report_that_the_column_holds_twice_is_one_report_with_both_texts(
    crawled: tuple[Path, Outcome],
) -> None:
    sql = "select v.published_on from revision v join report r on r.id = v.report_id where report_year = 2018"
    assert sorted(rows(crawled[0], sql)) == [("2018-12-24",), ("2019-03-07",)]


def test_the_other_rows_of_the_column_are_kept_as_what_they_are(crawled: tuple[Path, Outcome]) -> None:
    sql = "select kind, published_on from other_document order by published_on"
    assert rows(crawled[0], sql) == [
        ("disclosure_guide", "2017-08-16"),
        ("website_annual", "2018-01-31"),
        ("proposals", "2018-12-24"),
        ("website_annual", "2020-01-13"),
        ("website_annual", "2021-01-08"),
        ("budget", "2021-02-26"),
    ]
    assert rows(crawled[0], "select count(*) from issue where kind = 'dead_row'") == [(1,)]


def test_an_address_that_states_another_day_than_its_page_is_kept_as_a_witness_only(
    crawled: tuple[Path, Outcome],
) -> None:
    sql = "select witness, value, is_chosen from date_witness d join revision v on v.id = d.revision_id " \
          "join report r on r.id = v.report_id where report_year = 2016 and d.kind = 'published'"  # fmt: skip
    stated = rows(crawled[0], sql)
    assert ("url", "2017-08-04", 0) in stated
    assert {value for _, value, is_chosen in stated if is_chosen} == {"2017-05-30"}


def test_files_that_were_not_saved_are_recorded_as_missing(crawled: tuple[Path, Outcome]) -> None:
    lost = rows(crawled[0], "select count(*) from fetch where role = 'attachment' and status = 404")
    assert rows(crawled[0], "select count(*) from issue where kind = 'attachment_missing'") == lost
    assert rows(crawled[0], "select count(*) from attachment where status <> 'missing'") == [(0,)]


@pytest.mark.parametrize("path", NDRC, ids=lambda path: path.stem)
def test_a_saved_page_of_the_development_commission_gives_what_others_read_in_it(path: Path) -> None:
    stated = golden(path)
    page = path.with_name(path.name.replace(".golden.json", ".html"))
    url = "https://www.ndrc.gov.cn/xxgk/zcfb/fzggwl/202604/page.html"
    parsed = read_report(snapshot(page, url), "trs")
    report = normalise(parsed, None, Origin(level="central"), SEEN_ON, gazetteer())
    assert report.title == stated["title"]
    assert (report.published_on or SEEN_ON).strftime("%Y/%m/%d") == stated["source_metadata"]["发布时间"]
    assert report.bureau_raw == stated["source_metadata"]["来源"]
    # The others keep the navigation; ours is the article within it, and both files are named.
    assert fold(report.text) in fold(stated["body_text"])
    assert [file.name.rpartition(".")[2] for file in report.attachments] == ["pdf", "ofd"]


@pytest.mark.parametrize("path", CSRC, ids=lambda path: path.stem)
def test_a_saved_page_of_the_securities_commission_gives_what_others_read_in_it(path: Path) -> None:
    stated = golden(path)
    page = path.with_name(path.name.replace(".golden.json", ".html"))
    parsed = read_report(snapshot(page, "http://www.csrc.gov.cn/csrc/c106256/c1/content.shtml"), "ucap")
    # The others' title is the window's, with the portal's name behind it; the page states its own.
    assert stated["title"] == f"{parsed.title}_中国证券监督管理委员会"
    opening = fold(parsed.document.text)[:200]
    assert opening in fold(stated["body_text"])
    assert len(parsed.document.text) > 0.9 * stated["body_text_length"]
    assert len(parsed.attachments) == 2


@pytest.mark.parametrize("name", LISTS)
def test_a_saved_list_page_gives_every_row_and_page(name: str) -> None:
    family, url, row_count, page_count = LISTS[name]
    stated = golden(CORPUS / "pages" / f"{name}.golden.json")
    page = snapshot(CORPUS / "pages" / f"{name}.html", url)
    listing = FAMILIES[family].parse_list(page)
    assert (detect(page) or ("",))[0] == family
    assert (len(listing.links), len(listing.next)) == (row_count, page_count)
    links = [link.url for link in listing.links]
    assert links[: len(stated["detail_links"])] == stated["detail_links"]


@pytest.mark.parametrize(
    ("name", "edition", "year", "bureau", "scope"),
    [
        ("masked-city-2025.html", "f2021", 2025, None, "unknown"),
        ("pingtan-2011.txt", "f2008", 2011, "平潭县人民政府", "region_total"),
        ("pingtan-2019.txt", "f2019", 2019, None, "unknown"),
        ("pingtan-2023.html", "f2021", 2023, "平潭综合实验区管委会办公室", "unknown"),
    ],
)
def test_the_form_is_told_from_its_labels_and_nobody_is_named_who_is_not(
    name: str, edition: str, year: int, bureau: str | None, scope: str
) -> None:
    report = imported(CORPUS / "tables" / name)
    assert (report.report_type, report.report_year, report.form_edition) == (
        "disclosure_annual",
        year,
        edition,
    )
    assert (report.scope, report.bureau_raw) == (scope, bureau)


def test_every_saved_page_is_read_without_loss() -> None:
    for page in sorted(CORPUS.rglob("*.html")):
        document = read_html(page.read_text(encoding="utf-8", errors="replace"))
        assert document.problem is None, page.name
