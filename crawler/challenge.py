"""What a page is instead of what was asked for: a blocked page is never read, and never taken for a removal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.records import Snapshot
from crawler.decode import decoded
from crawler.signs import SHORT, Signs, signs_of

# A report may well speak of captchas, logins and missing pages, and a short one may be nothing but an attachment: words
# count only where a page has next to nothing else.
_EMPTY = 100
_STUB = 3000
_SAME_PAGE = 0.9

_CHALLENGE_STATUS = (412, 468, 521)
_CHALLENGE = re.compile(r"\$_ts\b|\$_ss\b|__jsl|acw_sc__v2|document\.cookie\s*=\s*\(|;go\(\{|CT6T|C3VK|wzws")
_CAPTCHA = re.compile(
    r"输入.{0,8}验证码|[滑拖]动.{0,8}(?:滑块|验证|拼图)|(?:安全|人机|滑动)验证|captcha", re.I
)
_CAPTCHA_SCRIPT = re.compile(r"captcha|geetest", re.I)
_LOGIN = re.compile(r"请您?先?登[录陆]|(?:用户|系统|账号|帐号|会员)登[录陆]|统一身份认证|登[录陆]超时")
_LOGIN_TITLE = re.compile(
    r".{0,6}(?:登[录陆](?:页面?|界面|入口)?|统一身份认证(?:平台|系统|中心)?|login)", re.I
)
_REFUSED = re.compile(
    r"访问被(?:拒绝|拦截|阻断|限制)|请求(?:已)?被(?:拒绝|拦截|阻断)|您的(?:请求|访问|IP).{0,12}(?:拦截|拒绝|限制|异常|禁止)|"
    r"不合法的参数|访问过?于?频繁|access denied|forbidden|request blocked",
    re.I,
)
_GONE = re.compile(
    r"(?:页面|网页|栏目|链接)(?:已经?)?(?:不存在|被删除|删除|未找到|找不到|失效)|"
    r"(?:找不到|未找到|没有找到)(?:您|该|此|你)?.{0,10}(?:页面|网页|文件|文章|资源)|"
    r"[您你]所?(?:要|想)?(?:访问|浏览|查看|请求)的.{0,10}(?:不存在|删除|下线|未找到)|"
    r"该(?:信息|文章|内容|页面)(?:已被?|不)(?:删除|下线|撤销|存在)|page not found|404 not found",
    re.I,
)
# 信息不存在 is also what a bureau answers to a request: it speaks of the page only where the page says no more.
_GONE_BARE = re.compile(r"(?:文件|信息|内容|文章|资源)(?:已经?)?(?:不存在|被删除|删除|未找到|找不到)")
_GONE_TITLE = re.compile(r"(?<!\d)404(?!\d|\s*[号件项条人次])")
_DATA = re.compile(
    r"(?:<\?xml[^>]*\?>\s*)?(?:[\"\[{(]|var\s|\w+\(|<(?:datastore|recordset|record|nextgroup)\b)", re.I
)
# What a list says on a page after its last.
_NO_ROWS = re.compile(r"暂无(?:相关)?(?:信息|数据|内容|记录)|没有(?:相关|找到)?(?:信息|数据|记录)")
# All that is left of a list page a portal no longer keeps is at times the script that counts its pages.
_PAGER = re.compile(r"createPage(?:HTML)?\(|countPage")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the page is instead, in one word and in a sentence for a person.

    `kind` is challenge, captcha, login, soft_404, not_found, home_page, empty, forbidden or server_error.
    """

    kind: str
    sentence: str


def recognise(snapshot: Snapshot, home: Snapshot | None = None) -> Verdict | None:
    """What a list or report page is instead of one; None where nothing speaks against it.

    `home` is the portal's home page of the same run, by which a home page served for another address is told.
    Signs are those of the portals themselves and of the guards (WAF) in front of them.
    """
    html = decoded(snapshot).text
    by_status = _by_status(snapshot, html)
    if by_status:
        return by_status
    if _DATA.match(html.lstrip("\ufeff \r\n\t")) or "javascript" in snapshot.header("content-type"):
        return None
    page = signs_of(snapshot)
    if page.is_bare and len(page.text) < _EMPTY and _NO_ROWS.search(page.text):
        return None
    if _is_challenge(page, html):
        return _CHALLENGED
    if home is not None and _is_home(snapshot, home):
        return _HOME_PAGE
    return _by_words(page, html)


