"""`holdfast events replay`, `dead`, `retry` and `new-era`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec

from holdfast.commands.on_database import on_database
from holdfast.commands.where import CommandRefused, Where
from holdfast.db.engine import Database
from holdfast.db.events import begin_era
from holdfast.flows.commit.caller import process
from holdfast.flows.platforms.replay import Replayed
from holdfast.flows.platforms.replay import replay as replay_span
from holdfast.flows.stuck.deliveries import StuckDeliveries
from holdfast.flows.stuck.thing import Stuck, Which
from holdfast.kit.clock import iso, utc_now
from holdfast.settings import words
from holdfast.sinks import BadTarget, Origin, read_targets

__all__ = ["dead", "new_era", "replay", "retry"]

ACTOR: Final = "command line"


def replay(
    where: Where,
    span: tuple[str, str],
    sinks: str,
    chosen: Sequence[str],
    public_url: str,
) -> int:
    """Write what happened in the span into the book of deliveries again."""
    begin, end = _moment(span[0]), _moment(span[1]) if span[1] else utc_now()
    if begin >= end:
        raise CommandRefused("--to is not after --from.")
    topics = _chosen(sinks, chosen)
    names = list(topics)

    async def work(database: Database) -> Replayed:
        return await replay_span(database, topics, Origin.at(public_url), begin, end)

    found = on_database(where, work)
    where.show(
        {"events": found.events, "messages": found.rows, "sinks": names},
        f"{found.events} events from {iso(begin)} until before {iso(end)}: {found.rows}"
        f" messages to {', '.join(names)} wait to be delivered (again)",
    )
    return 0


def new_era(where: Where) -> int:
    """Have what happens from now on called otherwise than whatever happened before."""

    async def work(database: Database) -> int:
        async with database.transaction() as connection:
            return await begin_era(connection)

    era = on_database(where, work)
    where.show({"era": era}, f"What happens from now on is told with ids that begin with {era}-")
    return 0


def dead(
    where: Where,
    sink: str | None,
) -> int:
    """Print what was given up; 1 if there is any."""

    async def work(database: Database) -> list[Stuck]:
        rows: list[Stuck] = []
        cursor: str | None = None
        while True:
            page, cursor = await StuckDeliveries(database).page(sink, cursor, 100)
            rows += page
            if cursor is None:
                return rows

    rows = on_database(where, work)
    told = [
        f"{row.name}: {_about(row)}, {len(row.content.split())} messages,"
        f" {row.tries} tries, last {iso(row.since)}: {row.reason}"
        for row in rows
    ]
    where.show(msgspec.to_builtins(rows), "\n".join(told) or "Nothing was given up")
    return 1 if rows else 0


def retry(
    where: Where,
    sink: str | None,
    order: str | None,
) -> int:
    """Have what was given up sent again; 0 if there was any, else 1."""

    async def work(database: Database) -> int:
        things, asked, total = StuckDeliveries(database), Which(name=sink, subject=order), 0
        while count := await things.retry(asked, process(ACTOR)):
            total += count
        return total

    count = on_database(where, work)
    if count or where.as_json:
        orders = "order" if count == 1 else "orders"
        where.show({"retried": count}, f"Messages of {count} {orders} are sent again")
    else:
        where.tell("nothing of that was given up")
    return 0 if count else 1


def _moment(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise CommandRefused(f"{written} is no time: write it as 2026-11-20T09:30Z.") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _chosen(sinks: str, chosen: Sequence[str]) -> dict[str, frozenset[str]]:
    """The sinks to tell, each of what: those asked for, else all that are set up."""
    try:
        known = {one.name: one.topics for one in read_targets(words(sinks))}
    except BadTarget as error:
        raise CommandRefused(f"HOLDFAST_SINKS: {error}") from None
    if not known:
        raise CommandRefused("No sink is set up: HOLDFAST_SINKS is empty.")
    strange = sorted(set(chosen) - set(known))
    if strange:
        raise CommandRefused(f"No sink is called {strange[0]}; there are {', '.join(known)}.")
    return {name: topics for name, topics in known.items() if not chosen or name in chosen}


def _about(row: Stuck) -> str:
    return f"order {row.order_id} ({row.order_number})" if row.order_number else row.subject
