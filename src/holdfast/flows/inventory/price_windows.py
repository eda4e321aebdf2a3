"""Discounts that begin and end by themselves: what a product costs is said anew, and told."""

from typing import Final

from holdfast.catalog import ProductChanged
from holdfast.catalog.writing import any_fallen_due, fallen_due, refresh_prices
from holdfast.db.engine import Database
from holdfast.flows.commit.event_log import write_events

__all__ = ["turn_prices"]

AT_ONCE: Final = 500


async def turn_prices(database: Database) -> int:
    """Products whose price changed by itself since it was written; how many there were. What is
    charged does not wait for this: it is read off the discount."""
    turned = 0
    while await any_fallen_due(database.pool):
        async with database.transaction() as connection:
            due = await fallen_due(connection, AT_ONCE)
            await refresh_prices(connection, due)
            await write_events(connection, [(ProductChanged("price"), one) for one in due])
        turned += len(due)
        if len(due) < AT_ONCE:  # others' locks are passed by: those are not ours to wait for
            break
    return turned
