"""The board in its reader's language, as lists of bookings are."""

from collections.abc import Sequence

from msgspec.structs import replace

from holdfast.booking import load_resources
from holdfast.db.engine import Database
from holdfast.kit.names import name_now
from holdfast.views.booking.board import Board
from holdfast.views.booking.conflicts import Conflicting
from holdfast.views.names_now import bookings_named

__all__ = ["board_named", "conflicts_named"]


async def board_named(database: Database, board: Board, locale: str) -> Board:
    """What is booked and what it takes by their names for readers of that language; without one as
    they were kept."""
    if not locale:
        return board
    ids = {one.resource_id for each in board.takings.values() for one in each}
    known = await database.gathered(load_resources).many(ids)
    return replace(
        board,
        bookings=await bookings_named(database, board.bookings, locale),
        takings={
            booking: [
                replace(one, name=name_now(one.name, known.get(one.resource_id), locale))
                for one in each
            ]
            for booking, each in board.takings.items()
        },
    )


async def conflicts_named(
    database: Database, found: Sequence[Conflicting], locale: str
) -> list[Conflicting]:
    """Whose time each is at odds with, called as the board calls them."""
    known = await database.gathered(load_resources).many({one.resource_id for one in found})
    return [
        replace(one, resource=name_now(one.resource, known.get(one.resource_id), locale))
        for one in found
    ]
