"""The command line: what it takes, what it says, and with which code it ends.

Only this file and ``app.py`` look at the environment. A command loads what it works with when it
runs: `holdfast serve` is up before the application would even be loaded.
"""

import os
import sys
from collections.abc import Callable
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from holdfast.commands.roles import ROLE_COMMANDS

__all__ = ["main"]

EXIT_CODES = """\
Exit codes: 0 done; 1 done, but something is wrong (violations found, rows left out, workers that
do not start); 2 wrong usage; 3 the data directory is in use; 4 the address is in use; 5 the
database does not start or cannot be reached; 6 the disk is full or cannot be written.
"""

app = typer.Typer(
    name="holdfast",
    help="Sells scarce things, exactly once.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
people_app = typer.Typer(help="The people who may log in.", no_args_is_help=True)
app.add_typer(people_app, name="user")


class _MakesATokenUnlessToldOtherwise(TyperGroup):
    """`holdfast token EMAIL` is short for `holdfast token make EMAIL`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, "--help"):
            args = ["make", *args]
        return super().parse_args(ctx, args)


token_app = typer.Typer(
    cls=_MakesATokenUnlessToldOtherwise,
    help="Bearer tokens for the API; `holdfast token EMAIL` makes one.",
    no_args_is_help=True,
)
app.add_typer(token_app, name="token")

events_app = typer.Typer(
    help="What data platforms are told (docs/data-platform.md).", no_args_is_help=True
)
app.add_typer(events_app, name="events")

messages_app = typer.Typer(
    help="Messages between orders and payments that could not be read.", no_args_is_help=True
)
app.add_typer(messages_app, name="messages")

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
SinkNames = Annotated[
    list[str] | None, typer.Option("--sink", help="Only this sink, by its name; repeatable.")
]
BrokerUrl = Annotated[
    str | None,
    typer.Option(envvar="HOLDFAST_BROKER_URL", help="The RabbitMQ that carries them, if one does."),
]
Queue = Annotated[
    str | None, typer.Option(help="orders.to_pay or payment.results; else both.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
DEFAULT_DATA = Path("data")


@app.command(epilog=EXIT_CODES)
def serve(
    host: Annotated[
        str, typer.Option(envvar="HOLDFAST_HOST", help="Address to listen on; 0.0.0.0 for all.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(envvar="HOLDFAST_PORT", min=0, max=65535, help="Port; 0 for any.")
    ] = 8000,
    data: Data = DEFAULT_DATA,
    demo: Annotated[
        bool,
        typer.Option(help="Fill an empty shop with demo data and offer the demo payments."),
    ] = False,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Processes; more than one need REDIS_URL.")
    ] = 1,
    tls_cert: Annotated[
        Path | None,
        typer.Option(help="Certificate chain (PEM), to serve https.", exists=True, dir_okay=False),
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option(help="Its private key (PEM).", exists=True, dir_okay=False)
    ] = None,
    proxy: Annotated[
        list[str] | None,
        typer.Option(
            help="A proxy whose X-Forwarded-* is believed: address, network or name; repeatable."
        ),
    ] = None,
    database_url: DatabaseUrl = None,
    redis_url: Annotated[
        str | None,
        typer.Option(envvar="REDIS_URL", help="Redis, through which several workers talk."),
    ] = None,
) -> None:
    """Serve the shop, its API and its staff pages until stopped (ctrl-c)."""
    from holdfast.server.supervisor import Plan
    from holdfast.server.supervisor import serve as run

    settings: dict[str, object] = {"demo": demo, "workers": workers}
    if proxy:
        settings["proxies"] = ",".join(proxy)
    plan = Plan(
        host=host,
        port=port,
        data=data,
        database_url=database_url,
        redis_url=redis_url,
        demo=demo,
        workers=workers,
        tls_cert=str(tls_cert) if tls_cert else None,
        tls_key=str(tls_key) if tls_key else None,
        settings=settings,
    )
    _or_exit(run, plan, _say)


@app.command(epilog=EXIT_CODES)
def migrate(data: Data = DEFAULT_DATA, database_url: DatabaseUrl = None) -> None:
    """Bring the database's schema up to date; `serve` does so by itself."""
    from holdfast.db.migrate import head
    from holdfast.server.database import database_at

    def work() -> None:
        with database_at(data, database_url, _say):
            _say(f"The schema is at {head()}")

    _or_exit(work)


@app.command("import", epilog=EXIT_CODES)
def import_(
    file: Annotated[
        Path, typer.Argument(help="Shopify's product CSV.", exists=True, dir_okay=False)
    ],
    currency: Annotated[
        str | None, typer.Option(help="Currency of its prices; else the shop's.")
    ] = None,
    set_stock: Annotated[
        bool,
        typer.Option(
            "--set-stock", help="Overwrite the stock of variants that exist, and say which."
        ),
    ] = False,
    fetch_images: Annotated[
        bool,
        typer.Option(
            "--fetch-images", help="Copy pictures into the data directory instead of linking them."
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and report, write nothing.")
    ] = False,
    data: Data = DEFAULT_DATA,
    database_url: DatabaseUrl = None,
    partitions: Partitions = 1,
    json: AsJson = False,
) -> None:
    """Import products. What exists is updated, never doubled, and keeps its stock."""
    from holdfast.commands.catalogue import import_file

    _finish(
        _or_exit(
            import_file,
            data,
            database_url,
            _tell,
            file,
            currency,
            set_stock=set_stock,
            fetch_images=fetch_images,
            dry_run=dry_run,
            partitions=partitions,
            as_json=json,
        )
    )


@app.command(epilog=EXIT_CODES)
def seed(
    demo: Annotated[
        bool, typer.Option("--demo", help="The electronics shop in three languages.")
    ] = False,
    data: Data = DEFAULT_DATA,
    database_url: DatabaseUrl = None,
    partitions: Partitions = 1,
    json: AsJson = False,
) -> None:
    """Fill the shop with demo goods. Done twice, it does nothing the second time."""
    if not demo:
        raise typer.BadParameter("say which goods: --demo")
    from holdfast.commands.catalogue import seed_shop

    _finish(_or_exit(seed_shop, data, database_url, _tell, partitions=partitions, as_json=json))


@app.command(epilog=EXIT_CODES)
def audit(
    data: Data = DEFAULT_DATA, database_url: DatabaseUrl = None, json: AsJson = False
) -> None:
    """Prove from the journal that no unit was lost or sold twice. Works while the shop sells."""
    from holdfast.commands.audit import audit_ledger

    _finish(_or_exit(audit_ledger, data, database_url, _tell, as_json=json))


@people_app.command("add", epilog=EXIT_CODES)
def add_user(
    email: Annotated[str, typer.Argument(help="The address to log in with.")],
    name: Annotated[str, typer.Option(help="How the shop calls this person.")] = "",
    role: Annotated[
        list[str] | None,
        typer.Option(help="customer, seller, photographer, manager or admin; repeatable."),
    ] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    data: Data = DEFAULT_DATA,
    database_url: DatabaseUrl = None,
    json: AsJson = False,
) -> None:
    """Add a person; the password is asked for."""
    from holdfast.commands.people import add_person

    password = (
        sys.stdin.readline().rstrip("\n")
        if password_stdin
        else typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    )
    roles = role or ["customer"]
    _finish(
        _or_exit(add_person, data, database_url, _tell, email, name, password, roles, as_json=json)
    )


@app.command(epilog=EXIT_CODES)
def archive(
    month: Annotated[str, typer.Argument(help="The oldest month of the journal, as 2026-01.")],
    data: Data = DEFAULT_DATA,
    database_url: DatabaseUrl = None,
    json: AsJson = False,
) -> None:
    """Put the journal's oldest month away as a table of its own, to be dumped and dropped.

    The month must be over and none of its holds open. Works while the shop sells.
    """
    from holdfast.commands.archive import archive as work

    _finish(_or_exit(work, data, database_url, _tell, month, as_json=json))


@token_app.command("make", epilog=EXIT_CODES)
def make_token(
    email: Annotated[str, typer.Argument(help="Whose token it is.")],
    name: Annotated[str, typer.Option(help="What it is for.")] = "command line",
    role: Annotated[
        list[str] | None, typer.Option(help="Only these of the person's roles; repeatable.")
    ] = None,
    days: Annotated[int | None, typer.Option(min=1, help="Valid so long; else for ever.")] = None,
    data: Data = DEFAULT_DATA,
    database_url: DatabaseUrl = None,
    json: AsJson = False,
) -> None:
    """Make a bearer token for the API; it is shown this once."""
    from holdfast.commands.people import make_token as work

    _finish(_or_exit(work, data, database_url, _tell, email, name, role, days, as_json=json))


@token_app.command("revoke", epilog=EXIT_CODES)
def revoke_token(
    email: Annotated[str, typer.Argument(help="Whose tokens they are.")],
    name: Annotated[
        str | None, typer.Option(help="Only those made with this --name; else all.")
    ] = None,
    data: Data = DEFAULT_DATA,
    database_url: DatabaseUrl = None,
    json: AsJson = False,
) -> None:
    """End a person's bearer tokens; a server that runs refuses them within ten seconds."""
    from holdfast.commands.people import revoke

    _finish(_or_exit(revoke, data, database_url, _tell, email, name, as_json=json))


@events_app.command("replay", epilog=EXIT_CODES)
def replay_events(
    begin: Annotated[str, typer.Option("--from", help="As 2026-11-20T09:30Z, or a day; UTC.")],
    end: Annotated[str, typer.Option("--to", help="Until before then; else until now.")] = "",
    sink: SinkNames = None,
    sinks: Annotated[str, typer.Option(envvar="HOLDFAST_SINKS", hidden=True)] = "",
    public_url: Annotated[str, typer.Option(envvar="HOLDFAST_PUBLIC_URL", hidden=True)] = "",
    data: Data = DEFAULT_DATA,
    database_url: DatabaseUrl = None,
    json: AsJson = False,
) -> None:
    """Tell data platforms again what happened to orders in a span of time (30 days are kept).

    The server delivers it; every message has the id it had. Works while the shop sells.
    """
    from holdfast.commands.events import replay

    span = begin, end
    _finish(
        _or_exit(
            replay, data, database_url, _tell, span, sinks, sink or [], public_url, as_json=json
        )
    )


@events_app.command("dead", epilog=EXIT_CODES)
def dead_events(
    sink: Annotated[str | None, typer.Option(help="Only those of this sink.")] = None,
    data: Data = DEFAULT_DATA,
    database_url: DatabaseUrl = None,
    json: AsJson = False,
) -> None:
    """Show the orders whose messages were tried for a day in vain; code 1 if there are any."""
    from holdfast.commands.events import dead

    _finish(_or_exit(dead, data, database_url, _tell, sink, as_json=json))


@events_app.command("retry", epilog=EXIT_CODES)
def retry_events(
    sink: Annotated[str | None, typer.Option(help="Only those of this sink.")] = None,
    order: Annotated[str | None, typer.Option(help="Only those of this order (its id).")] = None,
    data: Data = DEFAULT_DATA,
    database_url: DatabaseUrl = None,
    json: AsJson = False,
) -> None:
    """Send messages that were given up again: all that an order has waiting, in order."""
    from holdfast.commands.events import retry

    _finish(_or_exit(retry, data, database_url, _tell, sink, order, as_json=json))


@messages_app.command("dead", epilog=EXIT_CODES)
def dead_messages(
    queue: Queue = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Of each queue at most.")] = 100,
    broker_url: BrokerUrl = None,
    data: Data = DEFAULT_DATA,
    database_url: DatabaseUrl = None,
    json: AsJson = False,
) -> None:
    """List the messages that were given up, each with its reason; exit code 1 if there are any."""
    from holdfast.commands.messages import list_dead

    _finish(
        _or_exit(
            list_dead, data, database_url, _tell, broker_url, queue, limit, as_json=json
        )
    )


@messages_app.command("replay", epilog=EXIT_CODES)
def replay_messages(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Ids of messages; else all that were given up.")
    ] = None,
    queue: Queue = None,
    broker_url: BrokerUrl = None,
    data: Data = DEFAULT_DATA,
    database_url: DatabaseUrl = None,
    json: AsJson = False,
) -> None:
    """Send messages that were given up to their queue again. They are safe to repeat."""
    from holdfast.commands.messages import replay

    _finish(
        _or_exit(
            replay, data, database_url, _tell, broker_url, queue, ids or None, as_json=json
        )
    )


def _role(command: Callable[..., None]) -> Callable[..., None]:
    """A command that serves one role, as typer takes it."""

    @wraps(command)
    def run(**given: Any) -> None:
        _or_exit(command, _say, **given)

    _, *options = signature(command).parameters.values()
    run.__signature__ = signature(command).replace(parameters=options)  # type: ignore[attr-defined]
    return run


for _name, _command in ROLE_COMMANDS.items():
    app.command(_name, epilog=EXIT_CODES)(_role(_command))


def main() -> None:
    """The entry point `holdfast`."""
    os.environ.setdefault("PYTHONUNBUFFERED", "1")  # the children's too: what is said is seen
    app()


def _say(text: str) -> None:
    """In one write: the workers' logs go to the same place."""
    sys.stdout.write(f"holdfast: {text}\n")
    sys.stdout.flush()


def _tell(text: str) -> None:
    """Beside a result that a script may read."""
    print(f"holdfast: {text}", file=sys.stderr, flush=True)


def _finish(code: int) -> NoReturn:
    raise typer.Exit(code)


def _or_exit(work: Any, *arguments: Any, **named: Any) -> Any:
    """What ``work`` returns; an expected refusal becomes its sentence and its exit code."""
    try:
        return work(*arguments, **named)
    except KeyboardInterrupt:
        _tell("Interrupted")
        raise typer.Exit(130) from None
    except Exception as error:
        code = getattr(error, "exit_code", None)
        if code is None:
            raise
        print(f"holdfast: {error}", file=sys.stderr, flush=True)
        raise typer.Exit(code) from None


if __name__ == "__main__":
    main()
