"""The interface's words in two languages, and days and times as readers know them."""

from __future__ import annotations

import re
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from importlib import resources

import yaml
from markupsafe import Markup

from archive import vocabulary
from archive.dates import BEIJING
from archive.quality import rules

_TAGS = {"zh": "zh-CN", "en": "en"}
# Which language this reader wants first; set for each request by `language.py`.
FIRST: ContextVar[str] = ContextVar("first_language", default="zh")


@cache
def labels() -> dict[str, dict[str, str]]:
    """Every label by its key."""
    text = resources.files("archive.web").joinpath("labels.yml").read_text(encoding="utf-8")
    stated: dict[str, dict[str, str]] = yaml.safe_load(text)
    return stated


class Words:
    """Looks words up in the order this reader wants."""

    @property
    def lang(self) -> str:
        """The language that comes first, as an HTML tag."""
        return _TAGS[FIRST.get()]

    def __call__(self, key: str) -> Markup:
        """Both languages as HTML, the second set apart."""
        return _both(labels()[key])

    def plain(self, key: str) -> str:
        """Both languages as plain text, for titles and attributes."""
        label = labels()[key]
        return " · ".join(dict.fromkeys(label[language] for language in _order()))

    def first(self, key: str) -> str:
        """The language this reader wants first, as plain text."""
        return self.said(key, 0)

    def said(self, key: str, at: int) -> str:
        """One language as plain text: at 0 the one that this reader wants first, at 1 the other."""
        return labels()[key][_order()[at]]

    def report_type(self, key: str) -> Markup:
        """A report type by its name in both languages; the key itself where the vocabulary has none."""
        known = vocabulary.report_types().get(key)
        return _both(known) if known else Markup("{}").format(key)

    def issue(self, kind: str) -> Markup:
        """A kind of issue in both languages: a quality rule by its name, another by its label, the key itself where it has none."""
        rule = rules().get(kind)
        known = {"zh": rule.name.zh, "en": rule.name.en} if rule else labels().get(f"issue_{kind}")
        return _both(known) if known else Markup("{}").format(kind)

    def noted(self, note: str | None) -> Markup:
        """A note of metadata.yml, `中文 · English`, as HTML in this reader's order."""
        stated = _stated(note)
        return _both(stated) if stated["en"] else Markup("{}").format(stated["zh"])

    def heading(self, note: str | None) -> str:
        """The first words of a column's note, short enough to stand over the column."""
        return re.split(r"[：，；（。,;:]| \(", _stated(note)[FIRST.get()])[0]


def sentences(*keys: str) -> str:
    """Labels as plain text for an answer that is no page: a line for each language, Chinese first."""
    return "".join(f"{labels()[key]['zh']}\n{labels()[key]['en']}\n" for key in keys)


def _stated(note: str | None) -> dict[str, str]:
    zh, _, en = (note or "").partition(" · ")
    return {"zh": zh, "en": en}


def _order() -> tuple[str, str]:
    return ("en", "zh") if FIRST.get() == "en" else ("zh", "en")


def _both(label: dict[str, str]) -> Markup:
    first, second = _order()
    return Markup('<span lang="{}">{}</span> <span class="second" lang="{}">{}</span>').format(
        _TAGS[first], label[first], _TAGS[second], label[second]
    )


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
    return datetime.fromisoformat(iso).astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def safe_link(url: str | None) -> str | None:
    """The address, where it is one a browser may open from an archive: http or https only."""
    return url if url and url.startswith(("http://", "https://")) else None
