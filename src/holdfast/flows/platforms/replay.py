"""Telling a data platform again what happened in a span of time: from the event log, which keeps
30 days."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.db.reading import START, Event, Position
from holdfast.flows.platforms.deliveries import CONSUMER, DELIVERED_TYPES, Deliveries
from holdfast.sinks import DeliveryBook, Origin

__all__ = ["Replayed", "replay"]

SPAN: Final = 500
_decode: Final = msgspec.json.Decoder(dict[str, object]).decode

# Not beyond what the consumer has read: it will tell the rest by itself, and an order's later
# message must not come before an earlier one that it has not come to yet.
_READ: Final = sa.text(
    """
    SELECT era, CAST(CAST(xid AS text) AS bigint) AS xid, id, at, type, subject,
           CAST(data AS text) AS data, request
    FROM events
    WHERE at >= :begin AND at < :end AND type = ANY(:types)
      AND (era, xid, id) > (CAST(:era AS smallint), CAST(CAST(:xid AS text) AS xid8),
                            CAST(:id AS bigint))
      AND (era, xid, id) <= (SELECT era, xid, id FROM event_cursors WHERE consumer = :consumer)
    ORDER BY era, xid, id LIMIT :span
    """
)


class Replayed(Struct, frozen=True):
    """``rows``: a sink and event each; what was still waiting is no new one."""

    events: int
    rows: int


async def replay(
    database: Database,
    sinks: Mapping[str, Collection[str]],
    origin: Origin,
    begin: datetime,
    end: datetime,
) -> Replayed:
    """Write what happened from ``begin`` until before ``end`` into the book again, for these sinks,
    each of what it is told of.

    The messages have the ids they had; they stand before what an order has waiting from later on.
    Works while the shop sells, a transaction a few hundred events; run again after a break, it
    begins anew.
    """
    deliveries = Deliveries(DeliveryBook(database), sinks, origin)
    last, events, rows = START, 0, 0
    while True:
        async with database.transaction() as connection:
            found = await _read(connection, last, begin, end)
            rows += await deliveries.write(connection, found)
        events += len(found)
        if len(found) < SPAN:
            return Replayed(events, rows)
        last = found[-1].position


async def _read(
    connection: AsyncConnection, last: Position, begin: datetime, end: datetime
) -> list[Event]:
    asked = {
        "begin": begin,
        "end": end,
        "types": list(DELIVERED_TYPES),
        "era": last.era,
        "xid": str(last.xid),
        "id": last.id,
        "consumer": CONSUMER,
        "span": SPAN,
    }
    return [
        Event(Position(row.era, row.xid, row.id), row.at, row.type, row.subject,
              _decode(row.data), row.request)
        for row in await connection.execute(_READ, asked)
    ]  # fmt: skip
