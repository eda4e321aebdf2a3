"""Clients as staff see them: with their accounts' names, what they booked, bought and left with the
shop, and what else may be the same person."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.clients import Client, clean_phone
from holdfast.kit.money import coded
from holdfast.kit.paging import decode_cursor, decode_id, page_by_id, page_of
from holdfast.payments import KEPT
from holdfast.views.option_words import ORDERED_NAME
from holdfast.views.product_list import like
from holdfast.views.spreadsheet import csv_lines

__all__ = [
    "MOST_ALIKE", "MOST_EXPORTED", "ClientRow", "FoundClient", "Happening", "alike", "client_page",
    "client_rows", "client_tags", "clients_csv", "clients_found", "history",
]  # fmt: skip

Row = dict[str, Any]
MOST_ALIKE: Final = 20
MOST_EXPORTED: Final = 20_000
_MOST_COUNTED: Final = 2000
"""Orders and bookings of one client that are counted, each."""
_MOST_TAGS: Final = 200
_NATIONAL: Final = 9
"""Digits by which numbers are the same."""
_NUMBER: Final = re.compile(r"[+\d\s()./-]{3,}")

_LAST: Final = UUID(int=2**128 - 1)
_NEWEST: Final = (datetime(9000, 1, 1, tzinfo=UTC), _LAST)
_ACCOUNTS: Final = """
LEFT JOIN LATERAL (
    SELECT array_agg(ca.owner ORDER BY ca.owner) AS owners,
           min(nullif(u.name, '')) AS name, min(u.email) AS email
    FROM client_accounts ca LEFT JOIN users u ON 'user:' || u.id::text = ca.owner
    WHERE ca.client_id = c.id) known ON true
"""
_SHOWN: Final = f"""
SELECT c.id, coalesce(nullif(c.name, ''), known.name, '') AS name,
       coalesce(nullif(c.email, ''), known.email, '') AS email, c.phone, c.tags, c.consent,
       c.consent_at, c.consent_by, c.source, c.revision, c.created_at,
       c.name AS own_name, c.email AS own_email,
       coalesce(known.owners, '{{}}') AS owners,
       came.bookings, came.missed, came.last_visit, came.last_zone, came.next_visit, came.next_zone,
       bought.orders, coalesce(bought.value, '[]') AS value
FROM clients c {_ACCOUNTS}
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE status <> 'cancelled') AS bookings,
           count(*) FILTER (WHERE status = 'no_show') AS missed,
           max(starts_at) FILTER (WHERE came) AS last_visit,
           (array_agg(zone ORDER BY starts_at DESC) FILTER (WHERE came))[1] AS last_zone,
           min(starts_at) FILTER (WHERE comes) AS next_visit,
           (array_agg(zone ORDER BY starts_at) FILTER (WHERE comes))[1] AS next_zone
    FROM (SELECT b.status, b.starts_at, b.zone,
                 status IN ('completed', 'in_progress')
                     OR (status = 'confirmed' AND ends_at < now()) AS came,
                 starts_at > now()
                     AND status IN ('requested', 'countered', 'held', 'confirmed') AS comes
          FROM bookings b
          WHERE b.user_id = ANY(known.owners) LIMIT :most) b) came
CROSS JOIN LATERAL (
    SELECT sum(orders)::bigint AS orders,
           jsonb_agg(jsonb_build_object('currency', currency, 'amount', amount)
                     ORDER BY currency) FILTER (WHERE amount > 0) AS value
    FROM (SELECT o.currency, count(*) AS orders, sum({KEPT})::bigint AS amount
          FROM (SELECT * FROM orders WHERE owner = ANY(known.owners) AND paid_at IS NOT NULL
                LIMIT :most) o
          GROUP BY o.currency) sums) bought
"""
_MATCHING: Final = """
c.merged_into IS NULL AND c.id < CAST(:before AS uuid)
  AND (CAST(:tag AS text) IS NULL OR c.tags @> ARRAY[CAST(:tag AS text)])
  AND (CAST(:consent AS boolean) IS NULL OR c.consent = :consent)
  AND (CAST(:pattern AS text) IS NULL OR c.name ILIKE :pattern OR c.email ILIKE :pattern
       OR (CAST(:digits AS text) <> '' AND
           regexp_replace(c.phone, '\\D', '', 'g') LIKE '%' || :digits || '%')
       OR EXISTS (SELECT FROM unnest(c.tags) AS tag WHERE tag ILIKE :pattern)
       OR EXISTS (SELECT FROM client_accounts ca JOIN users u ON 'user:' || u.id::text = ca.owner
                  WHERE ca.client_id = c.id AND (u.name ILIKE :pattern OR u.email ILIKE :pattern))
       OR EXISTS (SELECT FROM client_accounts ca JOIN bookings b ON b.user_id = ca.owner
                  WHERE ca.client_id = c.id AND b.number ILIKE :pattern))
