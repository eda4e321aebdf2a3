"""Best sellers, kept from events: units sold by the minute, and their sum over each window.

The windows stand as of one minute. :func:`count_units` adds what was sold to the minutes, and to
the windows those minutes lie in; :func:`advance` moves every window on by what enters and what
leaves it. Both first lock the row that says how far the windows have come, so each finds the
other's work whole, in whatever order they run. A read is then a few rows of an index, however
many orders there are.

A unit counts when its order is paid, and no longer once it is cancelled or refunded, alone or with
the whole order.

A sale changes thirty windows. While few sell, it does so within seconds; while many do, the
windows wait for the minute to be full and take it in as a whole.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.reading import Event
from holdfast.insights import MOST_DAYS
from holdfast.ledger import account_join
from holdfast.orders import OrderCancelled, OrderPaid, OrderUnitsRefunded

__all__ = ["SALES_TYPES", "advance", "count_units"]

SALES_TYPES: Final = (OrderPaid.TYPE, OrderUnitsRefunded.TYPE, OrderCancelled.TYPE)

# What one step moves through: after an outage the way is gone in steps that nobody waits for long.
STRIDE: Final = timedelta(hours=1)

# Events at a time, beyond which the shop is busy.
QUIET: Final = 100
_MINUTE_LONG: Final = timedelta(minutes=1)

_WAS: Final = "CAST(:was AS timestamptz)"
_MINUTE: Final = "CAST(:minute AS timestamptz)"

_TAKE: Final = sa.text(
    """
    SELECT minute,
           date_bin('1 minute', coalesce(CAST(:now AS timestamptz), clock_timestamp()),
                    timestamptz 'epoch')
    FROM best_sellers_as_of FOR UPDATE
    """
)
_MOVED: Final = sa.text("UPDATE best_sellers_as_of SET minute = :minute")

# Hours, not days: a day of PostgreSQL's is as long as the time zone of the session has it.
_GONE: Final = f"{_MINUTE} - make_interval(hours => 24 * {MOST_DAYS})"
_TRIM: Final = sa.text(f"DELETE FROM sales_minutes WHERE minute <= {_GONE}")
_WINDOWS: Final = f"""
    (SELECT days, make_interval(hours => 24 * days) AS width
     FROM generate_series(1, {MOST_DAYS}) AS days)
"""
# The minute of a sale is that of the order, whatever the minute of the event. Several changes of
# one order cancel out here. Of a part its ``units`` go, by product; of a whole refund what was not
# refunded alone.
_SOLD: Final = f"""
    (SELECT minute, product_id, sum(sold) AS units
     FROM (SELECT date_bin('1 minute', o.paid_at, timestamptz 'epoch') AS minute, i.product_id,
                  e.sign * CASE WHEN e.units IS NULL
                      THEN sum(i.quantity - CASE WHEN e.sign < 0 THEN coalesce(a.balance, 0)
                                                 ELSE 0 END)
                      ELSE coalesce((e.units ->> CAST(i.product_id AS text))::bigint, 0) END AS sold
           FROM (SELECT row_number() OVER () AS n, r.*
                 FROM jsonb_to_recordset(CAST(:rows AS jsonb))
                      AS r(id uuid, sign integer, units jsonb)) AS e
           JOIN orders o ON o.id = e.id
           JOIN order_items i ON i.order_id = o.id
           {account_join("'returned/' || i.order_id || '/' || i.line")}
           GROUP BY e.n, e.sign, e.units, o.paid_at, i.product_id) AS moved
     GROUP BY 1, 2 HAVING sum(sold) <> 0)
