"""More pictures than are included, for money: an order of its own, with a row that says which
pictures it is for. A row of ``bought_pictures`` makes one downloadable: there is one at most.

Until such an order is paid and counted, its row is ``open``. ``bought``: its pictures are the
client's. ``dropped``: it came to nothing after it was paid, and goes back. ``returned``: its money
went back later, and its pictures are the client's no more.
"""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

import asyncpg
import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.galleries.facts import PicturesBought
from holdfast.booking.galleries.gallery import Gallery
from holdfast.booking.galleries.tables import (
    BOUGHT_PICTURES,
    FURTHER_PICTURES,
    FURTHER_STATES,
    GALLERY_STATES,
    PICTURE_STATES,
)
from holdfast.db.id_lists import unseen_ids, written_ids
from holdfast.db.jobs import Job
from holdfast.kit.sentences import say
from holdfast.ledger import NOW, Insert, Rider, Transition, tell

_COLUMNS: Final = "id, booking_id, status, price, pictures::text"
_OF_ORDER: Final = f"SELECT {_COLUMNS} FROM further_pictures WHERE id = $1"
_OF_BOOKING: Final = f"SELECT {_COLUMNS} FROM further_pictures WHERE booking_id = $1 ORDER BY id"
_OF_ORDERS: Final = f"SELECT {_COLUMNS} FROM further_pictures WHERE id = ANY($1::uuid[])"
_OPEN: Final = (
    f"SELECT id FROM further_pictures WHERE id = ANY({unseen_ids('$1')}) AND status = 'open'"
)
_RETURN: Final = sa.text("""
WITH back AS (
    UPDATE further_pictures SET status = 'returned', ended_at = clock_timestamp()
    WHERE id = ANY(CAST(:orders AS uuid[])) AND status = 'bought' RETURNING id),
free AS (
    DELETE FROM bought_pictures b USING back WHERE b.order_id = back.id RETURNING b.picture_id)
UPDATE gallery_pictures p SET favourite = false FROM free WHERE p.id = free.picture_id
""")
_PRICE: Final = sa.text("""
UPDATE galleries SET further_price = :price, changed_at = clock_timestamp()
WHERE booking_id = :id
""")


class SettleFurther(Job, frozen=True):
    """what was paid by the order for more pictures of a session and did not count at once: the
    pictures are the client's, or the money goes back"""

    NAME = "settle-further-pictures"
    order_id: UUID


class FurtherOrder(Struct, frozen=True):
    """``price`` of one, ``pictures_text``: their ids, as JSON."""

    id: UUID
    booking_id: UUID
    status: str
    price: int
    pictures_text: str

    @property
    def is_open(self) -> bool:
        """Whether nothing came of it yet."""
        return self.status == "open"

    @property
    def is_bought(self) -> bool:
        """Whether its pictures are the client's."""
        return self.status == "bought"

    @property
    def pictures(self) -> frozenset[UUID]:
        """Which they are."""
        return frozenset(_ids(self.pictures_text))


_ids: Final = msgspec.json.Decoder(tuple[UUID, ...]).decode


def further_ordered(
    order_id: UUID, booking_id: UUID, price: int, pictures: Sequence[UUID]
) -> Insert:
    """With the order of the same id."""
    text = msgspec.json.encode(sorted(pictures)).decode()
    return Insert(FURTHER_PICTURES, ((order_id, booking_id, price, text),))


def further_bought(order: FurtherOrder, gallery: Gallery, by: str) -> tuple[Rider, ...]:
    """They are the client's from now on, while the gallery stands as it was read and they are
    there; one that somebody has already refuses all of it."""
    pictures = sorted(order.pictures)
    fact = PicturesBought(len(pictures), len(pictures) * order.price, by)
    return (
        Transition(FURTHER_STATES, order.id, ("open",), "bought", (("ended_at", NOW),)),
        Transition(GALLERY_STATES, order.booking_id, (gallery.status,), gallery.status),
        *(Transition(PICTURE_STATES, one, ("ready",), "ready") for one in pictures),
        Insert(BOUGHT_PICTURES, tuple((one, order.id) for one in pictures)),
        tell(fact, order.booking_id),
    )


def further_dropped(order_id: UUID) -> Transition:
    """It is paid, and comes to nothing."""
    return Transition(FURTHER_STATES, order_id, ("open",), "dropped", (("ended_at", NOW),))


async def further_returned(connection: AsyncConnection, orders: Sequence[UUID]) -> None:
    """Their money went back: what was bought by them is the client's no more, nor one of those that
    are included, should it have been chosen before."""
    await connection.execute(_RETURN, {"orders": list(orders)})


async def further_of_order(pool: asyncpg.Pool, order_id: UUID) -> FurtherOrder | None:
    """What the order buys of a gallery, if it does."""
    row = await pool.fetchrow(_OF_ORDER, order_id)
    return None if row is None else FurtherOrder(*row)


async def further_of_orders(pool: asyncpg.Pool, order_ids: Sequence[UUID]) -> list[FurtherOrder]:
    """Those of these orders that buy pictures."""
    return [FurtherOrder(*row) for row in await pool.fetch(_OF_ORDERS, order_ids)]


def further_called(service: str, count: int) -> str:
    """What such an order is for."""
    if count == 1:
        return say("{service}: 1 more picture", service=service)
    return say("{service}: {count} more pictures", service=service, count=count)


def further_item_called(service: str) -> str:
    """What pictures of this service are called that are bought further, however many."""
    return say("{service}: more pictures", service=service)


async def further_of(pool: asyncpg.Pool, booking_id: UUID) -> list[FurtherOrder]:
    """Of a booking's gallery, the oldest first."""
    return [FurtherOrder(*row) for row in await pool.fetch(_OF_BOOKING, booking_id)]


async def open_further(pool: asyncpg.Pool, order_ids: Iterable[str]) -> list[UUID]:
    """Which of these orders buy pictures that nobody has by them yet."""
    return [row[0] for row in await pool.fetch(_OPEN, written_ids(order_ids))]


async def further_priced(connection: AsyncConnection, booking_id: UUID, price: int | None) -> None:
    """From now on each more costs that; None: they are not sold."""
    await connection.execute(_PRICE, {"id": booking_id, "price": price})
