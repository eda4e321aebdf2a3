"""One search over orders, products, people, clients, bookings and what is prepaid, a few of each:
for a box that is typed into."""

from asyncio import gather
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, Literal, TypeAlias, get_args

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.kit import shop_now
from holdfast.people import names_of
from holdfast.views.booking.booking_list import bookings_near
from holdfast.views.client_names import Known, known_clients
from holdfast.views.clients import clients_found
from holdfast.views.names_now import booked_named, grants_named
from holdfast.views.order_list import OrderQuery, order_list
from holdfast.views.order_search import starts_with
from holdfast.views.packages import grants_listed
from holdfast.views.people_list import people_page
from holdfast.views.product_list import found_by

__all__ = ["EACH", "KINDS", "Kind", "staff_search"]

Kind: TypeAlias = Literal["orders", "products", "people", "clients", "bookings", "prepaid"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
EACH: Final = 6
_LEAST: Final = 2  # letters, before they are looked for in the middle of words
_PRODUCTS: Final = """
SELECT p.id, p.handle, p.status,
       coalesce(p.translations -> CAST(:locale AS text) ->> 'name', p.name) AS name,
       (SELECT v.sku FROM variants v
        WHERE v.product_id = p.id AND (v.sku LIKE :start OR v.sku LIKE :upper)
        ORDER BY v.sku LIMIT 1) AS sku
FROM products p
WHERE {found}
   OR p.id IN (SELECT v.product_id FROM variants v WHERE v.sku LIKE :start OR v.sku LIKE :upper
               LIMIT :limit)
ORDER BY p.name, p.id LIMIT :limit
"""


async def staff_search(
    database: Database, q: str, locale: str, kinds: frozenset[Kind] = frozenset(KINDS)
) -> dict[str, Any]:
    """Orders, people, clients and what is prepaid newest first, products by name, bookings by how
    near they are; :data:`EACH` at most, and none of other kinds than these."""
    found: dict[str, Any] = {kind: [] for kind in KINDS}
    async with database.read() as connection:
        for kind, look in _IN_THE_SHOP.items():
            if kind in kinds:
                found[kind] = await look(connection, q, locale)
    beside = {"orders": _orders, "bookings": _bookings, "prepaid": _prepaid}
    asked = [kind for kind in beside if kind in kinds]
    answers = await gather(*(beside[kind](database, q, locale) for kind in asked))
    return found | dict(zip(asked, answers, strict=True))


async def _products(connection: AsyncConnection, q: str, locale: str) -> list[Any]:
    found, words = found_by(q)
    about = {
        **words,
        "locale": locale,
        "start": starts_with(q),
        "upper": starts_with(q.upper()),
        "limit": EACH,
    }
    products = await connection.execute(sa.text(_PRODUCTS.format(found=found)), about)
    return [dict(row) for row in products.mappings()]


async def _people(connection: AsyncConnection, q: str, _: str) -> list[Any]:
    people, _next = await people_page(connection, q, None, EACH)
    return list(people[:EACH])


async def _clients(connection: AsyncConnection, q: str, _: str) -> list[Any]:
    return list(await clients_found(connection, q, EACH)) if len(q) >= _LEAST else []


_IN_THE_SHOP: Final[Mapping[Kind, Callable[[AsyncConnection, str, str], Awaitable[list[Any]]]]] = {
    "products": _products, "people": _people, "clients": _clients,
}  # fmt: skip


async def _orders(database: Database, q: str, locale: str) -> list[dict[str, Any]]:
    orders, _ = await order_list(database, OrderQuery(locale=locale, q=q, limit=EACH))
    return orders


async def _bookings(database: Database, q: str, locale: str) -> list[dict[str, Any]]:
    if len(q) < _LEAST:
        return []
    found = await bookings_near(database, q, shop_now(), EACH)
    known = await known_clients(database.pool, [one.user_id for one in found])
    called = await booked_named(database, [one.id for one in found], locale)
    return [
        {
            "id": one.id,
            "number": one.number,
            "service_name": called.get(one.id, one.service_name),
            "status": one.status,
            "local": one.wall_start,
            "zone": one.zone,
            "client": known.get(one.user_id, Known()).name,
        }
        for one in found
    ]


async def _prepaid(database: Database, q: str, locale: str) -> list[dict[str, Any]]:
    if len(q) < _LEAST:
        return []
    listed = await grants_listed(database.pool, q, None, None, None, EACH)
    found = await grants_named(database, listed, locale)
    names = await names_of(database.pool, [one.owner for one in found])
    return [
        {"id": one.id, "kind": one.kind, "name": one.name, "owner_name": names.get(one.owner)}
        for one in found
    ]
