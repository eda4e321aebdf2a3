"""The book of deliveries: what waits, for whom, and what became of the tries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.db.reading import Position
from holdfast.sinks.envelope import Envelope

_PUT: Final = sa.text(
    """
    INSERT INTO deliveries (sink, era, xid, event, subject, type, at, body)
    SELECT sink, era, xid, event, subject, type, at, body
    FROM unnest(CAST(:sinks AS text[])) AS sink,
         unnest(CAST(:eras AS smallint[]), CAST(:xids AS bigint[]), CAST(:events AS bigint[]),
                CAST(:subjects AS text[]), CAST(:types AS text[]), CAST(:times AS timestamptz[]),
                CAST(:bodies AS text[]))
             AS message (era, xid, event, subject, type, at, body)
    ON CONFLICT DO NOTHING
    """
)
# In the order of the log, so what comes of an order is the beginning of what it has waiting.
_WAITING: Final = """
SELECT d.era, d.xid, d.event, d.subject, d.type, d.body, coalesce(t.tries, 0) AS tries
FROM deliveries d LEFT JOIN delivery_troubles t ON t.sink = d.sink AND t.subject = d.subject
WHERE d.sink = $1
  AND (t.subject IS NULL OR (t.dead_at IS NULL AND t.next_attempt_at <= $2))
  AND d.subject <> ALL($3::text[])
ORDER BY d.era, d.xid, d.event LIMIT $4
"""
# The first one that waits of an order that is in no trouble; if there is none, of the order whose
# time has come that failed least, longest ago: so orders take turns, and one that is refused for
# good does not ask before the others.
_PROBE: Final = """
SELECT era, xid, event, subject, type, body, tries FROM (
    (SELECT d.era, d.xid, d.event, d.subject, d.type, d.body, 0 AS tries
     FROM deliveries d
     WHERE d.sink = $1 AND NOT EXISTS (SELECT FROM delivery_troubles t
                                       WHERE t.sink = d.sink AND t.subject = d.subject)
     ORDER BY d.era, d.xid, d.event LIMIT 1)
    UNION ALL
    (SELECT d.era, d.xid, d.event, t.subject, d.type, d.body, t.tries
     FROM delivery_troubles t CROSS JOIN LATERAL (
         SELECT era, xid, event, type, body FROM deliveries
         WHERE sink = t.sink AND subject = t.subject ORDER BY era, xid, event LIMIT 1) d
     WHERE t.sink = $1 AND t.dead_at IS NULL AND t.next_attempt_at <= $2
     ORDER BY t.tries, t.failed_at LIMIT 1)) found
ORDER BY tries LIMIT 1
"""
_DELIVERED: Final = """
DELETE FROM deliveries d
USING unnest($2::smallint[], $3::bigint[], $4::bigint[]) AS gone (era, xid, event)
WHERE d.sink = $1 AND d.era = gone.era AND d.xid = gone.xid AND d.event = gone.event
"""
_HEALED: Final = "DELETE FROM delivery_troubles WHERE sink = $1 AND subject = ANY($2::text[])"
# Not if it was delivered meanwhile by another process: there is nothing left to hold back then.
_FAILED: Final = """
INSERT INTO delivery_troubles AS t (sink, subject, tries, error, failed_at, next_attempt_at,
                                    dead_at)
SELECT $1, f.subject, f.tries, f.error, f.failed_at, f.next_attempt_at, f.dead_at
FROM unnest($2::smallint[], $3::bigint[], $4::bigint[], $5::text[], $6::int[], $7::text[],
            $8::timestamptz[], $9::timestamptz[], $10::timestamptz[])
         AS f (era, xid, event, subject, tries, error, failed_at, next_attempt_at, dead_at)
WHERE EXISTS (SELECT FROM deliveries d WHERE d.sink = $1 AND d.era = f.era AND d.xid = f.xid
                                         AND d.event = f.event)
ON CONFLICT (sink, subject) DO UPDATE SET
    tries = excluded.tries, error = excluded.error, failed_at = excluded.failed_at,
    next_attempt_at = excluded.next_attempt_at, dead_at = excluded.dead_at
"""
_HASTEN: Final = """
UPDATE delivery_troubles SET next_attempt_at = $3
WHERE sink = $1 AND dead_at IS NULL AND failed_at >= $2 AND next_attempt_at > $3
"""
_LAG: Final = """
SELECT greatest(0, extract(epoch FROM $2::timestamptz - d.at))::float8
FROM deliveries d WHERE d.sink = $1
  AND NOT EXISTS (SELECT FROM delivery_troubles t
                  WHERE t.sink = d.sink AND t.subject = d.subject AND t.dead_at IS NOT NULL)
ORDER BY d.era, d.xid, d.event LIMIT 1
"""
_DEAD: Final = "SELECT count(*) FROM delivery_troubles WHERE sink = $1 AND dead_at IS NOT NULL"
_GIVEN_UP: Final = """
    id IN (SELECT id FROM delivery_troubles
           WHERE dead_at IS NOT NULL
             AND (CAST(:ids AS bigint[]) IS NULL OR id = ANY(CAST(:ids AS bigint[])))
             AND (CAST(:sink AS text) IS NULL OR sink = :sink)
             AND (CAST(:subject AS text) IS NULL OR subject = :subject)
           ORDER BY id LIMIT :most FOR UPDATE)
    RETURNING id, sink, subject, coalesce(
        (SELECT d.type LIKE 'holdfast.order.%' FROM deliveries d
         WHERE d.sink = delivery_troubles.sink AND d.subject = delivery_troubles.subject
         LIMIT 1), true) AS of_order