"""
_PAGE: Final = sa.text(f"""
{_SHOWN} WHERE c.id IN (
    SELECT c.id FROM clients c WHERE {_MATCHING} ORDER BY c.id DESC LIMIT :limit)
ORDER BY c.id DESC
""")
_FOUND: Final = sa.text(f"""
SELECT c.id, coalesce(nullif(c.name, ''), known.name, '') AS name,
       coalesce(nullif(c.email, ''), known.email, '') AS email, c.phone
FROM clients c {_ACCOUNTS} WHERE c.id IN (
    SELECT c.id FROM clients c WHERE {_MATCHING} ORDER BY c.id DESC LIMIT :limit)
ORDER BY c.id DESC
""")
_SOME: Final = sa.text(f"{_SHOWN} WHERE c.id = ANY(CAST(:ids AS uuid[])) ORDER BY c.id DESC")
_TAGS: Final = sa.text("""
SELECT tag, count(*) AS clients FROM clients c CROSS JOIN unnest(c.tags) AS tag
WHERE c.merged_into IS NULL GROUP BY tag ORDER BY clients DESC, tag LIMIT :most
""")
_ALIKE: Final = sa.text(f"""
WITH said AS (
    SELECT c.id, lower(coalesce(nullif(c.name, ''), known.name, '')) AS name,
           lower(coalesce(nullif(c.email, ''), known.email, '')) AS email,
           right(regexp_replace(c.phone, '\\D', '', 'g'), {_NATIONAL}) AS phone
    FROM clients c {_ACCOUNTS} WHERE c.merged_into IS NULL)
SELECT other.id FROM said one JOIN said other ON other.id <> one.id
 AND (one.email <> '' AND other.email = one.email
      OR length(one.phone) >= 7 AND other.phone = one.phone
      OR one.name <> '' AND other.name = one.name)
WHERE one.id = :id ORDER BY other.id LIMIT :limit
""")
_HISTORY: Final = sa.text(f"""
SELECT kind, id, at, number, title, status, amount, currency, starts_at, zone FROM (
    SELECT 'booking' AS kind, b.id, b.created_at AS at, b.number, b.service_name AS title,
           b.status, {KEPT} AS amount, b.currency, b.starts_at, b.zone
    FROM bookings b JOIN orders o ON o.id = b.order_id
    WHERE :bookings AND b.user_id = ANY(CAST(:owners AS text[]))
      AND (b.created_at, b.id) < (:at, CAST(:before AS uuid))
    UNION ALL
    SELECT 'order', o.id, o.created_at, o.number,
           coalesce((SELECT string_agg(CASE WHEN :locale = '' THEN i.product_name
                                       ELSE {ORDERED_NAME} END, ', ' ORDER BY i.line)
                     FROM order_items i LEFT JOIN products p ON p.id = i.product_id
                     WHERE i.order_id = o.id), o.description, ''),
           o.status, {KEPT}, o.currency, NULL, NULL
    FROM orders o
    WHERE :orders AND o.owner = ANY(CAST(:owners AS text[])) AND o.booking_id IS NULL
      AND (o.created_at, o.id) < (:at, CAST(:before AS uuid))) AS happened
