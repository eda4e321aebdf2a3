"""Other ways to sell a flash sale, inside the same server and behind everything a request meets
there: the script of specification B, and a locked row. Each looks first whether it can refuse
cheaply, and each writes the order, its item, its payment and the events as rows like the product's,
in tables of its own.

The shop's worker for benchmarks adds these routes. Redis is found by ``BENCH_REDIS_PORT``.
"""

from typing import Final
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Request, Response

from bench.coupon_rivals import redis_talk
from holdfast.api.contract.answers import json_answer
from holdfast.api.shell.dependencies import member, shop_parts
from holdfast.api.shell.direct import DirectRoute
from holdfast.flash_sales import FlashSale
from holdfast.flows.checkout.sales import FlashSaleSoldOut, sale_now
from holdfast.kit import iso, new_id, short_code, utc_now

__all__ = ["PATHS", "PAY", "SCHEMA", "redis_key", "router"]

PATHS: Final = {
    "row lock": "/api/rivals/flash/row-lock/{sale_id}",
    "redis": "/api/rivals/flash/redis/{sale_id}",
}
PAY: Final = "/api/rivals/flash/pay/{order_id}"
_LIKE: Final = "CREATE TABLE IF NOT EXISTS bench_{0} (LIKE {0} INCLUDING ALL)"
SCHEMA: Final = "; ".join(
    [
        "CREATE TABLE IF NOT EXISTS bench_sales (id uuid PRIMARY KEY, remaining bigint NOT NULL)",
        *(_LIKE.format(table) for table in ("orders", "order_items", "payments", "events")),
    ]
)

router = APIRouter(route_class=DirectRoute)

_LOOK: Final = "SELECT remaining FROM bench_sales WHERE id = $1"
_LOCK: Final = f"{_LOOK} FOR UPDATE"
_TAKE: Final = "UPDATE bench_sales SET remaining = remaining - 1 WHERE id = $1"
_ORDER: Final = """
WITH o AS (INSERT INTO bench_orders (id, number, owner, hold_id, total, currency, request)
           VALUES ($1, $2, $3, $4, $5, $6, $2)),
     l AS (INSERT INTO bench_order_items
               (order_id, line, product_id, variant_id, product_name, options, quantity, price)
           VALUES ($1, 0, $7, $8, 'Phone', '{"color": "Black"}', 1, $5))
INSERT INTO bench_events (type, subject, data, request)
VALUES ('order.reserved', $1::text, jsonb_build_object(
    'holdId', $4::text, 'total', $5::bigint, 'currency', $6::text), $2)
"""
_PAY: Final = """
WITH o AS (UPDATE bench_orders SET status = 'paid', payment_id = $2, paid_at = clock_timestamp()
           WHERE id = $1 AND owner = $3 AND status = 'pending' RETURNING total, currency, request),
     p AS (INSERT INTO bench_payments (id, purpose, subject_id, provider, reference, amount,
                                       currency, status, settled_at)
           SELECT $2, 'order', $1, 'demo', $2::text, total, currency, 'succeeded',
                  clock_timestamp() FROM o)
INSERT INTO bench_events (type, subject, data, request)
SELECT 'order.paid', $1::text, jsonb_build_object('total', total, 'currency', currency), request
FROM o RETURNING 1
"""
# As specification B has it, word for word.
_SCRIPT: Final = """
local saleKey = KEYS[1]
local quantity = tonumber(redis.call("HGET", saleKey, "quantity"))
local sold = tonumber(redis.call("HGET", saleKey, "sold"))

if sold >= quantity then
  return 0  -- sold out
end

redis.call("HINCRBY", saleKey, "sold", 1)
return 1  -- success
"""


def redis_key(sale_id: UUID) -> str:
    """Of the hash that the script counts in."""
    return f"flash_sale:{sale_id}"


@router.post(PATHS["row lock"])
async def post_row_lock(request: Request, sale_id: UUID) -> Response:
    """Look without a lock; if there may be one, lock the sale's row, look again, write."""
    here, owner = shop_parts(request), member(request).id
    sale = (await sale_now(here, sale_id)).sale
    if await here.database.pool.fetchval(_LOOK, sale_id) < 1:
        raise FlashSaleSoldOut
    async with here.database.pool.acquire() as connection, connection.transaction():
        if await connection.fetchval(_LOCK, sale_id) < 1:
            raise FlashSaleSoldOut
        await connection.execute(_TAKE, sale_id)
        order_id = await _order(connection, sale, owner)
    return _answer(order_id)


@router.post(PATHS["redis"])
async def post_redis(request: Request, sale_id: UUID) -> Response:
    """Specification B's: the script counts, then the order is made. What is sold is counted in
    memory alone: **not durable**. Nor has it a limit for each customer."""
    here, owner = shop_parts(request), member(request).id
    sale = (await sale_now(here, sale_id)).sale
    talk = await redis_talk()
    if await talk.ask(b"EVAL", _SCRIPT.encode(), b"1", redis_key(sale_id).encode()) != b"1":
        raise FlashSaleSoldOut
    return _answer(await _order(here.database.pool, sale, owner))


@router.post(PAY)
async def post_pay(request: Request, order_id: UUID) -> Response:
    """Pay what one has of either of these, at once: the payment, the order's state, the event."""
    here, payment = shop_parts(request), new_id()
    done = await here.database.pool.fetchval(_PAY, order_id, payment, member(request).id)
    assert done == 1, order_id
    return _answer(order_id)


async def _order(run: asyncpg.Pool | asyncpg.Connection, sale: FlashSale, owner: str) -> UUID:
    order_id = new_id()
    await run.execute(
        _ORDER, order_id, short_code(), owner, new_id(), sale.price, sale.currency,
        sale.product_id, sale.variant_id,
    )  # fmt: skip
    return order_id


def _answer(order_id: UUID) -> Response:
    """As large as Holdfast's."""
    now = utc_now()
    return json_answer(
        {
            "success": True,
            "orderId": order_id,
            "number": "7F3K9QZP",
            "status": "pending",
            "total": 9900,
            "currency": "RUB",
            "reservationId": order_id,
            "expiresAt": iso(now),
            "serverTime": iso(now),
        },
        201,
    )