_CHALLENGED = Verdict(
    "challenge", "The portal sent a challenge for browsers, which is not answered; try again another night."
)
_COOKIE_WALL = Verdict(
    "challenge",
    "The portal redirects the address to itself even with the cookie it set; look at it in a browser.",
)
_CAPTCHA_PAGE = Verdict(
    "captcha", "The portal asks for a captcha, which is not answered; try again another night."
)
_LOGIN_PAGE = Verdict(
    "login", "The portal asks for a login instead of showing the page; look at it in a browser."
)
_SOFT_404 = Verdict(
    "soft_404", "The page says that it does not exist, though its status is 200; look at it in a browser."
)
_FORBIDDEN = Verdict("forbidden", "The page says that the request was refused; try again another night.")
_HOME_PAGE = Verdict("home_page", "The portal sent its home page instead; look whether the page has moved.")
_EMPTY_PAGE = Verdict("empty", "The portal answered with an empty page; look at it in a browser.")


def _by_status(snapshot: Snapshot, html: str) -> Verdict | None:
    status = snapshot.status
    if status in _CHALLENGE_STATUS or (status == 202 and "<script" in html.lower()):
        return _CHALLENGED
    if status in (404, 410):
        return Verdict(
            "not_found",
            f"The portal answered {status}: there is no page at this address; look for its new one.",
        )
    if status >= 500:
        return Verdict(
            "server_error", f"The portal answered with the error {status}; try again another night."
        )
    # Guards answer 400, 405 and 422 to what they dislike: no word about the page.
    if status >= 400:
        return Verdict(
            "forbidden", f"The portal refused the request (status {status}); try again another night."
        )
    if status >= 300:
        redirect = Verdict(
            "server_error", f"The portal's redirect ({status}) leads nowhere; look at it in a browser."
        )
        return _COOKIE_WALL if snapshot.header("set-cookie") else redirect
    return None


def _is_challenge(page: Signs, html: str) -> bool:
    if page.is_bare and len(page.text) < _EMPTY and _CHALLENGE.search(html):
        return True
    if _PAGER.search(html):
        return False
    is_stub = "<script" in html.lower() and len(html) < _STUB and not page.links
    return is_stub and len(page.text) < _EMPTY and page.is_bare and not page.is_shell and not page.has_image


def _is_home(snapshot: Snapshot, home: Snapshot) -> bool:
    if _place(snapshot) == _place(home):
        return False
    if snapshot.sha256 == home.sha256 or snapshot.url.rstrip("/") == home.url.rstrip("/"):
        return True
    # The same title alone proves nothing: many portals give every page the portal's name for a title.
    ours, theirs = signs_of(snapshot), signs_of(home)
    if ours.title != theirs.title or not theirs.words:
        return False
    return all(
        _overlap(*pair) >= _SAME_PAGE for pair in ((ours.words, theirs.words), (ours.links, theirs.links))
    )


def _place(snapshot: Snapshot) -> tuple[str, str, str]:
    """The address asked for, a folder and its index page being one."""
    asked = urlsplit(snapshot.requested_url or snapshot.url)
    return asked.netloc, re.sub(r"(?:/|/index\.\w+)$", "", asked.path), asked.query


def _by_words(page: Signs, html: str) -> Verdict | None:
    if page.is_article and len(page.text) >= _EMPTY:
        return None
    short = page.text if len(page.text) < SHORT else ""
    if _GONE.search(f"{page.title}\n{short}") or _GONE_TITLE.search(page.title):
        return _SOFT_404
    if len(page.text) < _EMPTY and page.is_bare and _GONE_BARE.search(page.text):
        return _SOFT_404
    if any(_LOGIN_TITLE.fullmatch(part) for part in re.split(r"[-_|—–\s]+", page.title)):
        return _LOGIN_PAGE
    return _by_bare_page(page, html) if page.is_bare else None


def _by_bare_page(page: Signs, html: str) -> Verdict | None:
    words = f"{page.title}\n{page.text}"
    if page.has_password or _LOGIN.search(words):
        return _LOGIN_PAGE
    if _CAPTCHA.search(words) or (len(page.text) < _EMPTY and _CAPTCHA_SCRIPT.search(html)):
        return _CAPTCHA_PAGE
    if _REFUSED.search(words):
        return _FORBIDDEN
    is_empty = len(page.text) < _EMPTY and not (
        page.links or page.has_image or page.is_shell or _PAGER.search(html)
    )
    return _EMPTY_PAGE if is_empty else None


def _overlap(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """The share of all that either has which both have."""
    return len(ours & theirs) / max(1, len(ours | theirs))