ORDER BY at DESC, id DESC LIMIT :limit
""")


class ClientRow(Struct, frozen=True):
    """``name`` and ``email`` are told by the account where staff wrote none (``own_...``);
    ``value``: what the shop kept of their money, by currency."""

    id: UUID
    name: str
    email: str
    phone: str
    tags: tuple[str, ...]
    consent: bool
    consent_at: datetime | None
    consent_by: str | None
    source: str
    revision: int
    created_at: datetime
    own_name: str
    own_email: str
    owners: tuple[str, ...]
    bookings: int
    missed: int
    last_visit: datetime | None
    last_zone: str | None
    next_visit: datetime | None
    next_zone: str | None
    orders: int
    value: list[Row]


class FoundClient(Struct, frozen=True):
    """Whom a search found, and how they are reached."""

    id: UUID
    name: str
    email: str
    phone: str


class Happening(Struct, frozen=True):
    """A booking, or an order for goods; ``amount``: what the shop kept of its price."""

    kind: str
    id: UUID
    at: datetime
    number: str
    title: str
    status: str
    amount: int
    currency: str
    starts_at: datetime | None
    zone: str | None


async def client_page(
    connection: AsyncConnection,
    partitions: Sequence[int],
    *,
    q: str | None = None,
    tag: str | None = None,
    consent: bool | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> tuple[list[ClientRow], str | None]:
    """Those that came last first."""
    before = decode_id(cursor) or _LAST
    about = {
        "pattern": None if q is None else like(q),
        "digits": _digits(q or ""),
        "tag": tag,
        "consent": consent,
        "before": before,
        "limit": limit + 1,
        "most": _MOST_COUNTED,
        "partitions": partitions,
    }
    rows = [_row(row) for row in (await connection.execute(_PAGE, about)).mappings()]
    return page_by_id(rows, limit)


async def clients_found(connection: AsyncConnection, q: str, limit: int) -> list[FoundClient]:
    """Those that came last first, without what they booked and bought."""
    about = {
        "pattern": like(q),
        "digits": _digits(q),
        "tag": None,
        "consent": None,
        "before": _LAST,
        "limit": limit,
    }
    return [FoundClient(**row) for row in (await connection.execute(_FOUND, about)).mappings()]


async def client_rows(
    connection: AsyncConnection, partitions: Sequence[int], ids: Sequence[UUID]
) -> dict[UUID, ClientRow]:
    about = {"ids": list(ids), "most": _MOST_COUNTED, "partitions": partitions}
    rows = (await connection.execute(_SOME, about)).mappings()
    return {row["id"]: _row(row) for row in rows}


def clients_csv(rows: Sequence[ClientRow]) -> str:
    """For a spreadsheet; what is read back has the columns of an import first."""
    head = (
        "Name",
        "Email",
        "Phone",
        "Tags",
        "Consent",
        "Bookings",
        "Orders",
        "Last visit",
        "Value",
    )
    return csv_lines([head, *(_spread(one) for one in rows)])


def _spread(one: ClientRow) -> tuple[object, ...]:
    value = "; ".join(coded(part["amount"], part["currency"]) for part in one.value)
    return (
        one.name, one.email, one.phone, "; ".join(one.tags), "yes" if one.consent else "",
        one.bookings, one.orders, one.last_visit, value,
    )  # fmt: skip


async def client_tags(connection: AsyncConnection) -> list[tuple[str, int]]:
    """Those that are used most, with how many clients have them."""
    return [(row[0], row[1]) for row in await connection.execute(_TAGS, {"most": _MOST_TAGS})]


async def alike(connection: AsyncConnection, client: Client) -> list[UUID]:
    """Others with the same address, the same number or the same name."""
    about = {"id": client.id, "limit": MOST_ALIKE}
    return list((await connection.execute(_ALIKE, about)).scalars())


async def history(
    connection: AsyncConnection,
    partitions: Sequence[int],
    owners: Sequence[str],
    cursor: str | None,
    limit: int,
    *,
    bookings: bool,
    orders: bool,
    locale: str,
) -> tuple[list[Happening], str | None]:
    """What was booked and bought by these accounts, or one of the two, the last first; goods in
    words of the ``locale``, or as they were kept."""
    at, before = _NEWEST if cursor is None else decode_cursor(cursor, tuple[datetime, UUID])
    about = {
        "owners": list(owners), "at": at, "before": before, "limit": limit + 1,
        "partitions": partitions, "bookings": bookings, "orders": orders, "locale": locale,
    }  # fmt: skip
    rows = [Happening(*row) for row in await connection.execute(_HISTORY, about)]
    return page_of(rows, limit, lambda one: (one.at, one.id))


def _digits(asked: str) -> str:
    """Of a number to search for, without what is written before it at home or from abroad: +7 901,
    8 901 and 901 are one. Nothing, if it is no number."""
    if not _NUMBER.fullmatch(asked):
        return ""
    digits = clean_phone(asked).removeprefix("+")
    return digits[-_NATIONAL:] if len(digits) > _NATIONAL else digits


def _row(row: Any) -> ClientRow:
    told = dict(row)
    told |= {"tags": tuple(told["tags"]), "owners": tuple(told["owners"])}
    return ClientRow(**told | {"orders": told["orders"] or 0})
