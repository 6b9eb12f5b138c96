"""A portal file drafted from one column page: what the page states, and what it leaves to a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

import yaml

from archive.bureaus import resolve
from archive.records import Channel, ListRequest, Origin, Portal, Snapshot
from archive.vocabulary import Gazetteer
from crawler.checkup import Step
from crawler.cms import detect
from crawler.cms.page import meta, page_of
from crawler.guard import named_private_hosts

_CHANNEL = "annual-reports"
_UNKNOWN_CODE = "000000"
_IN_TITLE = re.compile(r"[-_|—–]")


def draft(url: str, portal_id: str) -> Portal:
    """A portal of which nothing is known but the address of one of its columns."""
    parts = urlsplit(url)
    home = f"{parts.scheme}://{parts.netloc}/"
    channel = Channel(_CHANNEL, "政府信息公开年报", "disclosure_annual", url)
    hosts = (parts.netloc.lower(),)
    # A site on this machine is nobody's to be polite to.
    delay = 0.0 if named_private_hosts(hosts) else 1.0
    return Portal(
        portal_id, "", "", "plain", home, _UNKNOWN_CODE, "county", hosts, (channel,), 1, delay=delay
    )


def identified(portal: Portal, snapshot: Snapshot, gazetteer: Gazetteer) -> Portal:
    """The draft with what its column page states: family, name, division code, level.

    The ten characters of SiteIDCode begin with the division code (国办发〔2017〕47号).
    """
    page = page_of(snapshot)
    code = re.match(r"\d{6}", meta(page, "SiteIDCode"))
    title = page.findtext(".//title") or ""
    name = meta(page, "SiteName") or _IN_TITLE.split(title)[-1].strip()
    place = gazetteer.place(code[0]) if code else None
    if place is None:
        body = resolve(name, Origin(), None, gazetteer)
        place = gazetteer.place(body.division_code) if body and body.division_code else None
    recognised = detect(snapshot)
    column = meta(page, "ColumnName")
    return replace(
        portal,
        name=name,
        # A json_list must be described by hand before it can be asked for.
        family=recognised[0] if recognised and recognised[0] != "json_list" else "plain",
        division_code=place.division_code if place else _UNKNOWN_CODE,
        level=place.level if place else "county",
        channels=tuple(replace(channel, name=column or channel.name) for channel in portal.channels),
    )


def missing(portal: Portal) -> list[str]:
    """What a person has to look up before the file is worth crawling with."""
    found = ["name.en: the English name"]
    if not portal.name:
        found.append("name.zh: the page states no SiteName and no title")
    if portal.division_code == _UNKNOWN_CODE:
        found.append("division_code and level: the page states no SiteIDCode, and its name is no known place")
    return [*found, "expect.reports_min: the floor, once a first crawl has shown how many reports there are"]


def asked_with(steps: Sequence[Step]) -> list[ListRequest]:
    """The requests by which the survey went on from the column page: they carry the family's parameters."""
    return [step.request for step in steps if step.stage in ("list", "second_page")][1:]


def as_yaml(portal: Portal) -> str:
    """The portal file, as `crawler.portal.load_portal` reads it."""
    channel = portal.channels[0]
    lines = [
        f"name: {{zh: {_quoted(portal.name or portal.id)}, en: {_quoted(f'TODO {portal.hosts[0]}')}}}",
        f"family: {portal.family}",
        f"home_url: {_quoted(portal.home_url)}",
        f"division_code: '{portal.division_code}'",
        f"level: {portal.level}",
        f"hosts: [{', '.join(map(_quoted, portal.hosts))}]",
        "channels:",
        f"  - id: {channel.id}",
        f"    name: {_quoted(channel.name)}",
        f"    report_type: {channel.report_type}",
        f"    list_url: {_quoted(channel.list_url)}",
        f"expect: {{reports_min: {portal.reports_min}}}",
        "checked_on:",
        "enabled: false",
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    written: str = yaml.safe_dump(text, allow_unicode=True, default_style='"', width=10_000)
    return written.strip()
