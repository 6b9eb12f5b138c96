"""`cundang serve`: Datasette on the published copy, started again when a new copy is put in place."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from pathlib import Path

import uvicorn
import yaml
from datasette.app import Datasette

from archive.database import sqlite3
from archive.errors import BadInputError, StoreError
from archive.publish import PUBLIC_FILE

METADATA = Path(__file__).parents[1] / "metadata.yml"
_SECONDS = 2.0
# Facets and counts over 100,000 reports need more than Datasette's defaults; suggestions cost more than they give.
SETTINGS: Mapping[str, bool | int] = {
    "sql_time_limit_ms": 3000,
    "facet_time_limit_ms": 1500,
    "suggest_facets": False,
    "truncate_cells_html": 300,
    "default_page_size": 50,
    "max_csv_mb": 50,
}
# For readers nobody knows: no SQL of their own, no table as one stream, nothing that takes longer than half a second.
PUBLIC_SETTINGS: Mapping[str, bool | int] = {
    **SETTINGS,
    "default_allow_sql": False,
    "allow_download": False,
    "allow_csv_stream": False,
    "sql_time_limit_ms": 500,
    "facet_time_limit_ms": 500,
    "max_returned_rows": 500,
    "max_csv_mb": 20,
}
# A query's limit of time does not end one long call of a function; without memory it ends by itself.
PUBLIC_MEMORY = 2**28
TEMPLATES = Path(__file__).parents[1] / "archive" / "web" / "templates"


def run(data: Path, port: int, settings: Mapping[str, bool | int] = SETTINGS) -> int:
    """Serve until Ctrl-C, to one newsroom or to everybody; raises StoreError where nothing has been published yet."""
    published = data / PUBLIC_FILE
    if not published.is_file():
        raise StoreError(
            f"Nothing has been published in {data} yet; run `cundang crawl` and `cundang publish` first."
        )
    if not settings.get("default_allow_sql", True):
        limit_memory()
    print(f"Serving {published} at http://127.0.0.1:{port} (Ctrl-C ends it).", flush=True)
    while _serve_one_copy(published, port, settings):
        print("A new copy was published; serving it.", flush=True)
    return 0


def limit_memory() -> None:
    """Keep what SQLite takes in this process, by all its connections, under a limit that cannot be raised again."""
    connection = sqlite3.connect(":memory:")
    connection.execute(f"pragma hard_heap_limit = {PUBLIC_MEMORY}")
    connection.close()


def application(published: Path, settings: Mapping[str, bool | int] = SETTINGS) -> Datasette:
    """Datasette on one published copy, with the project's metadata and the settings for its readers."""
    metadata = yaml.safe_load(METADATA.read_text(encoding="utf-8"))
    return Datasette(
        immutables=[str(published)],
        metadata=metadata,
        settings=dict(settings),
        # Named here, our pages come before those of every plugin; among plugins the order is left to chance.
        template_dir=str(TEMPLATES),
    )


def _serve_one_copy(published: Path, port: int, settings: Mapping[str, bool | int]) -> bool:
    """Serve until the file is replaced (True) or the operator ends it (False)."""
    # Before it is opened: what is put in its place while it is being opened is a new copy, too.
    served = published.stat().st_ino
    datasette = application(published, settings)
    config = uvicorn.Config(
        datasette.app(),
        host="127.0.0.1",
        port=port,
        log_level="warning",
        lifespan="on",
        server_header=False,
    )
    server = uvicorn.Server(config)
    replaced = threading.Event()
    watcher = threading.Thread(target=_watch, args=((published, served), server, replaced), daemon=True)
    watcher.start()
    try:
        server.run()
    except SystemExit as error:
        raise BadInputError(
            f"Port {port} is not free; end what uses it or give another with --port."
        ) from error
    except KeyboardInterrupt:
        return False
    finally:
        # Else every copy of every night would stay open, with its cache, as long as this process lives.
        datasette.executor.shutdown()
        for database in datasette.databases.values():
            database.close()
    return replaced.is_set()


def _watch(copy: tuple[Path, int], server: uvicorn.Server, replaced: threading.Event) -> None:
    published, served = copy
    while not server.should_exit:
        time.sleep(_SECONDS)
        if published.exists() and published.stat().st_ino != served:
            replaced.set()
            server.should_exit = True