"""
_REVIVE: Final = sa.text(f"DELETE FROM delivery_troubles WHERE {_GIVEN_UP}")
_FORGET: Final = sa.text(f"""
    WITH ended AS (DELETE FROM delivery_troubles WHERE {_GIVEN_UP}),
    gone AS (DELETE FROM deliveries d USING ended e
             WHERE d.sink = e.sink AND d.subject = e.subject)
    SELECT sink, subject, of_order FROM ended ORDER BY id
""")
_TAKE_BACK: Final = sa.text("""
WITH healed AS (
    DELETE FROM delivery_troubles WHERE sink = ANY(CAST(:sinks AS text[])) AND subject = :subject)
DELETE FROM deliveries WHERE sink = ANY(CAST(:sinks AS text[])) AND subject = :subject
""")


def event_id(position: Position) -> str:
    """The id of the message that an event becomes: whenever it is sent, it is the same."""
    return f"{position.era}-{position.xid}-{position.id}"


class ToDeliver(Struct, frozen=True):
    """A message as it is written into the book."""

    position: Position
    subject: str
    at: datetime
    envelope: Envelope


class Delivery(Struct, frozen=True):
    """A message that waits; ``tries`` is how often its order has failed in a row."""

    position: Position
    subject: str
    tries: int
    envelope: Envelope


class Failure(Struct, frozen=True):
    """A try that failed. ``dead``: it was the last one."""

    position: Position
    subject: str
    tries: int
    error: str
    at: datetime
    next_attempt_at: datetime
    dead: bool


class DeliveryBook:
    """Reads and writes the book. Of a sink's messages one process at a time delivers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(
        self, connection: AsyncConnection, sinks: Sequence[str], messages: Sequence[ToDeliver]
    ) -> int:
        """Write each message for each sink, in the caller's transaction; what waits already
        stays as it is. How many rows are new."""
        if not messages or not sinks:
            return 0
        written = await connection.execute(
            _PUT,
            {
                "sinks": list(sinks),
                "eras": [one.position.era for one in messages],
                "xids": [one.position.xid for one in messages],
                "events": [one.position.id for one in messages],
                "subjects": [one.subject for one in messages],
                "types": [one.envelope.type for one in messages],
                "times": [one.at for one in messages],
                "bodies": [one.envelope.body.decode() for one in messages],
            },
        )
        return written.rowcount

    async def take_back(
        self, connection: AsyncConnection, sinks: Sequence[str], subject: str
    ) -> int:
        """What waits of that subject for these sinks is told nobody; how many messages that were.
        What is on its way just now arrives."""
        gone = await connection.execute(_TAKE_BACK, {"sinks": list(sinks), "subject": subject})
        return gone.rowcount

    async def waiting(
        self, sink: str, now: datetime, busy: Sequence[str], limit: int
    ) -> list[Delivery]:
        """What may be sent at ``now`` (the clock the failures are written by), but nothing of the
        orders that are ``busy``."""
        rows = await self._database.pool.fetch(_WAITING, sink, now, list(busy), limit)
        return [_delivery(*row) for row in rows]

    async def probe(self, sink: str, now: datetime) -> list[Delivery]:
        """One message at most: the one to ask with whether a sink that was away is back."""
        return [_delivery(*row) for row in await self._database.pool.fetch(_PROBE, sink, now)]

    async def delivered(self, sink: str, gone: Sequence[Delivery]) -> None:
        """These got through: their orders are in no trouble any more."""
        healed = list({one.subject for one in gone if one.tries})
        if healed:
            await self._database.pool.execute(_HEALED, sink, healed)
        places = [one.position for one in gone]
        await self._database.pool.execute(
            _DELIVERED,
            sink,
            [place.era for place in places],
            [place.xid for place in places],
            [place.id for place in places],
        )

    async def failed(self, sink: str, failures: Sequence[Failure]) -> None:
        """These did not: their orders wait."""
        await self._database.pool.execute(
            _FAILED,
            sink,
            [one.position.era for one in failures],
            [one.position.xid for one in failures],
            [one.position.id for one in failures],
            [one.subject for one in failures],
            [one.tries for one in failures],
            [one.error for one in failures],
            [one.at for one in failures],
            [one.next_attempt_at for one in failures],
            [one.at if one.dead else None for one in failures],
        )

    async def hasten(self, sink: str, since: datetime, now: datetime) -> None:
        """The sink is back: what failed while it was away need not wait any longer."""
        await self._database.pool.execute(_HASTEN, sink, since, now)

    async def lag(self, sink: str, now: datetime) -> float:
        """How old the oldest message is that is not given up, in seconds; 0 when none waits."""
        found: float | None = await self._database.pool.fetchval(_LAG, sink, now)
        return found or 0.0

    async def count_dead(self, sink: str) -> int:
        """How many orders' messages were given up."""
        found: int = await self._database.pool.fetchval(_DEAD, sink)
        return found

    async def end(
        self,
        connection: AsyncConnection,
        *,
        ids: Sequence[int] | None = None,
        sink: str | None = None,
        subject: str | None = None,
        most: int = 500,
        for_good: bool = False,
    ) -> list[tuple[str, str]]:
        """Give what was given up all its tries again, in the caller's transaction: by id, of a
        sink, of a subject, or all. ``for_good``: what was still to be told of it is told to nobody.
        Of each the sink, and ``order/<id>`` or another subject."""
        about = {"ids": ids, "sink": sink, "subject": subject, "most": most}
        ended = await connection.execute(_FORGET if for_good else _REVIVE, about)
        return [
            (row.sink, f"order/{row.subject}" if row.of_order else row.subject) for row in ended
        ]


def _delivery(
    era: int, xid: int, event: int, subject: str, kind: str, body: str, tries: int
) -> Delivery:
    position = Position(era, xid, event)
    return Delivery(position, subject, tries, Envelope(event_id(position), kind, body.encode()))
