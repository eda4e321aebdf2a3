"""What is ordered again and again: how many run and are paused, what began and ended in some days,
and what came of it. Counted by the shop's clock; those of closed accounts are gone."""

from typing import Final

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.payments import KEPT
from holdfast.views.statistics import Span

__all__ = ["RepeatCounts", "counts_in", "earned_in"]

_COUNTS: Final = sa.text("""
SELECT (SELECT count(*) FROM repeat_orders WHERE status = 'active') AS active,
       (SELECT count(*) FROM repeat_orders WHERE status = 'paused') AS paused,
       count(*) FILTER (WHERE what = 'begun') AS began,
       count(*) FILTER (WHERE what = 'ended') AS ended,
       count(*) FILTER (WHERE what = 'ordered') AS ordered,
       count(*) FILTER (WHERE what = 'declined') AS declined
FROM repeat_steps WHERE CAST(at AT TIME ZONE :clock AS date) BETWEEN :first AND :last
""")
_EARNED: Final = sa.text(f"""
SELECT currency, sum(kept)::bigint AS amount
FROM (SELECT o.currency, {KEPT} AS kept
      FROM (SELECT order_id FROM repeat_orders WHERE status <> 'asked'
            UNION SELECT order_id FROM repeat_steps WHERE what = 'ordered') AS r
      JOIN orders o ON o.id = r.order_id
      WHERE CAST(o.paid_at AT TIME ZONE :clock AS date) BETWEEN :first AND :last) AS paid
GROUP BY currency HAVING sum(kept) > 0 ORDER BY currency
""")


class RepeatCounts(Struct, frozen=True):
    """``active`` and ``paused`` are of now, all else of the days; ``declined``: charges of cards
    that failed, those that were tried again once."""

    active: int
    paused: int
    began: int
    ended: int
    ordered: int
    declined: int


async def counts_in(connection: AsyncConnection, span: Span, clock: str) -> RepeatCounts:
    row = (await connection.execute(_COUNTS, _asked(span, clock))).one()
    return RepeatCounts(*row)


async def earned_in(
    connection: AsyncConnection, partitions: int, span: Span, clock: str
) -> dict[str, int]:
    """What is kept of the orders that were paid in these days, by currency, the first of each, too:
    less what was refunded since, what banks took back, and what points covered."""
    about = _asked(span, clock) | {"partitions": list(range(1, partitions + 1))}
    rows = await connection.execute(_EARNED, about)
    return {row.currency: row.amount for row in rows}


def _asked(span: Span, clock: str) -> dict[str, object]:
    return {"first": span.first, "last": span.last, "clock": clock}
