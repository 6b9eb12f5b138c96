"""The original bytes of a report: handed out as a file, never shown as a page of ours; where they are not, the page says why."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import httpx
import pytest

from archive.database import connect
from archive.publish import publish
from archive.web.headers import HEADERS
from cundang.serve import application
from tests.filed import Filed
from tests.filed import page as document
from tests.page import page, words
from tests.test_web_report import address

pytest_plugins = ["tests.web"]

FORESTRY = address("林业局", 2022)
CIVIL = address("民政局", 2019)
# What a browser may put into a file name, and what only a hostile bureau would.
HOSTILE_KEY = '../局"; filename=x.html\r\nX-Evil: 1\u202egnp.exe'
_RENAME = "update report set key = ? where key = ?"

Copy = Callable[..., Any]


@pytest.fixture
def copy(data: Path, tmp_path: Path) -> Iterator[Copy]:
    """Makes Datasette on a copy of the archive, after SQL was run in the published copy or in the snapshots."""
    made = []

    def make(
        archive_sql: str = "",
        parameters: tuple[str, ...] = (),
        snapshots_sql: str = "",
        with_snapshots: bool = True,
    ) -> Any:
        published = tmp_path / "public" / "archive.db"
        published.parent.mkdir()
        shutil.copy(data / "public" / "archive.db", published)
        if with_snapshots:
            shutil.copy(data / "snapshots.db", tmp_path / "snapshots.db")
        snapshots = tmp_path / "snapshots.db"
        for file, sql, values in ((published, archive_sql, parameters), (snapshots, snapshots_sql, ())):
            if sql:
                connection = connect(file)
                connection.execute("pragma foreign_keys = off")
                connection.execute(sql, values)
                connection.close()
        made.append(application(published))
        return made[-1]

    yield make
    for datasette in made:
        datasette.executor.shutdown()


def assert_is_a_file(response: httpx.Response) -> None:
    """Whatever the bytes are, a browser keeps them as a file and runs nothing of them."""
    assert response.status_code == 200, response.text[:300]
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"].startswith('attachment; filename="')
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert response.headers["content-length"] == str(len(response.content))
    for name in ("referrer-policy", "x-frame-options", "cross-origin-resource-policy"):
        assert response.headers[name] == HEADERS[name]


def file_name(response: httpx.Response) -> str:
    """The name under which a browser keeps the file."""
    return unquote(response.headers["content-disposition"].partition("filename*=UTF-8''")[2])


async def said(site: Any, path: str, status: int) -> str:
    """What the page in the place of the bytes says."""
    shown = await page(site, path, status=status)
    assert words(shown.h1) == "没有可下载的原件 There are no original bytes to download"
    assert shown.select_one("section.content a")["href"] == "/-/search"
    return words(shown.select_one(".notice"))


async def test_the_link_of_a_report_gives_the_bytes_that_the_page_states(site: Any) -> None:
    report = await page(site, FORESTRY)
    (link,) = report.select("dl.facts a[download]")
    response = await site.client.get(link["href"])
    assert_is_a_file(response)
    digest = hashlib.sha256(response.content)
    assert digest.hexdigest() == report.select_one("dl.facts code").text
    assert response.headers["repr-digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    assert file_name(response) == "410381-林业局-disclosure_annual-2022-1.html"
    assert 'filename="410381-disclosure_annual-2022-1.html"' in response.headers["content-disposition"]


async def test_every_revision_has_bytes_of_its_own(site: Any) -> None:
    path = address("城市管理局", 2022)
    bodies = []
    for number in (1, 2):
        shown = await page(site, f"{path}/revision/{number}")
        response = await site.client.get(shown.select_one("dl.facts a[download]")["href"])
        assert hashlib.sha256(response.content).hexdigest() == shown.select_one("dl.facts code").text
        bodies.append(response.content)
    assert "6件".encode() in bodies[0]
    assert "16件".encode() in bodies[1]
    assert bodies[0] != bodies[1]


async def test_every_link_to_bytes_on_a_page_works(site: Any) -> None:
    report = await page(site, CIVIL)
    links = [link["href"] for link in report.select("a[download]")]
    # The page itself, its attachment, and both in the list of revisions.
    assert len(links) == 4
    for link in links:
        assert_is_a_file(await site.client.get(link))


async def test_an_attachment_is_given_as_it_came(site: Any) -> None:
    report = await page(site, CIVIL)
    (entry,) = [each for each in report.select("#attachments + ul li") if ".docx" in words(each)]
    response = await site.client.get(entry.select_one("a[download]")["href"])
    assert_is_a_file(response)
    assert response.content.startswith(b"PK")
    assert hashlib.sha256(response.content).hexdigest()[:12] in words(entry)
    assert re.fullmatch(r"410381-民政局-disclosure_annual-2019-1-attachment-\d+\.docx", file_name(response))


async def test_a_page_with_a_script_is_still_only_a_file(tmp_path: Path) -> None:
    script = "<script>alert(document.domain)</script>"
    html = document("洛阳市偃师区盐业局", 2022, "一、总体情况", "公开食盐储备公告9次。").replace(
        "</h1>", f"</h1>{script}"
    )
    Filed(tmp_path).add("盐业局.html", html)
    site = application(publish(tmp_path).path)
    response = await site.client.get(f"{address('盐业局', 2022)}/revision/1/original")
    site.executor.shutdown()
    assert_is_a_file(response)
    assert response.content == html.encode()
    assert script.encode() in response.content
    assert file_name(response) == "410381-盐业局-disclosure_annual-2022-1.html"


async def test_a_file_that_a_reader_has_is_not_sent_again(site: Any) -> None:
    path = f"{FORESTRY}/revision/1/original"
    whole = await site.client.get(path)
    tag = whole.headers["etag"]
    assert tag == f'"{hashlib.sha256(whole.content).hexdigest()}"'
    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await site.client.get(path, headers={"if-none-match": held})
        assert (again.status_code, again.content) == (304, b"")
    assert (await site.client.get(path, headers={"if-none-match": '"other"'})).status_code == 200
    head = await site.client.head(path)
    assert (head.status_code, head.headers["etag"]) == (200, tag)


async def test_the_published_copy_alone_says_where_the_bytes_are(copy: Copy) -> None:
    alone = copy(with_snapshots=False)
    for path in (FORESTRY, CIVIL):
        report = await page(alone, path)
        assert report.select("a[download]") == []
        assert "此处只有 archive.db" in words(report.select_one("dl.facts"))
    assert "snapshots.db 中" in await said(alone, f"{FORESTRY}/revision/1/original", 404)


async def test_bytes_that_are_no_longer_kept_are_said_to_be_gone(copy: Copy) -> None:
    pruned = copy(snapshots_sql="delete from payload")
    assert "没有这份原件" in await said(pruned, f"{FORESTRY}/revision/1/original", 410)


@pytest.mark.parametrize(
    "sql",
    [
        "update payload set body = x'00'",
        "update payload set (body, byte_count, dictionary_id) = "
        "(select body, byte_count, dictionary_id from payload order by byte_count limit 1)",
        "drop table payload",
    ],
    ids=["damaged", "of another hash", "no table"],
)
async def test_bytes_that_are_not_what_their_hash_says_are_not_sent(copy: Copy, sql: str) -> None:
    damaged = copy(snapshots_sql=sql)
    assert "cundang verify" in await said(damaged, f"{FORESTRY}/revision/1/original", 503)


async def test_a_file_of_snapshots_that_is_no_database_is_said_to_be_damaged(
    copy: Copy, tmp_path: Path
) -> None:
    damaged = copy()
    (tmp_path / "snapshots.db").write_bytes(b"no database" * 1000)
    assert "cundang verify" in await said(damaged, f"{FORESTRY}/revision/1/original", 503)


@pytest.mark.parametrize(
    "path",
    [
        f"{FORESTRY}/revision/9/original",
        f"{FORESTRY}/revision/{'9' * 40}/original",
        f"{FORESTRY}/revision/1/original?sha256={'0' * 64}",
        f"{FORESTRY}/revision/1/original?sha256=%00'",
        "/-/report/410381-林业局-disclosure_annual-1999/revision/1/original",
        "/-/report/%00/revision/1/original",
        "/-/report/%FF%FE/revision/1/original",
        "/-/attachment/0/original",
        f"/-/attachment/{'9' * 40}/original",
    ],
)
async def test_bytes_of_nothing_published_are_refused_in_words(site: Any, path: str) -> None:
    assert "没有这一件" in await said(site, path, 404)


async def test_an_attachment_that_was_never_fetched_has_no_bytes(site: Any, copy: Copy) -> None:
    report = await page(site, CIVIL)
    (entry,) = [each for each in report.select("#attachments + ul li") if ".xls" in words(each)]
    assert entry.select("a[download]") == []
    refused = copy("update attachment set status = 'refused'")
    number = re.findall(r"/-/attachment/(\d+)/original", str(report))[0]
    assert "没有这一件" in await said(refused, f"/-/attachment/{number}/original", 404)


async def test_a_hostile_name_is_no_header_and_no_path(copy: Copy) -> None:
    site = copy(_RENAME, (HOSTILE_KEY, FORESTRY.rpartition("/")[2]))
    shown = await page(site, f"/-/report/{quote(HOSTILE_KEY, safe='')}")
    (link,) = shown.select("dl.facts a[download]")
    response = await site.client.get(f"/-/report/{quote(HOSTILE_KEY, safe='')}/revision/1/original")
    assert_is_a_file(response)
    assert "x-evil" not in response.headers
    assert file_name(response) == "局-filename-x.html-X-Evil-1-gnp.exe-1.html"
    assert re.fullmatch(r'attachment; filename="[A-Za-z0-9._-]+"; filename\*=UTF-8\'\'[A-Za-z0-9._%-]+',
                        response.headers["content-disposition"])  # fmt: skip
    assert link["href"].endswith(f"/original?sha256={shown.select_one('dl.facts code').text}")


async def test_a_very_long_name_fits_a_file_system(copy: Copy) -> None:
    site = copy(_RENAME, (f"{'局' * 300}-2022", FORESTRY.rpartition("/")[2]))
    response = await site.client.get(f"/-/report/{quote('局' * 300)}-2022/revision/1/original")
    assert_is_a_file(response)
    assert len(file_name(response).encode()) < 256
    assert file_name(response).endswith("局-2022-1.html")
