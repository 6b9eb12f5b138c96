"""The command line: every command and its options; what it does is in a module of its name."""

from __future__ import annotations

import logging
import signal
import sys
from datetime import datetime
from pathlib import Path

import click

from crawler.portal import BUILT_IN
from cundang import __version__
from cundang.exit_codes import exit_code

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data"),
    envvar="CUNDANG_DATA",
    show_default=True,
    help="Folder of the archive.",
)
portals_option = click.option(
    "--portals",
    type=click.Path(path_type=Path, file_okay=False),
    default=BUILT_IN,
    help="Folder of portal files.  [default: those that come with cundang]",
)
port_option = click.option("--port", default=8001, show_default=True, help="Port on 127.0.0.1.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def cli() -> None:
    """Collect, keep and search the yearly disclosure reports of Chinese governments.

    Exit codes: 0 all well · 1 something needs a person · 2 broken, or bad input · 3 the archive is busy ·
    130 stopped by Ctrl-C.
    """


@cli.command()
@click.argument("portal", nargs=-1)
@click.option(
    "--full", "walk", flag_value="full", help="Walk every list to its end and ask for every known page again."
)
@click.option("--limit", type=click.IntRange(min=1), help="At most this many report pages per portal.")
@data_option
@portals_option
def crawl(portal: tuple[str, ...], walk: str | None, limit: int | None, data: Path, portals: Path) -> int:
    """Crawl portals (default: all enabled), read and archive what they publish."""
    from cundang import crawl as command

    return command.run(data, portals, portal, limit, walk)


@cli.command()
@click.argument("source")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--url", help="The address the file was saved from.")
@click.option("--family", help="Read it as a page of this CMS family instead of recognising one.")
@portals_option
def read(source: str, as_json: bool, url: str | None, family: str | None, portals: Path) -> int:
    """Show what would be archived of a FILE or URL; writes nothing."""
    from cundang import read as command

    return command.run(source, portals, url, family, command.print_json if as_json else command.print_text)


@cli.command("import")
@click.argument("path", nargs=-1, required=True, type=click.Path(path_type=Path))
@data_option
@portals_option
def import_(path: tuple[Path, ...], data: Path, portals: Path) -> int:
    """Archive documents from disk: files, folders of them, and what WARC files hold."""
    from cundang import importing as command

    return command.run(data, portals, path)


@cli.command()
@data_option
@portals_option
def reparse(data: Path, portals: Path) -> int:
    """Rebuild every derived row from the stored snapshots; needs no network."""
    from cundang import reparse as command

    return command.run(data, portals)


@cli.command()
@click.argument("run_id", metavar="RUN", type=int)
@data_option
@portals_option
def accept(run_id: int, data: Path, portals: Path) -> int:
    """File what the crawl run RUN held back because too many pages changed at once."""
    from cundang import accept as command

    return command.run(data, portals, run_id)


@cli.command()
@data_option
def publish(data: Path) -> int:
    """Check the archive and put a copy in place for readers."""
    from cundang import publish as command

    return command.run(data)


@cli.command()
@click.option("--public", "is_public", is_flag=True, help="For unknown readers: no SQL of their own, limits.")
@data_option
@port_option
def serve(is_public: bool, data: Path, port: int) -> int:
    """Serve the published copy with Datasette on 127.0.0.1."""
    from cundang import serve as command

    return command.run(data, port, command.PUBLIC_SETTINGS if is_public else command.SETTINGS)


@cli.command()
@click.option(
    "--digests", "run", flag_value="run_digests", help="Print one SHA-256 over all captures instead."
)
@click.option("--faults", "run", flag_value="run", default=True, hidden=True)
@data_option
def verify(run: str, data: Path) -> int:
    """Recompute every hash and check every reference and index entry; writes nothing."""
    from cundang import verify as command

    return {"run": command.run, "run_digests": command.run_digests}[run](data)


@cli.group("export")
def export_group() -> None:
    """Parts of the archive in the forms that others read."""


@export_group.command("warc")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--portal", help="Only what was captured of this portal.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="Only what was captured from this day on (UTC)."
)
@data_option
def export_warc(path: Path, portal: str | None, since: datetime | None, data: Path) -> int:
    """Write captures to PATH, a new file that ends in .warc.gz."""
    from cundang import export as command

    return command.run(data, path, portal, since.date() if since else None)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@data_option
@portals_option
def health(as_json: bool, data: Path, portals: Path) -> int:
    """Say what is not well, one line a portal: 0 all well, 1 needs a person, 2 stale or broken."""
    from cundang import health as command

    return command.run(data, portals, command.print_json if as_json else command.print_text)


@cli.command()
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Who is told of what.  [default: alerts.yml in the folder of the archive]",
)
@data_option
@portals_option
def alerts(config: Path | None, data: Path, portals: Path) -> int:
    """Tell what is not well, what is well again, and what saved searches found."""
    from cundang import alerts as command

    return command.run(data, portals, config)


@cli.command()
@click.argument("portal", nargs=-1)
@click.option("--full", "walk", flag_value="full", help="As of `cundang crawl`.")
@click.option("--limit", type=click.IntRange(min=1), help="As of `cundang crawl`.")
@data_option
@portals_option
def nightly(portal: tuple[str, ...], walk: str | None, limit: int | None, data: Path, portals: Path) -> int:
    """What cron runs: crawl, publish, health, alerts; one final line, and the worst of their exit codes."""
    from cundang import nightly as command

    return command.run(data, portals, portal, limit, walk)


@cli.group("portals")
def portals_group() -> None:
    """The sources."""


@portals_group.command("list")
@click.option("--all", "run", flag_value="run_field", help="Every place of China, covered or not.")
@click.option("--files", "run", flag_value="run_list", default=True, hidden=True)
@portals_option
def portals_list(run: str, portals: Path) -> int:
    """Every portal file: id, name, family, and when it was last seen to work."""
    from cundang import portals as command

    return {"run_list": command.run_list, "run_field": command.run_field}[run](portals)


@portals_group.command("check")
@click.argument("portal", nargs=-1)
@portals_option
def portals_check(portal: tuple[str, ...], portals: Path) -> int:
    """Ask each portal for a handful of pages and say whether they still read (default: all enabled)."""
    from cundang import portals_check as command

    return command.run(portals, portal)


@portals_group.command("new")
@click.argument("url")
@click.option("--id", "portal_id", help="Name of the portal file.  [default: from the address]")
@portals_option
def portals_new(url: str, portal_id: str | None, portals: Path) -> int:
    """Draft a portal file from the address of one of its columns."""
    from cundang import portals_new as command

    return command.run(url, portals, portal_id)


@cli.command()
@data_option
@port_option
@click.option("--replica-port", default=8765, show_default=True, help="Port of the replica portal.")
@click.option("--no-serve", is_flag=True, help="Stop after publishing.")
def demo(data: Path, port: int, replica_port: int, no_serve: bool) -> int:
    """Crawl the built-in replica portal, publish and serve: the whole way in one command."""
    from cundang import demo as command

    return command.run(data, replica_port, None if no_serve else port)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    # A log that cannot be written (a full disk) must not bury the one sentence that says so.
    logging.raiseExceptions = False
    # What ends a command from afar (systemd, a shutdown) ends it as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(exit_code(lambda: cli.main(arguments, prog_name="cundang", standalone_mode=False)))
