"""What was booked or bought, in the reader's language.

Bookings and what is prepaid keep names as they were then, in the language of whoever read them. As
lines of orders (``option_words.ORDERED_NAME``) they are called by the name that their thing has for
the reader, as long as it still has the one that was kept; documents say what was kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec
from msgspec.structs import replace

from holdfast.booking import PageKind, Resource, page_slug
from holdfast.booking.bookings import BookedPart, Booking, load_bookings
from holdfast.booking.galleries import further_called, further_of_orders
from holdfast.booking.services import (
    Service,
    part_of_visit,
    services_by_id,
    services_of,
    visit_named,
)
from holdfast.catalog import Product, Shelf
from holdfast.db.engine import Database
from holdfast.kit.names import name_now
from holdfast.kit.sentences import in_language
from holdfast.orders import OrderItem
from holdfast.packages import Grant, packages_by_id
from holdfast.returns import ExchangeItem
from holdfast.views.clients import Happening
from holdfast.views.conversations import ConversationRow, asked_people
from holdfast.waiting import InLine

__all__ = [
    "booked_named", "bookings_named", "conversations_named", "describe_rows", "descriptions_named",
    "grants_named", "happenings_named", "sold_named", "waits_named",
]  # fmt: skip

_Sold = TypeVar("_Sold", OrderItem, ExchangeItem)

_BOOKED: Final = "SELECT order_id, id FROM bookings WHERE order_id = ANY($1::uuid[])"
_BOUGHT: Final = """
SELECT order_id, package_id FROM package_purchases WHERE order_id = ANY($1::uuid[])
"""


async def bookings_named(
    database: Database, bookings: Sequence[Booking], locale: str
) -> list[Booking]:
    """In the same order, services and extras by their names for readers of that language."""
    if not locale:
        return list(bookings)
    ids = set[UUID]().union(*(services_of(one.service_id, one.parts) for one in bookings))
    known = await database.gathered(services_by_id).many(ids)
    return [_booking_named(one, known, locale) for one in bookings]


async def booked_named(database: Database, ids: Iterable[UUID], locale: str) -> dict[UUID, str]:
    """What these bookings are of, by id, as readers of that language call it; nothing where nobody
    says who reads it: it stays as it was kept."""
    if not locale:
        return {}
    found = await database.gathered(load_bookings).many(ids)
    named = await bookings_named(database, list(found.values()), locale)
    return {one.id: one.service_name for one in named}


def _booking_named(booking: Booking, known: Mapping[UUID, Service], locale: str) -> Booking:
    parts = booking.parts
    whole = visit_named(booking.service_id, parts, known)
    things = [part_of_visit(one, parts, known) for one in parts]
    told = [
        replace(one, name=name_now(one.name, thing, locale))
        for one, thing in zip(parts, things, strict=True)
    ]
    return replace(
        booking,
        service_name=name_now(booking.service_name, whole, locale),
        parts_text=msgspec.json.encode(told).decode(),
    )


async def waits_named(
    database: Database, waits: Sequence[tuple[InLine, Sequence[BookedPart]]], locale: str
) -> dict[UUID, str]:
    """What they wait for, by place in line, with the parts of what is a visit."""
    ids = set[UUID]().union(*(services_of(one.service_id, parts) for one, parts in waits))
    known = await database.gathered(services_by_id).many(ids) if locale else {}
    return {
        one.id: name_now(one.service_name, visit_named(one.service_id, parts, known), locale)
        for one, parts in waits
    }


async def grants_named(database: Database, grants: Sequence[Grant], locale: str) -> list[Grant]:
    """In the same order, by their packages' names for readers of that language."""
    if not locale:
        return list(grants)
    known = await database.gathered(packages_by_id).many({one.package_id for one in grants})
    return [
        replace(one, name=name_now(one.name, known.get(one.package_id), locale)) for one in grants
    ]


async def sold_named(shelf: Shelf, sold: Sequence[_Sold], locale: str) -> list[_Sold]:
    """In the same order, goods and their options as readers of that language call them."""
    if not locale:
        return list(sold)
    known = await shelf.get_many({one.product_id for one in sold})
    return [_sold_named(one, known.get(one.product_id), locale) for one in sold]


