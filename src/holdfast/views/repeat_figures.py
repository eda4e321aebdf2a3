"""What is ordered again and again: how many run and are paused, what began and ended in some days,
and what came of it. Counted by the shop's clock; those of closed accounts are gone."""

from typing import Final

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

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
_EARNED: Final = sa.text("""
SELECT o.currency, sum(o.total)::bigint AS amount
FROM (SELECT order_id FROM repeat_orders WHERE status <> 'asked'
      UNION SELECT order_id FROM repeat_steps WHERE what = 'ordered') AS r
JOIN orders o ON o.id = r.order_id
WHERE o.status <> 'cancelled'
  AND CAST(o.paid_at AT TIME ZONE :clock AS date) BETWEEN :first AND :last
GROUP BY o.currency ORDER BY o.currency
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


async def earned_in(connection: AsyncConnection, span: Span, clock: str) -> dict[str, int]:
    """What the orders came to that were paid in these days and not cancelled since, by currency:
    the first of each, too."""
    rows = await connection.execute(_EARNED, _asked(span, clock))
    return {row.currency: row.amount for row in rows}


def _asked(span: Span, clock: str) -> dict[str, object]:
    return {"first": span.first, "last": span.last, "clock": clock}
