"""LibreOffice, where it is installed: what our own readers refuse is converted to a format that they read."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

# What it opens that is worth the time, and what it then writes.
CONVERSIONS = {
    "doc": "docx",
    "docx": "docx",
    "ods": "xlsx",
    "odt": "docx",
    "ole": "docx",
    "ppt": "pdf",
    "pptx": "pdf",
    "rtf": "docx",
    "works": "docx",
    "xls": "xlsx",
    "xlsb": "xlsx",
    "xlsx": "xlsx",
}
_PROGRAMS = ("soffice", "libreoffice")
# A document takes some 2 s and 210 MB; its address space is several times that.
_WALL_SECONDS = 60
_CPU_SECONDS = 60
_MEMORY_BYTES = 4 * 2**30
_FILE_BYTES = 128 * 2**20


def is_installed() -> bool:
    """Whether this machine has LibreOffice."""
    return _program() is not None


def convert(body: bytes, kind: str) -> bytes | None:
    """`body`, of a kind in CONVERSIONS, in the format that stands there; None where LibreOffice refuses it, too.

    It runs with a profile and a folder of its own, which are gone afterwards, and with limits on memory, processor,
    time and output.
    """
    program = _program()
    if program is None:
        return None
    ending = CONVERSIONS[kind]
    with tempfile.TemporaryDirectory(prefix="cundang-office-") as folder:
        source = Path(folder) / f"document.{'bin' if kind in ('ole', 'works') else kind}"
        source.write_bytes(body)
        _run([
            program, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", ending, "--outdir", str(Path(folder) / "converted"), str(source),
        ])  # fmt: skip
        converted = Path(folder) / "converted" / f"document.{ending}"
        return converted.read_bytes() if converted.is_file() else None


def _program() -> str | None:
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def _run(command: list[str]) -> None:
    process = subprocess.Popen(  # noqa: S603 the program by its full path, on a file that we named
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_limit,
    )
    try:
        process.wait(_WALL_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_BYTES, _FILE_BYTES))
