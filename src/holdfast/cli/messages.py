"""What data platforms are told, and what orders and payments tell each other."""

from typing import Annotated

import typer

from holdfast.cli.words import (
    DEFAULT_DATA,
    EXIT_CODES,
    AsJson,
    Data,
    DatabaseUrl,
    finish,
    or_exit,
    tell,
)

__all__ = ["events_app", "messages_app"]

events_app = typer.Typer(
    help="What data platforms are told (docs/data-platform.md).", no_args_is_help=True
)
messages_app = typer.Typer(
    help="Messages between orders and payments that could not be read.", no_args_is_help=True
)

SinkNames = Annotated[
    list[str] | None, typer.Option("--sink", help="Only this sink, by its name; repeatable.")
]
BrokerUrl = Annotated[
    str | None,
    typer.Option(envvar="HOLDFAST_BROKER_URL", help="The RabbitMQ that carries them, if one does."),
]
Queue = Annotated[str | None, typer.Option(help="orders.to_pay or payment.results; else both.")]


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
    finish(
        or_exit(replay, data, database_url, tell, span, sinks, sink or [], public_url, as_json=json)
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

    finish(or_exit(dead, data, database_url, tell, sink, as_json=json))


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

    finish(or_exit(retry, data, database_url, tell, sink, order, as_json=json))


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

    finish(or_exit(list_dead, data, database_url, tell, broker_url, queue, limit, as_json=json))


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

    finish(or_exit(replay, data, database_url, tell, broker_url, queue, ids or None, as_json=json))
