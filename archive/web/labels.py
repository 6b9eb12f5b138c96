"""The interface's words in two languages, and days and times as readers know them."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

import yaml
from markupsafe import Markup

_BEIJING = ZoneInfo("Asia/Shanghai")
_EN_FIRST = "en"


@cache
def labels() -> dict[str, dict[str, str]]:
    """Every label by its key."""
    text = resources.files("archive.web").joinpath("labels.yml").read_text(encoding="utf-8")
    stated: dict[str, dict[str, str]] = yaml.safe_load(text)
    return stated


class Words:
    """Looks words up for one request; `lang` en puts English first."""

    def __init__(self, lang: str | None) -> None:
        self.lang = _EN_FIRST if lang == _EN_FIRST else "zh"

    def __call__(self, key: str) -> Markup:
        """Both languages as HTML, the second set apart."""
        label = labels()[key]
        first, second = ("en", "zh") if self.lang == _EN_FIRST else ("zh", "en")
        tags = {"zh": "zh-CN", "en": "en"}
        return Markup('<span lang="{}">{}</span> <span class="second" lang="{}">{}</span>').format(
            tags[first], label[first], tags[second], label[second]
        )

    def plain(self, key: str) -> str:
        """Both languages as plain text, for titles and attributes."""
        label = labels()[key]
        pair = (label["en"], label["zh"]) if self.lang == _EN_FIRST else (label["zh"], label["en"])
        return " · ".join(dict.fromkeys(pair))


def day(iso: str | None) -> Markup:
    """2020-01-22 as 2020年1月22日, with the ISO form for machines; nothing for None."""
    if not iso:
        return Markup("")
    value = date.fromisoformat(iso[:10])
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), plain_day(iso))


def plain_day(iso: str) -> str:
    """2020-01-22 as 2020年1月22日."""
    value = date.fromisoformat(iso[:10])
    return f"{value.year}年{value.month}月{value.day}日"


def moment(iso: str | None) -> str:
    """An instant in Beijing time, to the minute; empty for None."""
    if not iso:
        return ""
    return datetime.fromisoformat(iso).astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M")


def safe_link(url: str | None) -> str | None:
    """The address, where it is one a browser may open from an archive: http or https only."""
    return url if url and url.startswith(("http://", "https://")) else None
