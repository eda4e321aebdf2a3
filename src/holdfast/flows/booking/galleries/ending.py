"""Galleries end on the day that both were told: their clients hear of it a week before, then the
files are deleted, and with them what was never delivered, or only begun."""

from datetime import datetime
from typing import Final

from holdfast.booking.galleries import (
    PicturesEnding,
    end_galleries,
    files_of,
    galleries_ending,
    pictures_going,
    pictures_gone,
)
from holdfast.flows.commit.event_log import write_events
from holdfast.flows.inventory.pictures import PictureRoom

__all__ = ["look_after_galleries"]

AT_ONCE: Final = 200
MOST: Final = 10_000
"""Pictures deleted in a run; the rest in the next."""


async def look_after_galleries(room: PictureRoom, now: datetime) -> int:
    """How many pictures went. Files go before their rows. Raises
    :class:`~holdfast.catalog.pictures.StoreAway`."""
    async with room.database.transaction() as connection:
        soon = await galleries_ending(connection, now, AT_ONCE)
        facts = [
            (PicturesEnding(one.pictures, one.until), one.booking_id)
            for one in soon
            if one.pictures
        ]
        await write_events(connection, facts)
    async with room.database.transaction() as connection:
        await end_galleries(connection, now, AT_ONCE)
    gone = 0
    while gone < MOST:
        async with room.database.read() as connection:
            going = await pictures_going(connection, now, AT_ONCE)
        if not going:
            break
        await room.store.delete([file for _, place in going for file in files_of(place)])
        async with room.database.transaction() as connection:
            await pictures_gone(connection, [one for one, _ in going])
        gone += len(going)
    return gone
