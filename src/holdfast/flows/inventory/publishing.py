"""What the catalogue does by itself when its moment comes: drafts go on sale, discounts begin and
end."""

from typing import Final

from holdfast.catalog import ProductChanged
from holdfast.catalog.writing import any_to_publish, lock_catalogue, publish, to_publish
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.event_log import write_events
from holdfast.flows.inventory.price_windows import turn_prices
from holdfast.sellers import sellers_selling

__all__ = ["publish_due", "turn_by_the_clock"]

AT_ONCE: Final = 500
_CLOCK: Final = process("clock")


async def turn_by_the_clock(database: Database) -> int:
    """How many products are told otherwise than before."""
    return await publish_due(database) + await turn_prices(database)


async def publish_due(database: Database, caller: Caller = _CLOCK) -> int:
    """Drafts whose moment has come are in the shop; how many. One of a seller who sells nothing
    then stays a draft, whose moment is over."""
    published = 0
    while await any_to_publish(database.pool):
        async with database.transaction() as connection:
            await lock_catalogue(connection)  # nobody is suspended, or leaves, meanwhile
            due = await to_publish(connection, AT_ONCE)
            selling = await sellers_selling(connection, {one for one in due.values() if one})
            live = [one for one, seller in due.items() if seller is None or seller in selling]
            await publish(connection, live, [one for one in due if one not in live])
            for one in due:
                action = "product.published" if one in live else "product.not-published"
                await caller.note(connection, action, str(one))
            await write_events(connection, [(ProductChanged("clock"), one) for one in due])
        published += len(live)
        if len(due) < AT_ONCE:  # others' locks are passed by: those are not ours to wait for
            break
    return published
