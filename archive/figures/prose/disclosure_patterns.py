"""Wordings that count what was disclosed, on which channel, and what leaked."""

from __future__ import annotations

from archive.figures.prose.rules import ITEMS, Rule, counted, number_first, when_about
from archive.figures.prose.wording import INFORMATION

_VIA = r"(?:通过|在|利用|依托|经由?|于|运用|其中)?"
# Whose site or account; a list of several (、和及等) is no single channel.
_WHOSE = r"(?P<whose>[^、和及与或等微报博\d:,《]{0,14}?)"
_SITE = r"(?:政府|政务|门户|官方|公开|信息)*(?:网站|(?<=[府务开息户])网(?:上|站)?)(?:平台|主站)?(?:上面?)?"
_PLACE_OF = {
    "website": rf"{_VIA}{_WHOSE}{_SITE}",
    "wechat": rf"{_VIA}{_WHOSE}微信(?:公众)?(?:平台|号|公众号|公众平台)*上?",
    "weibo": rf"{_VIA}{_WHOSE}微博(?:平台|账号|号)*上?",
    "gazette": rf"{_VIA}{_WHOSE}公报上?",
    "other": r"(?:通过|以)?其[他它](?:方式|渠道|形式|途径)",
}
_SHOWN = (
    r"(?:主动)?(?:向社会)?(?:(?:公开|发布|公布|刊登|刊载|推送)+(?:了|的)*" + INFORMATION + r"|公开(?:了|的)?)"
)
_CHANNEL_WORD = {"website": "网", "wechat": "微信", "weibo": "微博", "gazette": "公报", "other": "其"}


def _channels() -> tuple[Rule, ...]:
    found: list[Rule] = []
    for channel, place in _PLACE_OF.items():
        count = (f"disclosure.{channel}", None)
        rule = counted(count, "条", ITEMS, _CHANNEL_WORD[channel], rf"{place}{_SHOWN}")
        shown = rf"{place}(?:主动)?(?:公开|发布|公布|推送)(?:了)?"
        found += [rule, number_first(rule, shown, INFORMATION)]
    return tuple(found)


_ITEM_TOTAL = when_about(
    counted(
        ("disclosure.items", None),
        "条",
        ITEMS,
        "主动",
        rf"主动(?:向社会)?(?:公开|发布|公布)+(?:了|的)*{INFORMATION}",
    ),
    "items",
)
_LEAKS = counted(
    ("disclosure.leaks", None),
    "起",
    frozenset({"起", "件", "次", "例", ""}),
    "泄",
    r"(?:发生)(?:信息)?(?:失?泄密|泄露)(?:事件|事故|问题)",
)

DISCLOSURE: tuple[Rule, ...] = (
    *_channels(),
    _ITEM_TOTAL,
    number_first(_ITEM_TOTAL, r"主动(?:向社会)?公开了?", INFORMATION),
    _LEAKS,
)
