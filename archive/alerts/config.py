"""`alerts.yml`: who is told, what is muted and which searches are saved; checked strictly, and free of secrets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import yaml

from archive.errors import BadInputError
from archive.health.conditions import kinds
from archive.vocabulary import report_types

CONFIG_FILE = "alerts.yml"
# Name in a saved search, column of `report`: the words of the search page's own filters.
FILTERS = {"place": "place", "bureau": "bureau", "year": "report_year", "kind": "report_type"}
_SECRETS = {
    "password": "CUNDANG_SMTP_PASSWORD",
    "user": "CUNDANG_SMTP_USER",
    "host": "CUNDANG_SMTP_HOST",
    "port": "CUNDANG_SMTP_PORT",
    "starttls": "CUNDANG_SMTP_STARTTLS",
    "url": "CUNDANG_WEBHOOK_URL",
    "token": "CUNDANG_WEBHOOK_TOKEN",
}  # fmt: skip
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
# A line break in an address would begin another header.
_ADDRESS = re.compile(r"[!-?A-~]+@[!-?A-~]+")
_ADDRESS_SIGNS = set('<>,;:"()[]\\')


@dataclass(frozen=True, slots=True)
class Email:
    """Who is told of what is not well, and from which address all mail goes out."""

    sender: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mute:
    """A condition that is not told until the end of a day, and why."""

    portal: str
    kind: str
    reason: str
    until: date


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A reader's search: what it asks, what a report must also be (columns of `report`), and who is told."""

    name: str
    query: str
    columns: dict[str, str | int]
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Config:
    """All that `alerts.yml` states; `webhook_variable` names the environment variable that holds the address."""

    site_url: str | None
    email: Email | None
    webhook_variable: str | None
    mutes: tuple[Mute, ...]
    searches: tuple[SavedSearch, ...]


def load_config(path: Path) -> Config:
    """Read and check one configuration.

    Raises BadInputError naming file and key where one is unknown, absent, wrong, or a secret.
    """
    try:
        stated = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 derived from SafeLoader
    except FileNotFoundError as error:
        raise BadInputError(f"{path} does not exist; give another file with --config.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadInputError(
            f"{path} cannot be read; it must be UTF-8 text that this user may read."
        ) from error
    except yaml.MarkedYAMLError as error:
        # The rest of YAML's own message quotes the line, and with it what may be a secret.
        line = f" in line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise BadInputError(f"{path.name} is not YAML{line} ({error.problem}); correct the file.") from None
    except yaml.YAMLError:
        raise BadInputError(f"{path.name} is not YAML; correct the file.") from None
    return _Check(path.name).config({} if stated is None else stated)


