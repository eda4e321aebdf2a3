"""Bookings as clients and staff see them: with what they take, how their order stands, and what
happened to them."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking import Resource, load_resources
from holdfast.booking.bookings import (
    Booking,
    Party,
    Taking,
    parties_of_orders,
    studios_of,
    takings_of,
)
from holdfast.booking.galleries import GalleryCounts, gallery_counts
from holdfast.booking.intake import QuestionCounts, question_counts
from holdfast.booking.series import PlaceInSeries, places_in_series
from holdfast.db.engine import Database
from holdfast.kit.names import name_now
from holdfast.views.names_now import bookings_named

__all__ = ["BookingMoment", "BookingPage", "OrderOfBooking", "booking_pages", "happened"]

_ORDERS: Final = """
SELECT id, hold_id, status, refund, total FROM orders WHERE id = ANY($1::uuid[])
"""
_HAPPENED: Final = """
SELECT at, type, data::text FROM (
    SELECT id, at, type, data FROM events
    WHERE subject = $1 AND at >= $2::timestamptz - interval '1 minute'
    UNION ALL
    SELECT id, at, type, data FROM past_events
    WHERE subject = $1 AND at >= $2::timestamptz - interval '1 minute') told
WHERE type LIKE 'booking.%' ORDER BY at, id LIMIT 200
"""


class OrderOfBooking(Struct, frozen=True):
    """What pays for it, as it stands."""

    id: UUID
    hold_id: UUID | None
    status: str
    refund: str
    total: int


class BookingPage(Struct, frozen=True):
    """A booking with what it takes and what pays for it; ``series``: which of a series it is;
    ``studio``: where it is, if that is not its client's own place; ``locale``: who reads it;
    ``questions``: how many are open and how many were answered; ``parties``: its
    photographers, and the studios that have an account; ``gallery``: what was delivered of
    it."""

    booking: Booking
    takings: Sequence[Taking]
    order: OrderOfBooking
    series: PlaceInSeries | None = None
    studio: Resource | None = None
    locale: str = ""
    questions: QuestionCounts = QuestionCounts()
    parties: Sequence[Resource] = ()
    gallery: GalleryCounts | None = None


class BookingMoment(Struct, frozen=True):
    """One thing that happened to it."""

    at: datetime
    what: str
    data: dict[str, Any]


async def booking_pages(
    database: Database, bookings: Sequence[Booking], locale: str = ""
) -> list[BookingPage]:
    """In the same order; with names for readers of that language, or as they were kept."""
    ids = [one.id for one in bookings]
    takings, orders, series, studios, counts, parties = await asyncio.gather(
        database.gathered(takings_of).many(ids),
        database.gathered(_orders).many(one.order_id for one in bookings),
        database.gathered(places_in_series).many(ids),
        database.gathered(studios_of).many(ids),
        database.gathered(question_counts).many(ids),
        database.gathered(parties_of_orders).many(one.order_id for one in bookings),
    )
    taken = {each.resource_id for some in takings.values() for each in some} if locale else set()
    known, galleries = await asyncio.gather(
        database.gathered(load_resources).many({*studios.values(), *taken, *_parties(parties)}),
        database.gathered(gallery_counts).many(ids),
    )
    return [
        BookingPage(
            one,
            [_named(each, known.get(each.resource_id), locale) for each in takings[one.id]],
            orders[one.order_id],
            series.get(one.id),
            known.get(studios[one.id]) if one.id in studios else None,
            locale,
            counts.get(one.id, QuestionCounts()),
            [known[each.id] for each in parties.get(one.order_id, ())],
            galleries.get(one.id),
        )
        for one in await bookings_named(database, bookings, locale)
    ]


def _parties(some: Mapping[UUID, Sequence[Party]]) -> set[UUID]:
    return {one.id for each in some.values() for one in each}


def _named(taking: Taking, resource: Resource | None, locale: str) -> Taking:
    return replace(taking, name=name_now(taking.name, resource, locale))


async def _orders(pool: asyncpg.Pool, ids: Sequence[UUID]) -> dict[UUID, OrderOfBooking]:
    return {row[0]: OrderOfBooking(*row) for row in await pool.fetch(_ORDERS, ids)}


async def happened(pool: asyncpg.Pool, booking: Booking) -> list[BookingMoment]:
    """What is told of it, oldest first; of what is older than the event log without its words."""
    rows = await pool.fetch(_HAPPENED, str(booking.id), booking.created_at)
    return [
        BookingMoment(at, kind.removeprefix("booking."), msgspec.json.decode(data))
        for at, kind, data in rows
    ]
