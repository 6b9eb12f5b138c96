"""`cundang demo`: the whole way on the built-in replica portal, from an empty folder to a page in the browser."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from archive.database import connect_read_only
from archive.errors import BadInputError
from archive.ingest import ARCHIVE_FILE
from cundang import crawl, publish, serve
from cundang.nightly import COMMAND

PORTAL_ID = "demo"


def run(data: Path, replica_port: int, port: int | None) -> int:
    """Crawl the replica, publish, and serve on `port` (None: stop there).

    The replica's documents are invented, so an archive that holds any real portal is refused.
    """
    _refuse_real_archive(data)
    # The replica lives with the tests, which are not installed.
    sys.path.insert(0, str(Path(__file__).parents[1]))
    try:
        from tests.replicas import documents, henan_date, server
    except ImportError as error:
        raise BadInputError(
            "The demo needs a source checkout; clone the repository and use scripts/run."
        ) from error
    folder = data / "demo-portals"
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        try:
            replica = henan_date.site()
            site = stack.enter_context(server.serve(replica, port=replica_port))
        except OSError as error:
            raise BadInputError(
                f"Port {replica_port} is not free; give another with --replica-port."
            ) from error
        (folder / f"{PORTAL_ID}.yml").write_text(henan_date.portal_yaml(site.url), encoding="utf-8")
        print(f"The replica portal answers at {site.url}.", flush=True)
        code = crawl.run(data, folder, (), None)
        if not code:
            documents.edit_silently(replica.documents)
            print("One report was edited silently; the replica is crawled again.", flush=True)
            code = _crawl_again(data, folder)
    if code:
        return code
    publish.run(data)
    return serve.run(data, port) if port is not None else 0


def _crawl_again(data: Path, portals: Path) -> int:
    # Scrapy runs once in a process.
    command = [*COMMAND, "crawl", "--full", "--data", str(data), "--portals", str(portals)]
    return subprocess.run(command, check=False).returncode  # noqa: S603 our own command


def _refuse_real_archive(data: Path) -> None:
    if not (data / ARCHIVE_FILE).exists():
        return
    archive = connect_read_only(data / ARCHIVE_FILE)
    try:
        real = archive.execute("select id from portal where id <> ?", (PORTAL_ID,)).fetchone()
    finally:
        archive.close()
    if real is not None:
        raise BadInputError(
            f"{data} archives the real portal {real['id']}, and the demo's documents are invented; "
            "give the demo a folder of its own with --data."
        )
