"""What a page is instead of what was asked for: a blocked page is never read, and never taken for a removal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.records import Snapshot
from archive.text import clean
from crawler.decode import decoded

# A page that is not an article has little text of its own; an article may well mention a captcha in prose.
_SHORT = 600
_EMPTY = 30
_CHALLENGE_STATUS = (412, 468, 521)
_CHALLENGE = re.compile(r"\$_ts\s*=|__jsl|_jsluid|acw_sc__v2|document\.cookie\s*=\s*\(|;go\(\{|\$_ss\b|CT6T|wzws")
_CAPTCHA = re.compile(r"验证码|滑动验证|安全验证|人机验证|captcha", re.IGNORECASE)
_LOGIN = re.compile(r"用户登录|请登录|请先登录|统一身份认证|登录密码|type=[\"']?password", re.IGNORECASE)
_GONE = re.compile(
    r"页面不存在|网页不存在|文件不存在|内容不存在|信息不存在|页面已删除|已被删除|找不到(?:该|您)?.{0,10}(?:页面|网页|文件)|"
    r"无法找到.{0,6}(?:页面|网页|资源)|访问的(?:页面|内容|网页).{0,6}(?:不存在|已删除|未找到)|404\s*(?:not found|错误|页面)|page not found",
    re.IGNORECASE,
)
_REFUSED = re.compile(r"访问被拒绝|请求被拦截|您的请求.{0,12}(?:拦截|拒绝)|不合法的参数|access denied|forbidden", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_NOT_TEXT = re.compile(r"<(script|style|noscript)\b.*?</\1\s*>|<!--.*?-->|<[^>]+>", re.IGNORECASE | re.DOTALL)
_CARRIES_FILE = re.compile(
    r"<(?:iframe|embed|object|img)\b|href\s*=\s*[\"']?[^\"'>]+\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar)|datastore|download",
    re.IGNORECASE,
)
_HAS_LINK = re.compile(r"<a\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the page is (challenge, captcha, login, soft_404, home_page, empty, forbidden, server_error), in words."""

    kind: str
    sentence: str


def recognise(snapshot: Snapshot, home: Snapshot | None = None) -> Verdict | None:
    """What a list or report page is instead of one; None where nothing speaks against it.

    `home` is the portal's home page of the same run, by which a home page served for another address is told.
    """
    html = decoded(snapshot).text
    by_status = _by_status(snapshot, html)
    if by_status:
        return by_status
    text = clean(_NOT_TEXT.sub(" ", html))
    if _CHALLENGE.search(html) and len(text) < _SHORT:
        return _CHALLENGED
    if "<script" in html.lower() and len(html) < 3000 and not _HAS_LINK.search(html) and len(text) < _EMPTY:
        return _CHALLENGED
    if home is not None and _is_home(snapshot, html, home):
        return Verdict("home_page", "The portal sent its home page instead of the page asked for.")
    title = _title(html)
    own = title + text if len(text) < _SHORT else title
    for pattern, verdict in ((_GONE, _SOFT_404), (_CAPTCHA, _CAPTCHA_PAGE), (_REFUSED, _FORBIDDEN), (_LOGIN, _LOGIN_PAGE)):
        if pattern.search(own) or (pattern is _LOGIN and len(text) < _SHORT and "password" in html.lower()):
            return verdict
    if len(text) < _EMPTY and not _CARRIES_FILE.search(html):
        return Verdict("empty", "The portal answered with an empty page.")
    return None


_CHALLENGED = Verdict("challenge", "The portal sent a challenge for browsers instead of the page; it was not answered.")
_CAPTCHA_PAGE = Verdict("captcha", "The portal asks for a captcha; it was not answered.")
_LOGIN_PAGE = Verdict("login", "The portal asks for a login instead of showing the page.")
_SOFT_404 = Verdict("soft_404", "The page says that it does not exist, though the portal answered with success.")
_FORBIDDEN = Verdict("forbidden", "The portal refused the request.")


def _by_status(snapshot: Snapshot, html: str) -> Verdict | None:
    status = snapshot.status
    if status in _CHALLENGE_STATUS or (status == 202 and "<script" in html.lower()):
        return _CHALLENGED
    if status in (401, 403, 405, 429):
        return Verdict("forbidden", f"The portal refused the request with status {status}.")
    if status >= 500:
        return Verdict("server_error", f"The portal answered with the error {status}.")
    if status >= 400:
        return Verdict("not_found", f"The portal answered with status {status}: there is no page at this address.")
    return None


def _is_home(snapshot: Snapshot, html: str, home: Snapshot) -> bool:
    asked = urlsplit(snapshot.requested_url or snapshot.url)
    at_home = urlsplit(home.requested_url or home.url)
    if (asked.netloc, asked.path.rstrip("/")) == (at_home.netloc, at_home.path.rstrip("/")):
        return False
    if snapshot.sha256 == home.sha256 or snapshot.url.rstrip("/") == home.url.rstrip("/"):
        return True
    # The same title alone proves nothing: many portals give every page the portal's name for a title.
    theirs = decoded(home).text
    return _title(html) == _title(theirs) != "" and _likeness(html, theirs) > 0.9


def _likeness(one: str, other: str) -> float:
    """The share of lines of the shorter page that the other has too."""
    ours, theirs = set(one.splitlines()), set(other.splitlines())
    return len(ours & theirs) / max(1, max(len(ours), len(theirs)))


def _title(html: str) -> str:
    matched = _TITLE.search(html)
    return clean(matched[1]) if matched else ""
