"""Everybody's bookings, by when they begin: a page of them, and all for a spreadsheet."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking.bookings import BOOKING_COLUMNS, JSON_COLUMNS, Booking
from holdfast.db.engine import Database
from holdfast.kit.paging import decode_cursor, page_of
from holdfast.kit.zones import moment_text, zone
from holdfast.views.booking.booking_pages import BookingPage, booking_pages
from holdfast.views.client_names import Known, known_clients
from holdfast.views.product_list import like
from holdfast.views.spreadsheet import Rows, csv_pages, in_units

__all__ = ["BookingQuery", "booking_list", "bookings_csv", "bookings_near"]

MAX_CSV: Final = 100_000  # bookings
_COLUMNS: Final = ", ".join(
    f"b.{column}::text" if column in JSON_COLUMNS else f"b.{column}" for column in BOOKING_COLUMNS
)
# Staff find a client by name as they wrote it, or as the account has it.
_SAYS: Final = """
(b.number ILIKE {words} OR b.service_name ILIKE {words} OR b.note ILIKE {words}
 OR u.name ILIKE {words} OR u.email ILIKE {words} OR EXISTS (
     SELECT FROM client_accounts a JOIN clients c ON c.id = a.client_id
     WHERE a.owner = b.user_id
       AND (c.name ILIKE {words} OR c.email ILIKE {words} OR c.phone ILIKE {words})))
"""
_LISTED: Final = f"""
SELECT {_COLUMNS} FROM bookings b
LEFT JOIN users u ON $6::text IS NOT NULL AND 'user:' || u.id::text = b.user_id
WHERE (b.starts_at, b.id) > ($1, $3::uuid) AND b.starts_at < $2
  AND ($4::text IS NULL OR b.status = $4)
  AND ($5::uuid[] IS NULL OR EXISTS (
      SELECT FROM booking_resources t
      WHERE t.booking_id = b.id AND t.move = b.moves AND t.resource_id = ANY($5)))
  AND ($6::text IS NULL OR {_SAYS.format(words="$6")})
  AND NOT ($8 AND b.status IN ('cancelled', 'no_show'))
ORDER BY b.starts_at, b.id LIMIT $7
"""
_NEAR: Final = f"""
SELECT {_COLUMNS} FROM bookings b
LEFT JOIN users u ON 'user:' || u.id::text = b.user_id
WHERE b.starts_at > $1::timestamptz - $2::interval AND b.starts_at < $1::timestamptz + $2::interval
  AND {_SAYS.format(words="$3")}
ORDER BY b.starts_at < $1, greatest(b.starts_at - $1, $1 - b.starts_at), b.id LIMIT $4
"""
_NEAR_NOW: Final = timedelta(days=366)
_FIRST: Final = UUID(int=0)
_HEAD: Final = (
    "number", "status", "start", "end", "local", "zone", "service", "with", "client", "people",
    "price", "paid", "penalty", "currency", "note", "created_at",
)  # fmt: skip


class BookingQuery(Struct, frozen=True):
    """Which bookings: those that begin from ``start`` on and before ``end``, and take one of
    the ``resources``. ``words``: in the number, the service, the note, or the client's name,
    address or number. ``standing``: without those that nobody will come to."""

    start: datetime
    end: datetime
    status: str | None = None
    resources: Sequence[UUID] | None = None
    words: str | None = None
    cursor: str | None = None
    limit: int = 50
    standing: bool = False


async def booking_list(database: Database, query: BookingQuery) -> tuple[list[Booking], str | None]:
    """A page, and the cursor of the next one."""
    start, after = query.start, _FIRST
    if query.cursor:
        start, after = decode_cursor(query.cursor, tuple[datetime, UUID])
    pattern = None if query.words is None else like(query.words)
    rows = await database.pool.fetch(
        _LISTED, start, query.end, after, query.status, query.resources, pattern, query.limit + 1,
        query.standing,
    )  # fmt: skip
    found = [Booking(*row) for row in rows]
    return page_of(found, query.limit, lambda one: (one.starts_at, one.id))


async def bookings_near(database: Database, words: str, now: datetime, limit: int) -> list[Booking]:
    """Those with these words in them, within a year: what comes next first, then what was last."""
    rows = await database.pool.fetch(_NEAR, now, _NEAR_NOW, like(words), limit)
    return [Booking(*row) for row in rows]


def bookings_csv(
    database: Database, query: BookingQuery, locale: str, most: int = MAX_CSV
) -> AsyncIterator[str]:
    """The bookings for a spreadsheet, piece by piece; raises BadCursor at once.
    Where there are more than ``most``, the last line gives the cursor to go on with."""
    if query.cursor:
        decode_cursor(query.cursor, tuple[datetime, UUID])

    async def page(cursor: str | None, limit: int) -> tuple[Rows, str | None]:
        found, after = await booking_list(database, replace(query, cursor=cursor, limit=limit))
        pages = await booking_pages(database, found, locale)
        known = await known_clients(database.pool, [one.user_id for one in found])
        return [_cells(one, known.get(one.booking.user_id, Known())) for one in pages], after

    return csv_pages(_HEAD, query.cursor, query.limit, most, page, "Later bookings")


def _cells(page: BookingPage, client: Known) -> tuple[object, ...]:
    booking = page.booking
    price, paid, penalty = (
        in_units(amount, booking.currency)
        for amount in (booking.price, booking.prepaid, booking.penalty)
    )
    return (
        booking.number, booking.status, booking.starts_at, booking.ends_at,
        _shown(booking), booking.zone, booking.service_name,
        ", ".join(one.name for one in page.takings), client.name, booking.people, price,
        paid, penalty, booking.currency, booking.note, booking.created_at,
    )  # fmt: skip


def _shown(booking: Booking) -> str:
    """When it begins, by its place's clock as its client was told; of an hour that comes twice, as
    which."""
    said = booking.wall_start[:16].replace("T", " ")
    whole = moment_text(booking.starts_at.astimezone(zone(booking.zone)))
    return whole if whole.startswith(said) else said