"""


def _merged(table: str, place: str, changes: str) -> sa.TextClause:
    """Add ``changes`` to a table of units; what comes to zero goes."""
    return sa.text(
        f"""
        MERGE INTO {table} AS kept USING ({changes}) AS change
        ON kept.{place} = change.{place} AND kept.product_id = change.product_id
        WHEN MATCHED AND kept.units + change.units = 0 THEN DELETE
        WHEN MATCHED THEN UPDATE SET units = kept.units + change.units
        WHEN NOT MATCHED THEN INSERT ({place}, product_id, units)
            VALUES (change.{place}, change.product_id, change.units)
        """
    )


_COUNT_MINUTES: Final = _merged(
    "sales_minutes",
    "minute",
    f"""
    SELECT minute, product_id, units FROM {_SOLD} AS sold WHERE minute > {_GONE}
    """,
)
_COUNT_WINDOWS: Final = _merged(
    "best_sellers",
    "days",
    f"""
    SELECT days, product_id, sum(units) AS units
    FROM {_SOLD} AS sold
    JOIN {_WINDOWS} AS w ON minute > {_MINUTE} - width AND minute <= {_MINUTE}
    GROUP BY days, product_id HAVING sum(units) <> 0
    """,
)
_ADVANCE_WINDOWS: Final = _merged(
    "best_sellers",
    "days",
    f"""
    SELECT days, product_id, sum(units) AS units
    FROM {_WINDOWS} AS w, LATERAL (
        SELECT product_id, -units AS units FROM sales_minutes
        WHERE minute > {_WAS} - width AND minute <= {_MINUTE} - width AND minute <= {_WAS}
        UNION ALL
        SELECT product_id, units FROM sales_minutes
        WHERE minute > {_WAS} AND minute > {_MINUTE} - width AND minute <= {_MINUTE}) AS passed
    GROUP BY days, product_id HAVING sum(units) <> 0
    """,
)


async def count_units(
    connection: AsyncConnection,
    events: Sequence[Event],
    now: datetime | None = None,
    quiet: int = QUIET,
    *,
    partitions: int = 1,
) -> None:
    """Count what these events sold and took back. ``now`` is the database's clock if not given."""
    rows = [row for event in events if (row := _row(event)) is not None]
    about = {
        "rows": msgspec.json.encode(rows).decode(),
        "partitions": list(range(1, partitions + 1)),
    }
    was, current = await _take(connection, now)
    minute = was
    if len(events) <= quiet:
        minute = await _move(connection, was, min(current, was + STRIDE))
    await connection.execute(_COUNT_MINUTES, {**about, "minute": minute})
    await connection.execute(_COUNT_WINDOWS, {**about, "minute": minute})


def _row(event: Event) -> dict[str, object] | None:
    """What the statements are told of it; None if it neither sold nor took back."""
    if event.type == OrderCancelled.TYPE and event.data["reason"] != "refunded":
        return None  # it had not been paid, so it is not counted
    sign = 1 if event.type == OrderPaid.TYPE else -1
    units = event.data["units"] if event.type == OrderUnitsRefunded.TYPE else None
    return {"id": event.subject, "sign": sign, "units": units}


async def advance(
    connection: AsyncConnection, now: datetime | None = None, stride: timedelta = STRIDE
) -> bool:
    """Move the windows on to the last full minute, by at most ``stride``; whether there is more to
    go. A clock that was put back is waited for."""
    was, current = await _take(connection, now)
    full = current - _MINUTE_LONG
    return await _move(connection, was, min(full, was + stride)) < full


async def _take(connection: AsyncConnection, now: datetime | None) -> tuple[datetime, datetime]:
    """Where the windows stand, locked until the transaction ends, and the minute it is."""
    was, current = (await connection.execute(_TAKE, {"now": now})).one()
    return was, current


async def _move(connection: AsyncConnection, was: datetime, minute: datetime) -> datetime:
    """Move the windows on, never back; where they stand then."""
    if minute <= was:
        return was
    await connection.execute(_ADVANCE_WINDOWS, {"was": was, "minute": minute})
    await connection.execute(_TRIM, {"minute": minute})
    await connection.execute(_MOVED, {"minute": minute})
    return minute
