"""Captures as WARC records: responses, bodies met before, answers that nothing has changed, attempts without an answer."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from archive.records import Capture, Snapshot
from archive.warc.container import Record, digest
from archive.warc.http import head_of, headers_of

# What only this archive knows of a capture, as one line of JSON: a field that other programs pass over.
FIELD = "Cundang-Capture"
_PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
_HTTP = "application/http;msgtype=response"
_DESCRIPTION = (
    "Captures of disclosure reports. Bodies are kept after transfer decoding: Content-Length, Content-Encoding and "
    "Transfer-Encoding as the server sent them are named X-Archive-Orig-*. Header names are lower case, as kept. There are no "
    f"request records, because the headers of requests are not kept. {FIELD} states in JSON the capture's number, portal, "
    "channel, role, run, addresses and posted body as the archive has them."
)


@dataclass(frozen=True, slots=True)
class _Written:
    """A record of this file that later ones can refer to."""

    record_id: str
    uri: str
    date: str
    sha256: str


class Exporter:
    """Turns captures into the records of one file; `program` is the name and version of what writes it."""

    def __init__(self, program: str, now: datetime) -> None:
        self._program, self._now = program, now
        self._by_body: dict[str, _Written] = {}
        self._by_url: dict[str, _Written] = {}

    def records(self, captures: Iterable[Capture], file_name: str) -> Iterator[Record]:
        """One record that describes the file, then one for every capture, in order."""
        yield self._description(file_name)
        for capture in captures:
            yield self._record(capture)

    def _description(self, file_name: str) -> Record:
        lines = {
            "software": self._program,
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "description": _DESCRIPTION,
        }
        fields = {
            "WARC-Type": "warcinfo",
            "WARC-Record-ID": f"<{uuid.uuid4().urn}>",
            "WARC-Date": _moment(self._now),
            "WARC-Filename": quote(file_name, safe=""),
            "Content-Type": "application/warc-fields",
        }
        return Record(fields, "".join(f"{name}: {value}\r\n" for name, value in lines.items()).encode())

    def _record(self, capture: Capture) -> Record:
        fields = {
            "WARC-Type": "metadata",
            "WARC-Record-ID": _record_id(capture),
            "WARC-Date": _moment(capture.captured_at),
            "WARC-Target-URI": _uri(capture.snapshot.url if capture.snapshot else capture.url),
        }
        if capture.snapshot is None:
            return _attempt(capture, fields)
        return self._answer(capture, capture.snapshot, fields)

    def _answer(self, capture: Capture, snapshot: Snapshot, fields: dict[str, str]) -> Record:
        is_http = snapshot.url.startswith(("http://", "https://"))
        head = head_of(snapshot.status, snapshot.headers, len(snapshot.body)) if is_http else b""
        exact = headers_of(head) == snapshot.headers if is_http else not snapshot.headers
        fields[FIELD] = json.dumps(_stated(capture, snapshot, None if exact else snapshot.headers))
        fields["Content-Type"] = _HTTP if is_http else "application/octet-stream"
        earlier = self._by_body.get(snapshot.sha256)
        here = _Written(
            fields["WARC-Record-ID"], fields["WARC-Target-URI"], fields["WARC-Date"], snapshot.sha256
        )
        if snapshot.status == 304:
            return _revisit(fields, head, "server-not-modified", self._by_url.get(capture.url))
        self._by_url[capture.url] = here
        fields["WARC-Payload-Digest"] = digest(snapshot.body)
        if earlier is not None:
            return _revisit(fields, head, "identical-payload-digest", earlier)
        self._by_body[snapshot.sha256] = here
        fields["WARC-Type"] = "response" if is_http else "resource"
        return Record(fields, head + snapshot.body)


def _attempt(capture: Capture, fields: dict[str, str]) -> Record:
    lines = {
        "error": capture.error,
        "portal": capture.portal_id,
        "run": capture.crawl_run_id,
        "via": _uri(capture.parent_url) if capture.parent_url else None,
    }
    block = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)
    fields = {
        **fields,
        FIELD: json.dumps(_stated(capture, None, None)),
        "Content-Type": "application/warc-fields",
    }
    return Record(fields, block.encode())


def _revisit(fields: dict[str, str], head: bytes, profile: str, earlier: _Written | None) -> Record:
    fields = {**fields, "WARC-Type": "revisit", "WARC-Profile": _PROFILE + profile}
    if earlier is not None:
        fields["WARC-Refers-To"] = earlier.record_id
        fields["WARC-Refers-To-Target-URI"] = earlier.uri
        fields["WARC-Refers-To-Date"] = earlier.date
        fields["WARC-Payload-Digest"] = f"sha256:{earlier.sha256}"
    return Record(fields, head)


def _stated(capture: Capture, snapshot: Snapshot | None, headers: object) -> dict[str, object]:
    stated = {
        "number": capture.id,
        "role": capture.role,
        "portal": capture.portal_id,
        "channel": capture.channel_id,
        "run": capture.crawl_run_id,
        "url": capture.url,
        "parent_url": capture.parent_url,
        "error": capture.error,
        "final_url": snapshot.url if snapshot else None,
        "status": snapshot.status if snapshot else None,
        "sha256": snapshot.sha256 if snapshot else None,
        "request_body": snapshot.request_body or None if snapshot else None,
        # Only where the block of the record cannot state them to the letter.
        "headers": headers,
    }
    return {name: value for name, value in stated.items() if value is not None}


def _record_id(capture: Capture) -> str:
    """The same for the same capture in every file, so that two files can be compared."""
    sha256 = capture.snapshot.sha256 if capture.snapshot else ""
    named = f"{capture.id} {capture.captured_at.isoformat()} {capture.url} {sha256}"
    return f"<{uuid.uuid5(uuid.NAMESPACE_URL, named).urn}>"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _uri(url: str) -> str:
    """An address as the standard wants it; the address as it was met is in the field of our own."""
    return quote(url, safe="!#$%&'()*+,/:;=?@[]~")
