"""`cundang serve`: Datasette on the published copy, started again when a new copy is put in place."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import uvicorn
import yaml
from datasette.app import Datasette
from datasette.plugins import pm

from archive.errors import BadInputError, StoreError
from archive.publish import PUBLIC_FILE

METADATA = Path(__file__).parents[1] / "metadata.yml"
_SECONDS = 2.0
# Facets and counts over 100,000 reports need more than Datasette's defaults; suggestions cost more than they give.
SETTINGS = {
    "sql_time_limit_ms": 3000,
    "facet_time_limit_ms": 1500,
    "suggest_facets": False,
    "truncate_cells_html": 300,
    "default_page_size": 50,
    "max_csv_mb": 50,
}


def run(data: Path, port: int) -> int:
    """Serve until Ctrl-C; raises StoreError where nothing has been published yet."""
    published = data / PUBLIC_FILE
    if not published.is_file():
        raise StoreError(
            f"Nothing has been published in {data} yet; run `cundang crawl` and `cundang publish` first."
        )
    print(f"Serving {published} at http://127.0.0.1:{port} (Ctrl-C ends it).", flush=True)
    while _serve_one_copy(published, port):
        print("A new copy was published; serving it.", flush=True)
    return 0


def application(published: Path) -> Datasette:
    """Datasette on one published copy, with the project's metadata and settings."""
    # With rich at hand Datasette prints every page not found as a traceback with all local variables.
    pm.get_plugin("datasette.handle_exception").rich = None
    metadata = yaml.safe_load(METADATA.read_text(encoding="utf-8"))
    return Datasette(immutables=[str(published)], metadata=metadata, settings=SETTINGS)


def _serve_one_copy(published: Path, port: int) -> bool:
    """Serve until the file is replaced (True) or the operator ends it (False)."""
    config = uvicorn.Config(
        application(published).app(), host="127.0.0.1", port=port, log_level="warning", lifespan="on"
    )
    server = uvicorn.Server(config)
    replaced = threading.Event()
    watcher = threading.Thread(target=_watch, args=(published, server, replaced), daemon=True)
    watcher.start()
    try:
        server.run()
    except SystemExit as error:
        raise BadInputError(
            f"Port {port} is not free; end what uses it or give another with --port."
        ) from error
    except KeyboardInterrupt:
        return False
    return replaced.is_set()


def _watch(published: Path, server: uvicorn.Server, replaced: threading.Event) -> None:
    served = published.stat().st_ino
    while not server.should_exit:
        time.sleep(_SECONDS)
        if published.exists() and published.stat().st_ino != served:
            replaced.set()
            server.should_exit = True
