"""How a command ends: an exit code for the shell, and errors as one sentence each."""

from __future__ import annotations

import tempfile
import traceback
from collections.abc import Callable
from typing import Any

import click

from archive.database import sqlite3
from archive.errors import CundangError

BROKEN = 2
INTERRUPTED = 130


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
    except Exception as error:
        click.echo(f"cundang: {_sentence(error)}", err=True)
        return BROKEN


def _sentence(error: Exception) -> str:
    """An error that is not ours in our words; the traceback of a fault of ours goes to a file, not to the screen."""
    if isinstance(error, sqlite3.DatabaseError):
        return (
            f"A file of the archive is damaged or cannot be used ({error}); run `cundang verify`, then restore the "
            "file from a copy."
        )
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename} cannot be used ({error.strerror}); check the path, its owner and the free space."
    with tempfile.NamedTemporaryFile("w", prefix="cundang-", suffix=".txt", delete=False) as file:
        file.write("".join(traceback.format_exception(error)))
    return f"The program failed with {type(error).__name__}; report it with the file {file.name}."
