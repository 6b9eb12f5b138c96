"""WARC records as captures: our own exports to the letter, other archives' documents as imports with the moment they state."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal, cast, get_args

from archive.records import Capture, Role, Snapshot
from archive.warc.container import LARGEST_BODY, Record, digest
from archive.warc.exporting import FIELD
from archive.warc.http import TooLargeError, decoded_body, headers_of, parsed

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z")
_LARGEST_NUMBER = 2**31
_BODIES = ("response", "resource")

Refusal = Literal["damaged", "too_large", "no_body", "passed_over", "no_capture"]


@dataclass(frozen=True, slots=True)
class Imported:
    """What one record is: a capture, or the reason why it is none."""

    capture: Capture | None
    refusal: Refusal | None = None


class Importer:
    """Turns the records of one file into captures.

    `body_of` gives the bytes with a SHA-256 from the archive, None where it has none; `is_document` says whether the
    bytes of a stranger's record, and its content type, are a document to be kept.
    """

    def __init__(
        self, body_of: Callable[[str], bytes | None], is_document: Callable[[bytes, str], bool]
    ) -> None:
        self._body_of, self._is_document = body_of, is_document
        self._hashes: dict[str, str] = {}

    def imported(self, record: Record) -> Imported:
        """The capture a record holds; never raises for what the record says."""
        if record.state in ("damaged", "too_large"):
            return Imported(None, cast(Refusal, record.state))
        is_own = FIELD.lower() in record.fields
        if not is_own and record.get("warc-type") not in (*_BODIES, "revisit"):
            return Imported(None, "no_capture")
        try:
            return self._own(record) if is_own else self._foreign(record)
        except TooLargeError:
            return Imported(None, "too_large")
        except (ValueError, TypeError, RecursionError):
            return Imported(None, "damaged")

    def _own(self, record: Record) -> Imported:
        stated = _checked(json.loads(record.get(FIELD.lower())))
        capture = Capture(
            url=stated["url"],
            role=stated["role"],
            captured_at=_moment(record),
            error=stated.get("error"),
            portal_id=stated.get("portal"),
            channel_id=stated.get("channel"),
            crawl_run_id=stated.get("run"),
            parent_url=stated.get("parent_url"),
        )
        if "sha256" not in stated:
            return Imported(capture)
        body = self._own_body(record, stated["sha256"])
        if body is None:
            return Imported(None, "no_body")
        snapshot = Snapshot(
            url=stated["final_url"],
            requested_url=stated["url"],
            request_body=stated.get("request_body", ""),
            body=body,
            captured_at=capture.captured_at,
            status=stated["status"],
            headers=_own_headers(record, stated),
        )
        if snapshot.sha256 != stated["sha256"]:
            return Imported(None, "damaged")
        return Imported(replace(capture, snapshot=snapshot))

    def _own_body(self, record: Record, sha256: str) -> bytes | None:
        if record.get("warc-type") == "response":
            return record.block.partition(b"\r\n\r\n")[2]
        if record.get("warc-type") == "resource":
            return record.block
        # Nothing was sent with a 304, and an empty body needs no place to lie.
        return b"" if digest(b"") == f"sha256:{sha256}" else self._body_of(sha256)

    def _foreign(self, record: Record) -> Imported:
        answer = parsed(record.block)
        is_resource = record.get("warc-type") == "resource"
        if answer is None and not is_resource:
            return Imported(None, "passed_over")
        if answer is not None and not is_resource and answer.status != 200:
            return Imported(None, "passed_over")
        headers = answer.headers if answer and not is_resource else ()
        if record.get("warc-type") == "revisit":
            body = self._body_of(self._hashes.get(record.get("warc-payload-digest"), ""))
        else:
            body = decoded_body(answer) if answer and not is_resource else record.block
        if body is None:
            return Imported(None, "no_body")
        return self._document(record, body, headers)

    def _document(self, record: Record, body: bytes, headers: tuple[tuple[str, str], ...]) -> Imported:
        if len(body) > LARGEST_BODY:
            raise TooLargeError
        content_type = dict(headers).get("content-type", "") or record.get("content-type")
        if not self._is_document(body, content_type):
            return Imported(None, "passed_over")
        url = record.get("warc-target-uri").strip("<>")
        if not url:
            raise ValueError
        captured_at = _moment(record)
        snapshot = Snapshot(url, body, captured_at, headers=headers, requested_url=url)
        payload_digest = record.get("warc-payload-digest")
        if payload_digest:
            self._hashes[payload_digest] = snapshot.sha256
        return Imported(Capture(url, "import", captured_at, snapshot))


def _own_headers(record: Record, stated: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    if "headers" in stated:
        return tuple((name, value) for name, value in stated["headers"])
    head, end, _ = record.block.partition(b"\r\n\r\n")
    return headers_of(head + end) if record.get("content-type").startswith("application/http") else ()


def _checked(stated: Any) -> dict[str, Any]:
    """What a field of our own says, if it says what an export would; raises ValueError or TypeError where it does not.

    Such a file may come from anywhere, and its facts become rows.
    """
    texts = ("role", "url", "portal", "channel", "parent_url", "error", "final_url", "sha256", "request_body")
    numbers = {"number": _LARGEST_NUMBER, "run": _LARGEST_NUMBER, "status": 999}
    allowed = {"url", "role", *texts, *numbers, "headers"}
    if not isinstance(stated, dict) or not {"url", "role"} <= stated.keys() <= allowed:
        raise ValueError
    if "sha256" in stated and not {"final_url", "status"} <= stated.keys():
        raise ValueError
    if not all(isinstance(stated[name], str) for name in texts if name in stated):
        raise TypeError
    for name, largest in numbers.items():
        if name in stated and not (type(stated[name]) is int and 0 < stated[name] <= largest):
            raise ValueError
    for pair in stated.get("headers", []):
        if not (len(pair) == 2 and all(isinstance(one, str) for one in pair)):
            raise ValueError
        "".join(pair).encode()
    # A crawl's captures have a portal and a run, imported files have neither: rows of another shape could not be read again.
    of_portal = {"portal", "run"} & stated.keys()
    if stated["role"] not in get_args(Role) or len(of_portal) != (0 if stated["role"] == "import" else 2):
        raise ValueError
    if "channel" in stated and not of_portal:
        raise ValueError
    # Half of a pair of surrogates is no text that a database can hold.
    "".join(stated[name] for name in texts if name in stated).encode()
    return stated


def _moment(record: Record) -> datetime:
    match = _MOMENT.fullmatch(record.get("warc-date"))
    if match is None:
        raise ValueError
    # Other tools count nanoseconds.
    fraction = int((match[2] or "").ljust(6, "0")[:6])
    return datetime.fromisoformat(match[1]).replace(microsecond=fraction, tzinfo=UTC)
