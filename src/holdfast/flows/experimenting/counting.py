"""Who saw a variant and then paid for an order, or booked: counted from events.

The consumer's cursor moves in the transaction of what it counts, and a visitor is counted when they
have not been yet; so an event that is read twice changes nothing. Somebody with two browsers is
counted in the one that saw it first.
"""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.bookings import BookingConfirmed
from holdfast.db.id_lists import unseen_ids, written_ids
from holdfast.db.reading import Event
from holdfast.orders import OrderPaid

__all__ = ["CONVERSIONS", "CONVERSION_TYPES", "count_conversions"]

CONVERSIONS: Final = "conversions"
"""The consumer's name."""
CONVERSION_TYPES: Final = (OrderPaid.TYPE, BookingConfirmed.TYPE)


def _counting(column: str, done: str) -> sa.TextClause:
    """``done``: whose (``owner``) it is, and when it was (``at``), by their ids."""
    return sa.text(f"""
    UPDATE experiment_visitors v SET {column} = first.at
    FROM (
        SELECT DISTINCT ON (seen.experiment_id, seen.owner)
               seen.experiment_id, seen.visitor, done.at
        FROM ({done}) done
        JOIN experiment_visitors seen ON seen.owner = done.owner AND seen.seen_at <= done.at
        JOIN experiments e ON e.id = seen.experiment_id
         AND (e.ended_at IS NULL OR done.at <= e.ended_at)
        ORDER BY seen.experiment_id, seen.owner, seen.seen_at, seen.visitor, done.at
    ) first
    WHERE v.experiment_id = first.experiment_id AND v.visitor = first.visitor
      AND v.{column} IS NULL
    """)


_ORDERED: Final = _counting(
    "ordered_at",
    "SELECT owner, paid_at AS at FROM orders"
    f" WHERE id = ANY({unseen_ids(':ids')}) AND paid_at IS NOT NULL",
)
_BOOKED: Final = _counting(
    "booked_at",
    "SELECT user_id AS owner, confirmed_at AS at FROM bookings"
    f" WHERE id = ANY({unseen_ids(':ids')}) AND confirmed_at IS NOT NULL",
)


async def count_conversions(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """The consumer's handler. Whose it is is read as it stands: what a guest ordered may be an
    account's by now, as their browser is."""
    for kind, counting in ((OrderPaid.TYPE, _ORDERED), (BookingConfirmed.TYPE, _BOOKED)):
        ids = {one.subject for one in events if one.type == kind}
        if ids:
            await connection.execute(counting, {"ids": written_ids(ids)})
