"""The CMS families: the only registry, and recognition by fingerprint."""

from __future__ import annotations

from typing import Protocol

from archive.records import Channel, ListPage, ListRequest, ReportPage, Snapshot
from crawler.cms import (
    aspnet,
    epoint,
    gkmlpt,
    hanweb,
    henan_date,
    json_list,
    lonsun,
    plain,
    siteserver,
    trs,
    truecms,
    ucap,
    vsb,
)


class Family(Protocol):
    """What every family module offers."""

    def fingerprint(self, snapshot: Snapshot) -> str | None:
        """What shows that a page is of this family, or None."""

    def first_requests(self, channel: Channel) -> list[ListRequest]:
        """The first page, or pages, of a channel's listing."""

    def parse_list(self, snapshot: Snapshot) -> ListPage:
        """One page of a listing."""

    def parse_report(self, snapshot: Snapshot) -> ReportPage:
        """One report page."""


# In the order in which fingerprints are tried: the surer signs first, the last resort last.
FAMILIES: dict[str, Family] = {
    "gkmlpt": gkmlpt,
    "hanweb": hanweb,
    "truecms": truecms,
    "epoint": epoint,
    "lonsun": lonsun,
    "ucap": ucap,
    "henan_date": henan_date,
    "trs": trs,
    "vsb": vsb,
    "siteserver": siteserver,
    "aspnet": aspnet,
    "json_list": json_list,
    "plain": plain,
}


def detect(snapshot: Snapshot) -> tuple[str, str] | None:
    """The family of a page and the evidence for it; None where no fingerprint is found."""
    for name, family in FAMILIES.items():
        evidence = family.fingerprint(snapshot)
        if evidence:
            return name, evidence
    return None
