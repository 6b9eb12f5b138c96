"""Messages by SMTP; the server and its password come from the environment and stand nowhere else."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Literal

from archive.alerts.ledger import Message
from archive.alerts.outbox import DeliveryError, UnreachableError
from archive.errors import BadInputError

Security = Literal["starttls", "ssl", "none"]
_TIMEOUT = 30.0
_SUBMISSION_PORT = 587
_SSL_PORT = 465
_SECURITIES: dict[str, Security] = {"yes": "starttls", "no": "none", "ssl": "ssl"}


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail is handed over; `user` is empty where none is needed."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)


def server_from(environment: Mapping[str, str]) -> SmtpServer:
    """The server that CUNDANG_SMTP_HOST, _PORT, _USER, _PASSWORD and _STARTTLS describe.

    Encryption is the rule: TLS from the first byte on port 465 or where CUNDANG_SMTP_STARTTLS is `ssl`, STARTTLS elsewhere;
    `no` is for a server on this machine or in this house. Raises BadInputError where one is absent or wrong, or where a password
    would cross a network in the clear.
    """
    host = environment.get("CUNDANG_SMTP_HOST", "")
    if not host:
        raise BadInputError(
            "CUNDANG_SMTP_HOST is not set, and alerts.yml wants e-mail; set it in the environment."
        )
    port = environment.get("CUNDANG_SMTP_PORT") or str(_SUBMISSION_PORT)
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise BadInputError(
            "CUNDANG_SMTP_PORT must be a port number such as 587; correct it in the environment."
        )
    wanted = environment.get("CUNDANG_SMTP_STARTTLS") or ("ssl" if int(port) == _SSL_PORT else "yes")
    if wanted not in _SECURITIES:
        raise BadInputError("CUNDANG_SMTP_STARTTLS must be yes, no or ssl; correct it in the environment.")
    server = SmtpServer(
        host, int(port), _SECURITIES[wanted],
        environment.get("CUNDANG_SMTP_USER", ""), environment.get("CUNDANG_SMTP_PASSWORD", ""),
    )  # fmt: skip
    if server.user and server.security == "none" and not is_loopback(host):
        raise BadInputError(
            "CUNDANG_SMTP_STARTTLS=no would send the password in the clear; remove it, or the user and the password."
        )
    return server


def is_loopback(host: str) -> bool:
    """Whether a host is this machine by its name or address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def compose(message: Message, sender: str, recipient: str) -> EmailMessage:
    """The mail: the same message has the same Message-ID however often it is tried, so that none is shown twice."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = recipient
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = f"<{message.uuid}@{sender.rpartition('@')[2]}>"
    # Out-of-office robots leave such mail alone (RFC 3834).
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    return mail


def send(server: SmtpServer, mail: EmailMessage) -> None:
    """Hand over one mail to one recipient.

    Raises UnreachableError where the server cannot be talked to, DeliveryError where it refuses this mail.
    """
    try:
        with _connected(server) as smtp:
            if server.security == "starttls":
                smtp.starttls(context=ssl.create_default_context())
            if server.user:
                smtp.login(server.user, server.password)
            smtp.send_message(mail)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
        raise DeliveryError(f"the mail server refused it ({_answer(error)})") from error
    except UnicodeError as error:
        raise UnreachableError("the user or the password holds characters that SMTP cannot carry") from error
    except smtplib.SMTPAuthenticationError as error:
        raise UnreachableError("the mail server refused the user or the password") from error
    except (smtplib.SMTPException, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise UnreachableError(f"the mail server cannot be used ({' '.join(str(reason).split())})") from error


def _connected(server: SmtpServer) -> smtplib.SMTP:
    if server.security == "ssl":
        return smtplib.SMTP_SSL(
            server.host, server.port, timeout=_TIMEOUT, context=ssl.create_default_context()
        )
    return smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT)


def _answer(error: smtplib.SMTPException) -> str:
    """The code and words of the server, without the address they are about."""
    words: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        return type(error).__name__
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(said.split())}"
