"""Portal files: the facts of one website in YAML, checked so strictly that a typing error cannot pass for a fact."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import yaml

from archive.errors import BadInputError, PortalFileError
from archive.records import Channel, Portal
from crawler.cms import FAMILIES

BUILT_IN = Path(__file__).parent / "portals"
LEVELS = ("province", "city", "county", "township", "central")

_KEYS = {
    "name", "family", "home_url", "division_code", "level", "hosts", "channels", "expect", "crawl",
    "checked_on", "notes", "enabled",
}  # fmt: skip
_REQUIRED = ("name", "family", "home_url", "division_code", "level", "hosts", "channels", "expect")
_CHANNEL_KEYS = {"id", "name", "report_type", "list_url", "bureau", "parameters"}
_CHANNEL_REQUIRED = ("id", "name", "report_type", "list_url")
_CRAWL_KEYS = {"delay", "cookies", "legacy_tls"}
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")


def load_portals(folder: Path) -> dict[str, Portal]:
    """Every portal file of `folder` by its id, in order of name.

    Raises PortalFileError for the first file that is not as it should be, or where there is none.
    """
    if not folder.is_dir():
        raise PortalFileError(f"The portals folder {folder} does not exist; give another with --portals.")
    portals = {path.stem: load_portal(path) for path in sorted(folder.glob("*.yml"))}
    if not portals:
        raise PortalFileError(
            f"The portals folder {folder} holds no .yml file; add one or give another folder."
        )
    return portals


def choose_portals(known: dict[str, Portal], names: Sequence[str]) -> list[Portal]:
    """The named portals, each once, or all enabled ones where none is named; raises BadInputError for a wrong name."""
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else "see `cundang portals list`."
            raise BadInputError(f"There is no portal {name}; {hint}")
    if names:
        return [known[name] for name in dict.fromkeys(names)]
    return [portal for portal in known.values() if portal.enabled]


def load_portal(path: Path) -> Portal:
    """Read and check one portal file; its stem is the portal's id. Raises PortalFileError naming file and key."""
    try:
        stated = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise PortalFileError(f"There is no portal file {path}; see `cundang portals list`.") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise PortalFileError(f"{path.name} cannot be read as YAML ({reason}); correct the file.") from error
    return _Check(path.name).portal(path.stem, stated)


