"""Steps on from a cart as it was read, without holding it meanwhile: one statement writes those of
many owners, each only if its cart is still as it was."""

from collections.abc import Sequence
from typing import Final

import asyncpg
from msgspec import Struct

from holdfast.cart.book import VERSION
from holdfast.cart.cart import Cart, CartChange, after
from holdfast.db.plans import unseen


def _arrays(first: int, *kinds: str) -> str:
    """Parameters from that number on, as arrays."""
    return ", ".join(unseen(f"${first + at}", f"{kind}[]") for at, kind in enumerate(kinds))


_ASKED: Final = _arrays(1, "text", "uuid", "bigint", "text", "bytea")
_GONE: Final = _arrays(6, "uuid", "uuid")
_PUT: Final = _arrays(8, "uuid", "uuid", "uuid", "int", "bigint", "text")
_WRITE: Final = f"""
WITH asked AS MATERIALIZED (
    SELECT * FROM unnest({_ASKED})
        AS a (owner, id, version, key, digest)),
opened AS (
    INSERT INTO carts (id, owner, version, touched_at)
    SELECT id, owner, {VERSION}, clock_timestamp() FROM asked WHERE version = 0 ORDER BY owner
    ON CONFLICT (owner) DO NOTHING RETURNING id, version, touched_at),
locked AS (
    SELECT c.id FROM carts c JOIN asked a ON a.id = c.id WHERE c.version = a.version
    ORDER BY c.owner FOR UPDATE OF c),
ours AS (SELECT id FROM opened UNION ALL SELECT id FROM locked),
kept AS (
    INSERT INTO cart_requests (key, digest)
    SELECT key, digest FROM asked WHERE key IS NOT NULL AND id IN (SELECT id FROM ours)
    ON CONFLICT DO NOTHING RETURNING key),
right_ones AS (
    SELECT id FROM asked WHERE id IN (SELECT id FROM ours)
        AND (key IS NULL OR key IN (SELECT key FROM kept))),
gone AS (
    DELETE FROM cart_items i USING unnest({_GONE}) AS g (cart_id, variant_id)
    WHERE i.cart_id = g.cart_id AND i.variant_id = g.variant_id
        AND g.cart_id IN (SELECT id FROM right_ones)),
put AS (
    INSERT INTO cart_items AS i
        (cart_id, variant_id, product_id, quantity, price, currency, added_at)
    SELECT p.*, clock_timestamp()
    FROM unnest({_PUT})
        AS p (cart_id, variant_id, product_id, quantity, price, currency)
    WHERE p.cart_id IN (SELECT id FROM right_ones)
    ON CONFLICT (cart_id, variant_id) DO UPDATE SET
        quantity = excluded.quantity, price = excluded.price, currency = excluded.currency),
moved AS (
    UPDATE carts c SET version = greatest(c.version + 1, {VERSION}),
        touched_at = clock_timestamp(), told_at = NULL
    WHERE c.id IN (SELECT id FROM locked) AND c.id IN (SELECT id FROM right_ones)
    RETURNING c.id, c.version, c.touched_at)
SELECT id, version, touched_at FROM moved
UNION ALL SELECT id, version, touched_at FROM opened WHERE id IN (SELECT id FROM right_ones)
"""


class CartStep(Struct, frozen=True):
    """``cart`` as it was read, or at version 0 where there was none. ``key``: of the request that
    asks for it, which has its effect once; ``digest``: of all it says."""

    cart: Cart
    change: CartChange
    key: str | None = None
    digest: bytes | None = None


async def write_steps(pool: asyncpg.Pool, steps: Sequence[CartStep]) -> dict[CartStep, Cart]:
    """Those that were written, with the cart after it. Left out are those whose cart is another by
    now, and those whose key had its effect before. No two are of one owner."""
    put = [(one.cart.id, item) for one in steps for item in one.change.put]
    gone = [(one.cart.id, variant_id) for one in steps for variant_id in one.change.gone]
    rows = await pool.fetch(
        _WRITE,
        [one.cart.owner for one in steps],
        [one.cart.id for one in steps],
        [one.cart.version for one in steps],
        [one.key for one in steps],
        [one.digest for one in steps],
        [cart_id for cart_id, _ in gone],
        [variant_id for _, variant_id in gone],
        [cart_id for cart_id, _ in put],
        [item.variant_id for _, item in put],
        [item.product_id for _, item in put],
        [item.quantity for _, item in put],
        [item.price for _, item in put],
        [item.currency for _, item in put],
    )
    written = {row[0]: row for row in rows}
    return {
        one: Cart(one.cart.id, one.cart.owner, row[1], row[2], after(one.cart, one.change))
        for one in steps
        if (row := written.get(one.cart.id)) is not None
    }
