"""Carts as stored. Whoever changes one has locked it: changes of one cart come one by one."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.cart.cart import Cart, CartChange, CartItem
from holdfast.cart.leaving import KEPT_FOR
from holdfast.db.engine import Database
from holdfast.db.gather import Gather
from holdfast.kit.clock import shop_now
from holdfast.kit.ids import new_id

_ITEM: Final = "i.variant_id, i.product_id, i.quantity, i.price, i.currency"
_READ: Final = f"""
SELECT c.owner, c.id, c.version, c.touched_at, {_ITEM}
FROM carts c LEFT JOIN cart_items i ON i.cart_id = c.id
WHERE c.owner = ANY($1::text[]) AND c.touched_at > $2
ORDER BY c.owner, i.added_at, i.variant_id
"""
# The version is a moment too: a cart that is forgotten and comes again goes on above it.
_VERSION: Final = "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)"
_OPEN: Final = sa.text(
    f"INSERT INTO carts (id, owner, version, touched_at)"
    f" VALUES (:id, :owner, {_VERSION}, clock_timestamp()) ON CONFLICT (owner) DO NOTHING"
)
_LOCK: Final = sa.text(
    "SELECT id, version, touched_at, touched_at <= clock_timestamp() - CAST(:kept AS interval)"
    " FROM carts WHERE owner = :owner FOR UPDATE"
)
_ITEMS: Final = sa.text(
    f"SELECT {_ITEM} FROM cart_items i WHERE i.cart_id = :id ORDER BY i.added_at, i.variant_id"
)
_EMPTY: Final = sa.text("DELETE FROM cart_items WHERE cart_id = :id")
_ANSWERED: Final = sa.text("SELECT digest FROM cart_requests WHERE key = :key")
_KEEP: Final = sa.text("INSERT INTO cart_requests (key, digest) VALUES (:key, :digest)")
_CHANGE: Final = sa.text(f"""
    WITH gone AS (
        DELETE FROM cart_items WHERE cart_id = :id AND variant_id = ANY(CAST(:gone AS uuid[]))),
    put AS (
        INSERT INTO cart_items AS i
            (cart_id, variant_id, product_id, quantity, price, currency, added_at)
        SELECT CAST(:id AS uuid), given.*, clock_timestamp()
        FROM unnest(CAST(:variants AS uuid[]), CAST(:products AS uuid[]), CAST(:counts AS int[]),
                    CAST(:prices AS bigint[]), CAST(:currencies AS text[])) AS given
        ON CONFLICT (cart_id, variant_id) DO UPDATE SET
            quantity = excluded.quantity, price = excluded.price, currency = excluded.currency)
    UPDATE carts SET version = greatest(version + 1, {_VERSION}), touched_at = clock_timestamp(),
                     told_at = NULL
    WHERE id = :id
    """)


class CartBook:
    """Carts by owner, read together with whoever reads at the same time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._carts: Gather[str, Cart] = Gather(self._load)

    async def of(self, owner: str) -> Cart | None:
        """None if there is none, or it was forgotten."""
        return await self._carts.get(owner)

    async def _load(self, owners: Sequence[str]) -> Mapping[str, Cart]:
        return await read_carts(self._database.pool, owners, shop_now())


async def read_carts(pool: asyncpg.Pool, owners: Sequence[str], now: datetime) -> dict[str, Cart]:
    """Those that are kept still, by owner."""
    found: dict[str, tuple[UUID, int, datetime, list[CartItem]]] = {}
    for row in await pool.fetch(_READ, owners, now - KEPT_FOR):
        owner, cart_id, version, touched_at, variant_id, *rest = row
        *_, items = found.setdefault(owner, (cart_id, version, touched_at, []))
        if variant_id is not None:
            items.append(CartItem(UUID(int=variant_id.int), UUID(int=rest[0].int), *rest[1:]))
    return {
        owner: Cart(cart_id, owner, version, touched_at, tuple(items))
        for owner, (cart_id, version, touched_at, items) in found.items()
    }


async def lock_cart(
    connection: AsyncConnection, owner: str, kept_for: timedelta = KEPT_FOR
) -> Cart:
    """The owner's cart, which nobody else changes before the transaction ends; made if there was
    none, empty if it was kept for long enough."""
    about = {"owner": owner, "kept": kept_for}
    row = (await connection.execute(_LOCK, about)).first()
    if row is None:
        await connection.execute(_OPEN, {"id": new_id(), "owner": owner})
        row = (await connection.execute(_LOCK, about)).one()
    cart_id, version, touched_at, over = row
    if over:
        await connection.execute(_EMPTY, {"id": cart_id})
    items = () if over else (await connection.execute(_ITEMS, {"id": cart_id})).all()
    return Cart(cart_id, owner, version, touched_at, tuple(CartItem(*one) for one in items))


async def change_cart(connection: AsyncConnection, cart: Cart, change: CartChange) -> None:
    """Write it, of a cart that is locked: a touch."""
    await connection.execute(
        _CHANGE,
        {
            "id": cart.id,
            "gone": list(change.gone),
            "variants": [one.variant_id for one in change.put],
            "products": [one.product_id for one in change.put],
            "counts": [one.quantity for one in change.put],
            "prices": [one.price for one in change.put],
            "currencies": [one.currency for one in change.put],
        },
    )


async def answered_before(connection: AsyncConnection, key: str) -> bytes | None:
    """The digest of the request that had this key; None if there was none."""
    found: bytes | None = (await connection.execute(_ANSWERED, {"key": key})).scalar()
    return found


async def keep_request(connection: AsyncConnection, key: str, digest: bytes) -> None:
    """The key has had its effect. Two at once meet at the cart's lock."""
    await connection.execute(_KEEP, {"key": key, "digest": digest})
