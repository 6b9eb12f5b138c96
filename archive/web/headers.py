"""What every answer says to browsers: no script but ours, no frame, no guessing of types, no address passed on."""

from __future__ import annotations

from typing import Any

from archive.web.language import Application

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    # A portal whose original is opened need not learn what a journalist was reading or had searched for.
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_LINES = {name.encode(): value.encode() for name, value in HEADERS.items()}


def with_headers(application: Application) -> Application:
    """The application, with these headers on every answer that does not state its own."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                stated = list(message.get("headers", []))
                names = {name.lower() for name, _ in stated}
                added = [line for line in _LINES.items() if line[0] not in names]
                message = {**message, "headers": stated + added}
            await send(message)

        await application(scope, receive, send_with_headers)

    return answer