class _Check:
    """Turns what one file states into a Portal, refusing all that a portal file may not say."""

    def __init__(self, file_name: str) -> None:
        self._file = file_name

    def portal(self, portal_id: str, stated: Any) -> Portal:
        """The portal, every channel of which its family can ask for."""
        portal = self._portal(portal_id, stated)
        for channel in portal.channels:
            try:
                FAMILIES[portal.family].first_requests(channel)
            except PortalFileError as error:
                self._refuse(f"channel {channel.id}", f"cannot be asked for: {str(error).removesuffix('.')}")
        return portal

    def _portal(self, portal_id: str, stated: Any) -> Portal:
        self._keys(stated, _KEYS, _REQUIRED, "the file")
        if not _ID.fullmatch(portal_id):
            self._refuse("its name", "must be lower-case letters, digits, - and _")
        names = stated["name"]
        self._keys(names, {"zh", "en"}, ("zh", "en"), "name")
        self._keys(stated["expect"], {"reports_min"}, ("reports_min",), "expect")
        crawl = stated.get("crawl") or {}
        self._keys(crawl, _CRAWL_KEYS, (), "crawl")
        hosts = tuple(self._text(host, "hosts").lower() for host in self._list(stated["hosts"], "hosts"))
        return Portal(
            id=portal_id,
            name=self._text(names["zh"], "name.zh"),
            name_en=self._text(names["en"], "name.en"),
            family=self._choice(stated["family"], "family", tuple(FAMILIES)),
            home_url=self._url(stated["home_url"], "home_url", hosts),
            division_code=self._division_code(stated["division_code"]),
            level=self._choice(stated["level"], "level", LEVELS),
            hosts=hosts,
            channels=self._channels(stated["channels"], hosts),
            reports_min=self._count(stated["expect"]["reports_min"], "expect.reports_min"),
            delay=self._seconds(crawl.get("delay", 1.0)),
            cookies=self._flag(crawl.get("cookies", False), "crawl.cookies"),
            legacy_tls=self._flag(crawl.get("legacy_tls", False), "crawl.legacy_tls"),
            checked_on=str(stated["checked_on"]) if stated.get("checked_on") else None,
            notes=str(stated.get("notes") or "").strip(),
            enabled=self._flag(stated.get("enabled", True), "enabled"),
        )

    def _channels(self, stated: Any, hosts: tuple[str, ...]) -> tuple[Channel, ...]:
        channels = tuple(self._channel(one, hosts) for one in self._list(stated, "channels"))
        ids = [channel.id for channel in channels]
        if len(set(ids)) != len(ids):
            self._refuse("channels", "has the same id twice; give each channel its own")
        return channels

    def _channel(self, stated: Any, hosts: tuple[str, ...]) -> Channel:
        self._keys(stated, _CHANNEL_KEYS, _CHANNEL_REQUIRED, "a channel")
        parameters = stated.get("parameters") or {}
        if not isinstance(parameters, dict):
            self._refuse("channels.parameters", "must be a mapping of names to texts")
        return Channel(
            id=self._text(stated["id"], "channels.id"),
            name=self._text(stated["name"], "channels.name"),
            report_type=self._text(stated["report_type"], "channels.report_type"),
            list_url=self._url(stated["list_url"], "channels.list_url", hosts),
            bureau=self._text(stated["bureau"], "channels.bureau") if stated.get("bureau") else None,
            parameters={str(name): str(value) for name, value in parameters.items()},
        )

    def _keys(self, stated: Any, allowed: set[str], required: tuple[str, ...], where: str) -> None:
        if not isinstance(stated, dict):
            self._refuse(where, "must be a mapping of keys to values")
        unknown = sorted(str(key) for key in stated if key not in allowed)
        if unknown:
            self._refuse(
                where, f"has the unknown key `{unknown[0]}`; allowed are {', '.join(sorted(allowed))}"
            )
        missing = [key for key in required if stated.get(key) is None]
        if missing:
            self._refuse(where, f"lacks the key `{missing[0]}`; add it")

    def _url(self, stated: Any, key: str, hosts: tuple[str, ...]) -> str:
        url = self._text(stated, key)
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            self._refuse(key, f"is not an http or https address: {url}")
        if parts.netloc.lower() not in hosts and parts.hostname not in hosts:
            self._refuse(key, f"is on {parts.netloc}, which `hosts` does not name; add it there")
        return url

    def _division_code(self, stated: Any) -> str:
        if not isinstance(stated, str) or not re.fullmatch(r"\d{6}", stated):
            self._refuse("division_code", 'must be six digits in quotes, such as "410381"')
        return stated

    def _choice(self, stated: Any, key: str, allowed: tuple[str, ...]) -> str:
        if stated not in allowed:
            self._refuse(key, f"is `{stated}`, which does not exist; use one of {', '.join(allowed)}")
        return str(stated)

    def _list(self, stated: Any, key: str) -> list[Any]:
        if not isinstance(stated, list) or not stated:
            self._refuse(key, "must be a list with at least one entry")
        return stated

    def _text(self, stated: Any, key: str) -> str:
        if not isinstance(stated, str) or not stated.strip():
            self._refuse(key, "must be a text; put numbers in quotes")
        return stated.strip()

    def _count(self, stated: Any, key: str) -> int:
        if isinstance(stated, bool) or not isinstance(stated, int) or stated < 0:
            self._refuse(key, "must be a whole number, 0 or more")
        return stated

    def _seconds(self, stated: Any) -> float:
        if isinstance(stated, bool) or not isinstance(stated, (int, float)) or stated < 0:
            self._refuse("crawl.delay", "must be seconds, 0 or more")
        return float(stated)

    def _flag(self, stated: Any, key: str) -> bool:
        if not isinstance(stated, bool):
            self._refuse(key, "must be true or false")
        return stated

    def _refuse(self, where: str, why: str) -> NoReturn:
        raise PortalFileError(f"{self._file}: {where} {why}.")
