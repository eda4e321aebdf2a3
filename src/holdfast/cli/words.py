"""What commands take and how they end: options that several share, what is said, exit codes."""

import sys
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn

import typer

__all__ = [
    "DEFAULT_DATA", "EXIT_CODES", "AsJson", "Data", "DatabaseUrl", "Partitions", "finish",
    "or_exit", "say", "tell",
]  # fmt: skip

EXIT_CODES: Final = """\
Exit codes: 0 done; 1 done, but something is wrong (violations found, rows left out, workers that
do not start); 2 wrong usage; 3 the data directory is in use; 4 the address is in use; 5 the
database does not start or cannot be reached; 6 the disk is full or cannot be written.
"""

Data = Annotated[
    Path,
    typer.Option(
        "--data",
        envvar="HOLDFAST_DATA",
        help="Where the embedded PostgreSQL keeps everything (unused with DATABASE_URL).",
        file_okay=False,
    ),
]
DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        "--database-url",
        envvar="DATABASE_URL",
        help="A PostgreSQL of your own instead of the embedded one.",
    ),
]
Partitions = Annotated[
    int,
    typer.Option(envvar="HOLDFAST_PARTITIONS", min=1, max=64, hidden=True),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
DEFAULT_DATA: Final = Path("data")


def say(text: str) -> None:
    """In one write: the workers' logs go to the same place."""
    sys.stdout.write(f"holdfast: {text}\n")
    sys.stdout.flush()


def tell(text: str) -> None:
    """Beside a result that a script may read."""
    print(f"holdfast: {text}", file=sys.stderr, flush=True)


def finish(code: int) -> NoReturn:
    raise typer.Exit(code)


def or_exit(work: Any, *arguments: Any, **named: Any) -> Any:
    """What ``work`` returns; an expected refusal becomes its sentence and its exit code."""
    try:
        return work(*arguments, **named)
    except KeyboardInterrupt:
        tell("Interrupted")
        raise typer.Exit(130) from None
    except Exception as error:
        code = getattr(error, "exit_code", None)
        if code is None:
            raise
        print(f"holdfast: {error}", file=sys.stderr, flush=True)
        raise typer.Exit(code) from None
