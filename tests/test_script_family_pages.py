"""The families whose lists a script fetches: whose page is whose, where a list ends, and what cannot be read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive.errors import ReadError
from archive.records import Snapshot
from crawler.cms import FAMILIES
from tests.test_pages import PAGES, snapshot_of


def page(url: str, text: str, request_body: str = "", **parameters: str) -> Snapshot:
    return Snapshot(
        url, text.encode(), datetime(2026, 1, 5, tzinfo=UTC), request_body=request_body, parameters=parameters
    )


LABEL = "https://www.guyang.gov.cn/site/label/8888?labelName=publicInfoList&pageSize=2&pageIndex=1"
ROW = '<li><a href="/public/4411001/{0}.html">谷阳县第{0}号单位2022年年报</a></li>'


@pytest.mark.parametrize(("rows", "following"), [(2, ["pageIndex=2"]), (1, [])])
def test_without_a_pager_only_a_full_page_is_followed_by_another(rows: int, following: list[str]) -> None:
    listing = FAMILIES["lonsun"].parse_list(
        page(LABEL, f"<ul>{''.join(map(ROW.format, range(1, rows + 1)))}</ul>")
    )
    assert len(listing.links) == rows
    assert [request.url.rpartition("&")[2] for request in listing.next] == following


def test_the_portal_file_overrules_what_a_shell_states() -> None:
    shell = snapshot_of(PAGES / "lonsun" / "list-shell")
    listing = FAMILIES["lonsun"].parse_list(replace(shell, parameters={"pageSize": "50"}))
    assert "&pageSize=50&pageIndex=1&" in listing.next[0].url


ENDPOINT = "http://www.hailan.gov.cn/truecms/messageController/getMessage.do?columnId=c&callback=cb"
NO_RECORDS = 'cb({"result":"<datastore><totalrecord>9</totalrecord><recordset></recordset></datastore>"})'


def test_a_portion_above_the_cap_is_no_end_of_the_list() -> None:
    with pytest.raises(ReadError, match="perpage=50; state a smaller `perpage`"):
        FAMILIES["truecms"].parse_list(page(f"{ENDPOINT}&startrecord=4&endrecord=53&perpage=50", NO_RECORDS))


def test_a_portion_after_the_last_row_ends_the_list() -> None:
    listing = FAMILIES["truecms"].parse_list(
        page(f"{ENDPOINT}&startrecord=10&endrecord=13&perpage=4", NO_RECORDS)
    )
    assert (listing.links, listing.next, listing.declared_total) == ((), (), 9)


def test_the_portal_file_can_lower_the_portion() -> None:
    column = replace(snapshot_of(PAGES / "truecms" / "list-column"), parameters={"perpage": "3"})
    listing = FAMILIES["truecms"].parse_list(column)
    assert [request.url.partition("&startrecord=")[2] for request in listing.next] == [
        "4&endrecord=6&perpage=3",
        "7&endrecord=9&perpage=3",
    ]


LIST = "http://www.yunlu.gov.cn/EWB-FRONT/rest/lightfrontaction/getgovinfolist"
BARE = {"deptcode": "", "categorynum": "003006", "pageIndex": 0, "pageSize": 20, "siteGuid": "s"}
REFUSED = '{"status": {"code": "500"}, "custom": {}}'


def test_a_bare_question_without_an_answer_is_asked_again_wrapped() -> None:
    listing = FAMILIES["epoint"].parse_list(page(LIST, REFUSED, json.dumps(BARE)))
    assert [json.loads(request.body or "") for request in listing.next] == [{"token": "", "params": BARE}]


def test_a_wrapped_question_without_an_answer_is_a_redesign() -> None:
    with pytest.raises(ReadError, match=r"no rows at custom\.data"):
        FAMILIES["epoint"].parse_list(page(LIST, REFUSED, json.dumps({"token": "", "params": BARE})))


def test_a_script_that_does_not_know_the_site_leads_nowhere() -> None:
    script = page(
        "http://www.yunlu.gov.cn/js/ajaxReq.js?categorynum=003006", "function ajaxReq() { return null; }"
    )
    assert FAMILIES["epoint"].parse_list(script).next == ()


@pytest.mark.parametrize(
    ("family", "url", "text", "told"),
    [
        ("lonsun", "http://a.gov.cn/public/column/1?type=4", "<p>改版公告</p>", "neither rows nor a script"),
        ("truecms", "http://a.gov.cn/zwgk/zwgk.html", "<p>改版公告</p>", "no columnId and no getMessage.do"),
        ("truecms", "http://a.gov.cn/zwgk/zwgk.html", "<p>/truecms/messageController/getMessage.do</p>", "no columnId"),
        ("epoint", "http://a.gov.cn/dynamic/zwgk/govInfoPub.html", "<p>改版公告</p>", "no categorynum; put the address"),
        ("epoint", "http://a.gov.cn/dynamic/zwgk/govInfoPub.html?categorynum=003", "<p>改版公告</p>", "no script with a siteGuid"),
    ],
)  # fmt: skip
def test_a_column_page_without_its_list_says_what_is_missing(
    family: str, url: str, text: str, told: str
) -> None:
    with pytest.raises(ReadError, match=told):
        FAMILIES[family].parse_list(page(url, text))
