"""The exceptions of this project: one sentence each, ending in its remedy, and an exit code for cron."""

from typing import Literal

UnreadableReason = Literal["scan", "encrypted", "damaged", "limit", "empty", "unsupported"]


class CundangError(Exception):
    """Something a person can put right; `str()` of it is one sentence with its remedy."""

    exit_code = 2


class BadInputError(CundangError):
    """A file, address or argument that was given to a command cannot be used as it is."""


class PortalFileError(BadInputError):
    """A portal file is missing, has an unknown or absent key, or names a family that does not exist."""


class ReadError(CundangError):
    """A kept page or document does not have the parts its reader needs; the bytes stay in the archive.

    Readers raise it, the ingest turns it into an issue row; it never ends a run.
    """

    exit_code = 1


class UnreadableError(ReadError):
    """A document whose bytes are kept but not read; `reason` is one of a few words, so that such documents can be counted.

    `scan` holds pictures of text and needs OCR · `encrypted` needs a password · `damaged` is cut short or contradicts its
    format · `limit` would cost more memory, time or output than a document may · `empty` holds nothing to read ·
    `unsupported` is of a format without a reader here.
    """

    def __init__(self, reason: UnreadableReason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason: UnreadableReason = reason


class StoreError(CundangError):
    """The archive's files cannot be written or are damaged: full disk, wrong rights, broken database."""


class GateError(CundangError):
    """The archive is not fit to be published; readers keep the copy they have."""

    exit_code = 1


class BusyError(CundangError):
    """Another process holds the archive; nothing was done."""

    exit_code = 3


class TooSlowError(CundangError):
    """A search takes longer than the server allows one; longer words, or fewer, are found sooner."""