class _Loader(yaml.SafeLoader):
    """Refuses a key that is stated twice: the first would be lost without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = next((key for at, key in enumerate(keys) if key in keys[:at]), None)
        if twice is not None:
            raise yaml.constructor.ConstructorError(None, None, f"{twice} is stated twice", node.start_mark)
        return super().construct_mapping(node, deep)


class _Check:
    """Turns what one file states into a Config, refusing all that it may not say."""

    def __init__(self, file_name: str) -> None:
        self._file = file_name

    def config(self, stated: Any) -> Config:
        self._keys(stated, ("site_url", "email", "webhook", "mute", "searches"), (), "the file")
        searches = self._list(stated.get("searches") or [], "searches", self._search)
        names = [search.name for search in searches]
        if len(set(names)) != len(names):
            self._refuse("searches", "has the same name twice; give each search its own")
        config = Config(
            site_url=self._site_url(stated["site_url"]) if "site_url" in stated else None,
            email=self._email(stated["email"]) if "email" in stated else None,
            webhook_variable=self._webhook(stated["webhook"]) if "webhook" in stated else None,
            mutes=self._list(stated.get("mute") or [], "mute", self._mute),
            searches=searches,
        )
        if searches and (config.email is None or config.site_url is None):
            self._refuse("searches", "need `email.from` to be mailed from and `site_url` for their links")
        return config

    def _email(self, stated: Any) -> Email:
        self._keys(stated, ("from", "to"), ("from",), "email")
        return Email(
            self._address(stated["from"], "email.from"),
            self._list(stated.get("to") or [], "email.to", self._address),
        )

    def _webhook(self, stated: Any) -> str:
        self._keys(stated, ("url_env",), ("url_env",), "webhook")
        if not isinstance(stated["url_env"], str) or not _VARIABLE.fullmatch(stated["url_env"]):
            self._refuse("webhook.url_env", "must name an environment variable, such as CUNDANG_WEBHOOK_URL")
        return stated["url_env"]

    def _mute(self, stated: Any, where: str) -> Mute:
        names = ("portal", "kind", "reason", "until")
        self._keys(stated, names, names, where)
        if stated["kind"] not in kinds():
            self._refuse(f"{where}.kind", f"must be one of {', '.join(kinds())}")
        # YAML reads 2027-01-31 as a day, and 2027-01-31T00:00 as a moment.
        if type(stated["until"]) is not date:
            self._refuse(f"{where}.until", "must be a day such as 2027-01-31")
        return Mute(
            self._text(stated["portal"], f"{where}.portal"), stated["kind"],
            self._text(stated["reason"], f"{where}.reason"), stated["until"],
        )  # fmt: skip

    def _search(self, stated: Any, where: str) -> SavedSearch:
        self._keys(stated, ("name", "query", "filters", "to"), ("name", "to"), where)
        filters = stated.get("filters") or {}
        self._keys(filters, tuple(FILTERS), (), f"{where}.filters")
        query = stated.get("query")
        if query is None and not filters:
            self._refuse(where, "names neither a query nor a filter")
        to = self._list(stated["to"], f"{where}.to", self._address)
        if not to:
            self._refuse(f"{where}.to", "must name at least one address")
        return SavedSearch(
            name=self._text(stated["name"], f"{where}.name"),
            query=self._text(query, f"{where}.query") if query is not None else "",
            columns={FILTERS[name]: self._filter(name, value, where) for name, value in filters.items()},
            to=to,
        )

    def _filter(self, name: str, value: Any, where: str) -> str | int:
        if name == "year":
            if type(value) is not int:
                self._refuse(f"{where}.filters.year", "must be a year such as 2024")
            return int(value)
        if name == "kind" and value not in report_types():
            self._refuse(f"{where}.filters.kind", f"must be one of {', '.join(report_types())}")
        return self._text(value, f"{where}.filters.{name}")

    def _keys(self, stated: Any, known: Sequence[str], needed: Sequence[str], where: str) -> None:
        if not isinstance(stated, dict):
            self._refuse(where, f"must be a mapping of {', '.join(known)}")
        for key in stated:
            if key not in known and key in _SECRETS:
                self._refuse(
                    f"{where}.{key}", f"comes from the environment only ({_SECRETS[key]}), never from a file"
                )
            if key not in known:
                self._refuse(where, f"has the unknown key {key}; known are {', '.join(known)}")
        for key in needed:
            if stated.get(key) in (None, ""):
                self._refuse(where, f"lacks {key}")

    def _list(self, stated: Any, where: str, read: Any) -> tuple[Any, ...]:
        if not isinstance(stated, list):
            self._refuse(where, "must be a list")
        return tuple(read(one, f"{where}[{at}]") for at, one in enumerate(stated, start=1))

    def _address(self, stated: Any, where: str) -> str:
        if not isinstance(stated, str) or not _ADDRESS.fullmatch(stated) or _ADDRESS_SIGNS & set(stated):
            self._refuse(where, "must be a plain address such as name@example.org")
        return stated

    def _site_url(self, stated: Any) -> str:
        parts = urlsplit(stated) if isinstance(stated, str) else None
        if (
            parts is None
            or parts.scheme not in ("http", "https")
            or not parts.hostname
            or "@" in parts.netloc
        ):
            self._refuse("site_url", "must be the address of the site, such as https://archive.example.org")
        return str(stated).rstrip("/")

    def _text(self, stated: Any, where: str) -> str:
        if not isinstance(stated, str) or not stated.strip():
            self._refuse(where, "must be text; put it in quotes")
        return " ".join(stated.split())

    def _refuse(self, where: str, why: str) -> NoReturn:
        raise BadInputError(f"{self._file}: {where} {why}; correct the file.")
