"""The exceptions of this project: one sentence each, ending in its remedy, and an exit code for cron."""


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


class StoreError(CundangError):
    """The archive's files cannot be written or are damaged: full disk, wrong rights, broken database."""


class GateError(CundangError):
    """The archive is not fit to be published; readers keep the copy they have."""

    exit_code = 1


class BusyError(CundangError):
    """Another process holds the archive; nothing was done."""

    exit_code = 3
