"""The command line: options, exit codes, and errors as one sentence each."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from archive.errors import CundangError
from crawler.portal import BUILT_IN
from cundang import __version__

INTERRUPTED = 130

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
@click.option("--full", is_flag=True, help="Walk every list to its end (every crawl does so today).")
@click.option("--limit", type=click.IntRange(min=1), help="At most this many report pages per portal.")
@data_option
@portals_option
def crawl(portal: tuple[str, ...], full: bool, limit: int | None, data: Path, portals: Path) -> int:
    """Crawl portals (default: all enabled), read and archive what they publish."""
    from cundang import crawl as command

    return command.run(data, portals, portal, limit)


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
def import_(path: tuple[Path, ...], data: Path) -> int:
    """Archive documents from disk: files, or folders of them."""
    from cundang import importing as command

    return command.run(data, path)


@cli.command()
@data_option
@portals_option
def reparse(data: Path, portals: Path) -> int:
    """Rebuild every derived row from the stored snapshots; needs no network."""
    from cundang import reparse as command

    return command.run(data, portals)


@cli.command()
@data_option
def publish(data: Path) -> int:
    """Check the archive and put a copy in place for readers."""
    from cundang import publish as command

    return command.run(data)


@cli.command()
@data_option
@port_option
def serve(data: Path, port: int) -> int:
    """Serve the published copy with Datasette on 127.0.0.1."""
    from cundang import serve as command

    return command.run(data, port)


@cli.command()
@data_option
def verify(data: Path) -> int:
    """Recompute every hash and check every reference and index entry."""
    from cundang import verify as command

    return command.run(data)


@cli.group("portals")
def portals_group() -> None:
    """The sources."""


@portals_group.command("list")
@portals_option
def portals_list(portals: Path) -> int:
    """Every portal file: id, name, family, and when it was last seen to work."""
    from cundang import portals as command

    return command.run_list(portals)


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
    sys.exit(exit_code(lambda: cli.main(arguments, prog_name="cundang", standalone_mode=False)))


def exit_code(command: Callable[[], Any]) -> int:
    """Run `command`; print an error of ours as one sentence, and return the code for the shell."""
    try:
        return int(command() or 0)
    except CundangError as error:
        click.echo(f"cundang: {error}", err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("cundang: stopped; what was kept so far is safe.", err=True)
        return INTERRUPTED
