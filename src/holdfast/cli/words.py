"""What commands take and how they end: options that several share, what is said, exit codes."""

import errno
import inspect
import os
import sys
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn, TextIO

import typer

from holdfast.commands.where import Where
from holdfast.kit.streams import unfailing

__all__ = [
    "DEFAULT_DATA", "EXIT_CODES", "AsJson", "Data", "DatabaseUrl", "Demo", "Host", "Partitions",
    "Port", "Proxy", "RedisUrl", "finish", "or_exit", "say", "tell", "works_on_database",
]  # fmt: skip

EXIT_CODES: Final = """\
Exit codes: 0 done; 1 done, but something is wrong (violations found, rows left out, workers that
do not start); 2 wrong usage; 3 the data directory is in use; 4 the address is in use; 5 the
database is damaged, does not start, does not end in order or cannot be reached; 6 the disk is full,
or the data directory damaged, somebody else's or not to be written.
"""

Data = Annotated[
    Path,
    typer.Option(
        "--data",
        envvar="HOLDFAST_DATA",
        help="Where pictures are kept, and the embedded PostgreSQL (unused with DATABASE_URL).",
        file_okay=False,
        readable=False,  # whose it is, and how that is mended, is said by who opens it
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
Host = Annotated[
    str, typer.Option(envvar="HOLDFAST_HOST", help="Address to listen on; 0.0.0.0 for all.")
]
Port = Annotated[
    int, typer.Option(envvar="HOLDFAST_PORT", min=0, max=65535, help="Port; 0 for any.")
]
Demo = Annotated[
    bool,
    typer.Option(
        "--demo/--no-demo", envvar="HOLDFAST_DEMO", help="Demo goods, demo payments, demo users."
    ),
]
Proxy = Annotated[
    list[str] | None,
    typer.Option(
        help="A proxy whose X-Forwarded-* is believed: address, network or name; repeatable. "
        "Else those of HOLDFAST_PROXIES."
    ),
]
RedisUrl = Annotated[
    str | None,
    typer.Option(envvar="REDIS_URL", help="Redis, through which several processes talk."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
DEFAULT_DATA: Final = Path("data")
FULL: Final = (errno.ENOSPC, errno.EDQUOT)


def say(text: str) -> None:
    """In one write: the workers' logs go to the same place. Whether it can be written, as on a
    full disk, changes nothing of what is done."""
    _output().write(f"holdfast: {text}\n")


@cache
def _output() -> TextIO:
    return unfailing(sys.stdout)


def tell(text: str) -> None:
    """Beside a result that a script may read."""
    print(f"holdfast: {text}", file=sys.stderr, flush=True)


def finish(code: int) -> NoReturn:
    """End with this code, once the result is where it was to go."""
    try:
        sys.stdout.flush()
    except OSError as error:
        _lost(error)
    raise typer.Exit(code)


def _lost(error: OSError) -> NoReturn:
    """The result could not be written: a success that nobody can read is none."""
    tell(f"The result cannot be written: {error.strerror}.")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # Python tries what is left again as it ends
    raise typer.Exit(6) from None


def or_exit(work: Any, *arguments: Any, **named: Any) -> Any:
    """What ``work`` returns; an expected refusal becomes its sentence and its exit code."""
    try:
        return work(*arguments, **named)
    except KeyboardInterrupt:
        tell("Interrupted")
        raise typer.Exit(130) from None
    except Exception as error:
        code = getattr(error, "exit_code", None)
        if code is None and isinstance(error, OSError) and error.errno in FULL:
            _lost(error)
        if code is None:
            raise
        tell(str(error))
        raise typer.Exit(code) from None


def _options(
    data: Data = DEFAULT_DATA, database_url: DatabaseUrl = None, json: AsJson = False
) -> Where:
    """The options of every command that works on a database."""
    return Where(data, database_url, tell, json)


def works_on_database(command: Callable[..., int]) -> Callable[..., None]:
    """As typer takes it: where it works, its first parameter, is options; what it returns is the
    code to end with."""
    shared = inspect.signature(_options, eval_str=True).parameters
    _, *own = inspect.signature(command, eval_str=True).parameters.values()

    @wraps(command)
    def run(**given: Any) -> None:
        where = _options(**{name: given.pop(name) for name in shared})
        finish(or_exit(command, where, **given))

    parameters = [*own, *shared.values()]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    return run
