"""Every page is recognised as its own family's, and no family claims another's."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.records import Snapshot
from crawler.cms import FAMILIES, detect
from tests.replicas import henan_date, plain, trs
from tests.replicas.documents import documents
from tests.test_pages import CASES, name_of, snapshot_of

# What is hand-made bears no maker's mark, nor does an answer of whatever shape.
WITHOUT_SIGNS = ("plain", "json_list")


def page(text: str, url: str = "http://www.xiyuan.gov.cn/zwgk/xxgknb/") -> Snapshot:
    return Snapshot(url, text.encode(), datetime(2026, 1, 5, tzinfo=UTC))


def recognised(snapshot: Snapshot) -> str:
    """The family that is recognised; a page that nobody claims is what `plain` is for."""
    return (detect(snapshot) or ("plain", ""))[0]


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_a_page_is_claimed_by_its_own_family_alone(case: Path) -> None:
    snapshot, family = snapshot_of(case), case.parent.name
    claiming = [name for name, module in FAMILIES.items() if module.fingerprint(snapshot)]
    assert claiming in ([family], []) if family in WITHOUT_SIGNS else claiming == [family]


@pytest.mark.parametrize(
    ("family", "site", "column", "article"),
    [
        ("trs", trs.Site(), "/zwgk/bmnb/", trs.address(documents()[0])),
        ("trs", trs.Site(mode="gb2312"), "/zwgk/bmnb/", trs.address(documents()[0])),
        ("henan_date", henan_date.Site(), henan_date.COLUMN, henan_date.address(documents()[0])),
        ("plain", plain.Site(), "/xxgknb/list.html", plain.address(documents()[0])),
    ],
)
def test_list_and_report_of_a_replica_are_recognised(
    family: str, site: trs.Site | henan_date.Site | plain.Site, column: str, article: str
) -> None:
    for path in (column, article):
        _, _, body = site(path, "")
        assert (
            recognised(Snapshot(f"http://127.0.0.1{path}", body, datetime(2026, 1, 5, tzinfo=UTC))) == family
        )


@pytest.mark.parametrize(
    ("pager", "family"),
    [
        ("createPageHTML(9, 0, 'index', 'html')", "trs"),
        ("createPage(13,0,\"list\",\"shtml\")", "trs"),
        ("pageControl('4','0','zcwj_list','htm',10,'p')", "trs"),
        ("var countPage = 9", "trs"),
        ("createPageHTML('page_div',9,1,'list','shtml',170)", "ucap"),
        ("function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt) {}", "plain"),
    ],
)  # fmt: skip
def test_the_pagers_of_two_vendors_are_told_apart(pager: str, family: str) -> None:
    assert recognised(page(f"<html><body><script>{pager}</script></body></html>")) == family


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("http://www.xiyuan.gov.cn/nb/", "<ul><li><a href=./202401/t20240118_88001.html>溪源市2023年年报</a></li></ul>"),
        ("http://www.xiyuan.gov.cn/nb/202401/t20240118_88001.html", "<div class=content>全年公开信息62条。</div>"),
    ],
)  # fmt: skip
def test_a_trs_page_without_pager_and_editor_is_known_by_its_addresses(url: str, text: str) -> None:
    assert recognised(page(text, url)) == "trs"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.henan.gov.cn/2024/01-31/2899001.html",
        "https://www.ndrc.gov.cn/xxgk/zcfb/202401/t20240118_1363456.html",
    ],
)
def test_a_link_to_another_portal_says_nothing_of_the_page(address: str) -> None:
    assert (
        recognised(page(f'<ul><li><a href="{address}">关于印发2024年政务公开工作要点的通知</a></li></ul>'))
        == "plain"
    )


def test_what_was_recognised_is_said_in_evidence() -> None:
    listed = page('<div id="pageDec" pagesize="20" pagecount="43"></div>')
    assert detect(listed) == ("henan_date", "#pageDec[pagesize][pagecount]")
