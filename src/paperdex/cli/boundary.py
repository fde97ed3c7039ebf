"""The one place where errors end: a message that says what to do next, the right exit code, and never a traceback."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from paperdex.cli import KEPT, console
from paperdex.errors import BadInputs, PaperdexError

INTERRUPTED = 130
ISSUES = "https://github.com/paperdex/paperdex/issues"


@contextmanager
def boundary(ctx: click.Context) -> Iterator[None]:
    """Turn every error of a command into words on stderr and an exit code.

    0 all done, 1 something was left undone, 2 misuse, 3 a source could not be reached, 130 interrupted.
    """
    try:
        try:
            yield
        finally:
            console.flush()
    except PaperdexError as error:
        _tell(ctx, error)
        ctx.exit(error.exit_code)
    except KeyboardInterrupt:
        console.error(f"Interrupted. {getattr(ctx.obj, 'kept', KEPT)}")
        ctx.exit(INTERRUPTED)
    except BrokenPipeError:
        ctx.exit(1)  # the reader has gone: paperdex list | head
    except click.NoSuchOption as error:
        if error.option_name in {"--db", "-v", "--verbose", "-q", "--quiet"}:
            place = f"it stands before the command: paperdex {error.option_name} ... COMMAND"
            raise click.UsageError(f"{error.format_message()} Of paperdex itself, {place}", ctx) from error
        raise
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:  # the last resort, so that a user never meets a traceback
        console.error(f"Error: something unexpected went wrong in paperdex itself: {type(error).__name__}: {error}")
        console.error(f"What was stored is kept. Please report it, with what paperdex -v prints: {ISSUES}")
        _causes(ctx, error)
        ctx.exit(1)


def _tell(ctx: click.Context, error: PaperdexError) -> None:
    errors = error.errors if isinstance(error, BadInputs) else (error,)
    for each in errors:
        console.error(f"Error: {each.message}" + (f" {each.tip}" if each.tip else ""))
    if isinstance(error, BadInputs) and error.tip:
        console.error(error.tip)
    _causes(ctx, error)


def _causes(ctx: click.Context, error: BaseException) -> None:
    """With ``-v``, the chain of causes: a line each, and where in the code it came up."""
    cause: BaseException | None = error
    while cause is not None and getattr(ctx.obj, "verbosity", 0) > 0:
        frames = traceback.extract_tb(cause.__traceback__)
        where = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
        console.error(f"  {type(cause).__name__}: {cause}{where}")
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
