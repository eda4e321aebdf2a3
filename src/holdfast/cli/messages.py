"""What data platforms are told, and what orders and payments tell each other."""

from typing import Annotated

import typer

from holdfast.cli.words import EXIT_CODES, works_on_database
from holdfast.commands.where import Where

__all__ = ["events_app", "messages_app"]

events_app = typer.Typer(
    help="What data platforms are told (docs/data-platform.md).", no_args_is_help=True
)
messages_app = typer.Typer(
    help="Messages between orders and payments that were given up.", no_args_is_help=True
)

SinkName = Annotated[str | None, typer.Option(help="Only those of this sink.")]
BrokerUrl = Annotated[
    str | None,
    typer.Option(envvar="HOLDFAST_BROKER_URL", help="The RabbitMQ that carries them, if one does."),
]
Queue = Annotated[str | None, typer.Option(help="orders.to_pay or payment.results; else both.")]


@events_app.command("replay", epilog=EXIT_CODES)
@works_on_database
def replay_events(
    where: Where,
    begin: Annotated[str, typer.Option("--from", help="As 2026-11-20T09:30Z, or a day; UTC.")],
    end: Annotated[str, typer.Option("--to", help="Until before then; else until now.")] = "",
    sink: Annotated[
        list[str] | None, typer.Option("--sink", help="Only this sink, by its name; repeatable.")
    ] = None,
    sinks: Annotated[str, typer.Option(envvar="HOLDFAST_SINKS", hidden=True)] = "",
    public_url: Annotated[str, typer.Option(envvar="HOLDFAST_PUBLIC_URL", hidden=True)] = "",
) -> int:
    """Tell data platforms again what happened in a span of time.

    30 days are kept. The server delivers it; every message has the id it had. Works while the shop
    sells.
    """
    from holdfast.commands import events

    return events.replay(where, (begin, end), sinks, sink or [], public_url)


@events_app.command("dead", epilog=EXIT_CODES)
@works_on_database
def dead_events(where: Where, sink: SinkName = None) -> int:
    """Show orders whose messages were tried in vain for a day. Code 1 if there are any."""
    from holdfast.commands import events

    return events.dead(where, sink)


@events_app.command("retry", epilog=EXIT_CODES)
@works_on_database
def retry_events(
    where: Where,
    sink: SinkName = None,
    order: Annotated[str | None, typer.Option(help="Only those of this order (its id).")] = None,
) -> int:
    """Send again what was given up. All that an order has waiting goes, in order."""
    from holdfast.commands import events

    return events.retry(where, sink, order)


@events_app.command("new-era", epilog=EXIT_CODES)
@works_on_database
def new_era(where: Where) -> int:
    """Begin ids anew after a database was brought back.

    By its own tools, to a backup or a point in time: no event from now on has an id that platforms
    know of another. `holdfast restore` does so by itself."""
    from holdfast.commands import events

    return events.new_era(where)


@messages_app.command("dead", epilog=EXIT_CODES)
@works_on_database
def dead_messages(
    where: Where,
    queue: Queue = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Of each queue at most.")] = 100,
    broker_url: BrokerUrl = None,
) -> int:
    """List messages that were given up, with the reason. Code 1 if there are any."""
    from holdfast.commands import messages

    return messages.list_dead(where, broker_url, queue, limit)


@messages_app.command("replay", epilog=EXIT_CODES)
@works_on_database
def replay_messages(
    where: Where,
    ids: Annotated[
        list[str] | None, typer.Argument(help="Ids of messages; else all that were given up.")
    ] = None,
    queue: Queue = None,
    broker_url: BrokerUrl = None,
) -> int:
    """Send messages that were given up to their queue again. They are safe to repeat."""
    from holdfast.commands import messages

    return messages.replay(where, broker_url, queue, ids or None)
