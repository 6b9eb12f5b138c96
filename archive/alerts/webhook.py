"""Messages as JSON to one address; the address is a secret of the environment and stands in no file and no message."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from archive.alerts.ledger import Message
from archive.alerts.mail import is_loopback
from archive.alerts.outbox import UnreachableError
from archive.errors import BadInputError

_TIMEOUT = 20.0


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where messages are posted, and what is shown as a bearer token; empty where none is needed."""

    url: str = field(repr=False)
    token: str = field(default="", repr=False)


def webhook_from(environment: Mapping[str, str], variable: str) -> Webhook:
    """The webhook whose address stands in `variable` and whose token in CUNDANG_WEBHOOK_TOKEN.

    Raises BadInputError where the address is absent or wrong, or where a token would cross a network in the clear.
    """
    url = environment.get(variable, "")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInputError(f"{variable} is not set to an http or https address; set it in the environment.")
    token = environment.get("CUNDANG_WEBHOOK_TOKEN", "")
    if token and parts.scheme == "http" and not is_loopback(parts.hostname):
        raise BadInputError(
            f"{variable} would send CUNDANG_WEBHOOK_TOKEN in the clear; use an https address."
        )
    return Webhook(url, token)


def post(webhook: Webhook, message: Message) -> None:
    """Post one message: its subject and text, and the alerts one by one; `id` is the same however often it is tried.

    Raises UnreachableError for any answer but a 2xx, and for none within 20 seconds.
    """
    payload = {"id": message.uuid, "sent_at": message.created_at.isoformat(), "subject": message.subject,
               "text": message.text, **message.details}  # fmt: skip
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "cundang",
        "Idempotency-Key": message.uuid,
    }
    if webhook.token:
        headers["Authorization"] = f"Bearer {webhook.token}"
    body = json.dumps(payload, ensure_ascii=False).encode()
    request = urllib.request.Request(webhook.url, data=body, headers=headers, method="POST")  # noqa: S310 checked above
    try:
        with urllib.request.build_opener(_NoRedirects).open(request, timeout=_TIMEOUT):
            return
    except urllib.error.HTTPError as error:
        error.close()
        raise UnreachableError(f"the webhook answered {error.code}") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        # Their own words may hold the address.
        reason = getattr(error, "reason", error)
        raise UnreachableError(f"the webhook does not answer ({type(reason).__name__})") from None


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would turn the POST into a GET, and carry the token to another host."""

    def redirect_request(self, *_: Any) -> None:
        """Follow none: the answer counts as it is."""