def _sold_named(one: _Sold, product: Product | None, locale: str) -> _Sold:
    if product is None:
        return one
    of = {each.id: each.options for each in product.variants}.get(one.variant_id)
    return replace(
        one,
        product_name=name_now(one.product_name, product, locale),
        options=one.options if of is None else product.options_in(of, locale),
    )


async def describe_rows(
    database: Database, rows: Sequence[dict[str, Any]], locale: str, order: str = "id"
) -> None:
    """Put in each row what its ``order`` of a booking or a package is for, its ``description``, as
    readers of that language call it."""
    kept = {row[order]: row["description"] for row in rows if row["description"] is not None}
    told = await descriptions_named(database, kept, locale)
    for row in rows:
        row["description"] = told.get(row[order], row["description"])


async def happenings_named(
    database: Database, found: Sequence[Happening], locale: str
) -> list[Happening]:
    """In the same order, what was booked or bought as readers of that language call it."""
    booked = [one.id for one in found if one.kind == "booking"]
    bought = {one.id: one.title for one in found if one.kind == "order"}
    called = await booked_named(database, booked, locale)
    called |= await descriptions_named(database, bought, locale)
    return [replace(one, title=called.get(one.id, one.title)) for one in found]


async def conversations_named(
    database: Database, rows: Sequence[ConversationRow], locale: str
) -> list[ConversationRow]:
    """In the same order, sessions that they are about, and who photographs them, as readers of that
    language call them."""
    kept = {row.conversation.subject_id: row.service for row in rows if row.service is not None}
    told = await descriptions_named(database, kept, locale)
    people = await asked_people(database, [row.conversation for row in rows])
    return [
        _conversation_named(
            replace(row, service=told.get(row.conversation.subject_id, row.service)),
            people.get(row.conversation.subject_id, ()),
            locale,
        )
        for row in rows
    ]


def _conversation_named(
    row: ConversationRow, people: Sequence[Resource], locale: str
) -> ConversationRow:
    one = row.conversation
    photographers = [each for each in people if each.kind == "photographer"]
    if one.is_with_shop:
        row = replace(row, photographers=tuple(each.name_in(locale) for each in photographers))
    if one.subject != "resource" or not people:
        return row
    (asked,) = people
    page: PageKind = "studio" if asked.kind == "studio" else "photographer"
    handle = page_slug(asked) if asked.is_active else None
    return replace(row, name=asked.name_in(locale), handle=handle, page=page)


async def descriptions_named(
    database: Database, kept: Mapping[UUID, str], locale: str
) -> dict[UUID, str]:
    """What orders of a booking, of more pictures of one or of a package are for, as readers of that
    language call it, by the order, of which it is known what was ``kept``; those that are for
    something else are left out."""
    if not kept or not locale:
        return {}
    ids = list(kept)
    found = [(row[0], row[1]) for row in await database.pool.fetch(_BOOKED, ids)]
    bought = {row[0]: row[1] for row in await database.pool.fetch(_BOUGHT, ids)}
    bookings = await database.gathered(load_bookings).many(booking for _, booking in found)
    packages = await database.gathered(packages_by_id).many(bought.values())
    named = await bookings_named(
        database,
        [replace(bookings[booking], service_name=kept[order]) for order, booking in found],
        locale,
    )
    told = {order: booking.service_name for (order, _), booking in zip(found, named, strict=True)}
    further = await _further_named(database, ids, locale)
    return (
        told
        | further
        | {
            order: name_now(kept[order], packages.get(package), locale)
            for order, package in bought.items()
        }
    )


async def _further_named(
    database: Database, orders: Sequence[UUID], locale: str
) -> dict[UUID, str]:
    """Those that buy more pictures of a session."""
    found = await further_of_orders(database.pool, orders)
    called = await booked_named(database, {one.booking_id for one in found}, locale)
    told = {one.id: further_called(called[one.booking_id], len(one.pictures)) for one in found}
    return {order: in_language(text, locale) for order, text in told.items()}
