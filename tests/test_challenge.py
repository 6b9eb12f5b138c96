"""What came in place of a page: guards, logins, home pages and missing pages are told from reports that speak of them."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from archive.records import Snapshot
from crawler.challenge import recognise

URL = "https://www.replica.gov.cn/zwgk/nb/2020/01-22/1.html"
HOME = "https://www.replica.gov.cn/"
PROSE = "全年公开桑苗价格十二次，接待来访群众九人，未收到公开申请。" * 20
LINKS = "".join(f'<li><a href="/nb/{n}.html">偃师市蚕桑站第{n}号公告</a></li>' for n in range(30))


def page(body: str, title: str = "偃师区政府", head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def answer(
    html: str,
    status: int = 200,
    url: str = URL,
    requested: str = "",
    headers: tuple[tuple[str, str], ...] = (),
) -> Snapshot:
    return Snapshot(
        url, html.encode(), datetime(2026, 1, 5, tzinfo=UTC), status, headers, requested_url=requested
    )


def kind(snapshot: Snapshot, home: Snapshot | None = None) -> str | None:
    verdict = recognise(snapshot, home)
    return verdict.kind if verdict else None


@pytest.mark.parametrize(
    ("status", "expected"),
    [(404, "not_found"), (410, "not_found"), (412, "challenge"), (521, "challenge"), (468, "challenge"),
     (400, "forbidden"), (403, "forbidden"), (405, "forbidden"), (422, "forbidden"), (500, "server_error"),
     (503, "server_error"), (302, "server_error")],
)  # fmt: skip
def test_a_status_that_is_no_page_is_told_whatever_the_body_says(status: int, expected: str) -> None:
    assert kind(answer(page(f"<p>{PROSE}</p>"), status)) == expected


def test_a_redirect_that_only_sets_a_cookie_is_a_challenge() -> None:
    assert kind(answer("", 302, headers=(("set-cookie", "C3VK=ab12; path=/"),))) == "challenge"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<script>document.cookie=('_')+('_')+('j')+'sl';location.href=location.pathname</script>", "challenge"),
        (page("", head='<meta content="{qt1"><script>$_ts=window["$_ts"];</script>'), "challenge"),
        (page("", head="<script>location.replace('/?v=' + x())</script>"), "challenge"),
        (page("<p>请完成安全验证后继续访问</p>"), "captcha"),
        (page("<div><p>请输入图中的验证码</p><img src=c.png></div>"), "captcha"),
        (page("<p>请先登录</p><input name=u>"), "login"),
        (page("<form><input type=PASSWORD></form>", title="后台"), "login"),
        (page(f"<p>{PROSE}</p>", title="用户登录-偃师区政府"), "login"),
        (page("<p>您访问的页面不存在或已删除</p>"), "soft_404"),
        (page("<p>该信息不存在</p>"), "soft_404"),
        (page(f"<p>返回首页</p><ul>{LINKS}</ul>", title="404"), "soft_404"),
        (page("<p>不合法的参数</p>"), "forbidden"),
        (page("<p>您的请求已被拦截，事件编号 A12</p>"), "forbidden"),
        (page(""), "empty"),
        ("", "empty"),
    ],
)  # fmt: skip
def test_a_page_that_stands_in_for_another_is_recognised(html: str, expected: str) -> None:
    assert kind(answer(html)) == expected


@pytest.mark.parametrize(
    "html",
    [
        page(f"<p>{PROSE}</p><p>网上申请须登录，验证码错误、访问被拒绝或页面不存在时请来电。</p>"),
        page("<p>公开指南：页面不存在时请先登录。</p>", head='<meta name="ArticleTitle" content="申请指南">')
        .replace("公开指南：", "公开指南：" + PROSE[:120]),
        page('<p>详见附件。</p><a href="/upload/2020.pdf">年报</a>'),
        page('<p>详见附件。</p><iframe src="/pdfjs/viewer.html?file=/2020.pdf"></iframe>'),
        page('<img src="/upload/scan1.jpg"><img src="/upload/scan2.jpg">'),
        page(f"<ul>{LINKS}</ul>"),
        page(f"<p>第404号提案的答复。{PROSE}</p>", title="关于第404号提案的答复"),
        '{"rows": [], "total": 0}',
        "<datastore><recordset></recordset></datastore>",
    ],
    ids=["report-about-logins", "short-article", "attachment-only", "viewer", "scan", "list", "number-404", "json",
         "datastore"],
)  # fmt: skip
def test_a_page_that_is_what_was_asked_for_is_left_alone(html: str) -> None:
    assert kind(answer(html)) is None


def test_the_home_page_served_for_another_address_is_no_report() -> None:
    news = "".join(f'<li><a href="/n/{n}.html">要闻第{n}条</a></li>' for n in range(40))
    home = answer(page(f"<ul>{news}</ul><p>今日访问 7 人</p>"), url=HOME)
    again = answer(page(f"<ul>{news}</ul><p>今日访问 8 人</p>"))
    assert kind(again, home) == "home_page"
    assert kind(again) is None
    assert kind(answer(page(f"<p>{PROSE}</p>"), url=HOME, requested=URL), home) == "home_page"
    assert kind(answer(page(f"<ul>{news}</ul>"), url=HOME), home) is None
    assert kind(answer(page(f"<p>{PROSE}</p>")), home) is None


@pytest.mark.parametrize(
    "html",
    ["<div>" * 20_000, "<script" * 20_000, "<!--" * 20_000, f"<p>{PROSE * 500}</p>", "<a href=x>" * 10_000,
     page("您所要访问的" * 20_000), "<title>" * 20_000],
    ids=["deep", "scripts", "comments", "long", "links", "repeated", "titles"],
)  # fmt: skip
def test_hostile_pages_are_judged_within_a_second(html: str) -> None:
    started = time.process_time()
    recognise(answer(html))
    assert time.process_time() - started < 1
