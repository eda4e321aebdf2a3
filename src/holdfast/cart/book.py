"""Carts as stored. Whoever changes one has locked it: changes of one cart come one by one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
from holdfast.db.plans import unseen
from holdfast.kit.clock import shop_now
from holdfast.kit.ids import new_id

_ITEM: Final = "i.variant_id, i.product_id, i.quantity, i.price, i.currency"
_READ: Final = f"""
SELECT c.owner, c.id, c.version, c.touched_at, {_ITEM}
FROM carts c LEFT JOIN cart_items i ON i.cart_id = c.id
WHERE c.owner = ANY({unseen("$1", "text[]")}) AND c.touched_at > {unseen("$2", "timestamptz")}
ORDER BY c.owner, i.added_at, i.variant_id
"""
# The version is a moment too: a cart that is forgotten and comes again goes on above it.
VERSION: Final = "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)"
_OPEN: Final = sa.text(f"""
    INSERT INTO carts (id, owner, version, touched_at)
    SELECT given.*, {VERSION}, clock_timestamp()
    FROM unnest(CAST(:ids AS uuid[]), CAST(:owners AS text[])) AS given
    ON CONFLICT (owner) DO NOTHING
    """)
_LOCK: Final = sa.text("""
    SELECT id, owner, version, touched_at,
           touched_at <= clock_timestamp() - CAST(:kept AS interval) AS over
    FROM carts WHERE owner = ANY(CAST(:owners AS text[])) ORDER BY owner FOR UPDATE
    """)
_ITEMS: Final = sa.text(f"""
    SELECT i.cart_id, {_ITEM} FROM cart_items i WHERE i.cart_id = ANY(CAST(:ids AS uuid[]))
    ORDER BY i.added_at, i.variant_id
    """)
_EMPTY: Final = sa.text("DELETE FROM cart_items WHERE cart_id = ANY(CAST(:ids AS uuid[]))")
_ANSWERED: Final = sa.text("SELECT digest FROM cart_requests WHERE key = :key")
_KEEP: Final = sa.text("INSERT INTO cart_requests (key, digest) VALUES (:key, :digest)")
_CHANGE: Final = sa.text(f"""
    WITH gone AS (
        DELETE FROM cart_items i
        USING unnest(CAST(:gone_of AS uuid[]), CAST(:gone AS uuid[])) AS g (cart_id, variant_id)
        WHERE i.cart_id = g.cart_id AND i.variant_id = g.variant_id),
    put AS (
        INSERT INTO cart_items AS i
            (cart_id, variant_id, product_id, quantity, price, currency, added_at)
        SELECT given.*, clock_timestamp()
        FROM unnest(CAST(:put_in AS uuid[]), CAST(:variants AS uuid[]), CAST(:products AS uuid[]),
                    CAST(:counts AS int[]), CAST(:prices AS bigint[]), CAST(:currencies AS text[]))
            AS given
        ON CONFLICT (cart_id, variant_id) DO UPDATE SET
            quantity = excluded.quantity, price = excluded.price, currency = excluded.currency)
    UPDATE carts SET version = greatest(version + 1, {VERSION}), touched_at = clock_timestamp(),
                     told_at = NULL
    WHERE id = ANY(CAST(:ids AS uuid[]))
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
    return (await lock_carts(connection, [owner], kept_for))[0]


async def lock_carts(
    connection: AsyncConnection, owners: Iterable[str], kept_for: timedelta = KEPT_FOR
) -> list[Cart]:
    """The carts of all these, so; in the order in which everybody locks several."""
    wanted = sorted(set(owners))
    about = {"owners": wanted, "kept": kept_for}
    rows = (await connection.execute(_LOCK, about)).all()
    if len(rows) < len(wanted):
        missing = sorted(set(wanted) - {row.owner for row in rows})
        opened = {"ids": [new_id() for _ in missing], "owners": missing}
        await connection.execute(_OPEN, opened)
        rows = (await connection.execute(_LOCK, about)).all()
    over = [row.id for row in rows if row.over]
    if over:
        await connection.execute(_EMPTY, {"ids": over})
    items: defaultdict[UUID, list[CartItem]] = defaultdict(list)
    for cart_id, *item in await connection.execute(_ITEMS, {"ids": [row.id for row in rows]}):
        items[cart_id].append(CartItem(*item))
    return [
        Cart(row.id, row.owner, row.version, row.touched_at, tuple(items[row.id])) for row in rows
    ]


async def change_cart(connection: AsyncConnection, cart: Cart, change: CartChange) -> None:
    """Write it, of a cart that is locked: a touch."""
    await change_carts(connection, [(cart, change)])


async def change_carts(
    connection: AsyncConnection, changes: Sequence[tuple[Cart, CartChange]]
) -> None:
    """Write these, each of a cart that is locked."""
    gone = [(cart.id, one) for cart, change in changes for one in change.gone]
    put = [(cart.id, one) for cart, change in changes for one in change.put]
    await connection.execute(
        _CHANGE,
        {
            "ids": [cart.id for cart, _ in changes],
            "gone_of": [cart_id for cart_id, _ in gone],
            "gone": [variant_id for _, variant_id in gone],
            "put_in": [cart_id for cart_id, _ in put],
            "variants": [one.variant_id for _, one in put],
            "products": [one.product_id for _, one in put],
            "counts": [one.quantity for _, one in put],
            "prices": [one.price for _, one in put],
            "currencies": [one.currency for _, one in put],
        },
    )


async def answered_before(connection: AsyncConnection, key: str) -> bytes | None:
    """The digest of the request that had this key; None if there was none."""
    found: bytes | None = (await connection.execute(_ANSWERED, {"key": key})).scalar()
    return found


async def keep_request(connection: AsyncConnection, key: str, digest: bytes) -> None:
    """The key has had its effect. Two at once meet at the cart's lock."""
    await connection.execute(_KEEP, {"key": key, "digest": digest})
