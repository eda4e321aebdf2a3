"""A year of orders, put into a database by SQL: of so many buyers, of the shop's own goods and of
sellers', with payments, sub-orders, and the figures that are kept of them.
"""

import asyncpg

from holdfast.db.engine import Database
from holdfast.flows.insights.trade import rebuild
from holdfast.kit import utc_now

__all__ = ["LINES", "SELLERS", "fill_orders"]

LINES = 2
SELLERS = 20

_SELLERS = f"""
INSERT INTO sellers (id, slug, name)
SELECT md5('seller' || s)::uuid, 'bench-' || s, 'Seller ' || s
FROM generate_series(1, {SELLERS}) AS s
"""
# Each third product is the shop's own.
_GOODS = f"""
CREATE TABLE bench_goods AS
SELECT row_number() OVER (ORDER BY p.id) - 1 AS number, p.id AS product, v.id AS variant,
       p.name, md5('seller' || (1 + random() * ({SELLERS} - 1))::int)::uuid AS seller
FROM products p CROSS JOIN LATERAL (
    SELECT id FROM variants WHERE product_id = p.id AND active ORDER BY id LIMIT 1) v
WHERE p.status = 'active'
"""
_OWN = "UPDATE bench_goods SET seller = NULL WHERE number % 3 = 0"
_OWNED = """
UPDATE products p SET seller_id = g.seller FROM bench_goods g
WHERE g.product = p.id AND g.seller IS NOT NULL
"""
_BUYERS = """
CREATE TABLE bench_buyers AS
SELECT row_number() OVER (ORDER BY id) - 1 AS number, 'user:' || id AS owner, email FROM users
WHERE email LIKE '%@bench.example'
"""
# What every statement below begins from. Ids grow with time, as the product's do; of a hundred
# orders four were never paid, and the last twentieth of the year is on its way.
_PAST = """
SELECT o, (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7'
           || lpad(to_hex(o % 4096), 3, '0') || '8' || substr(md5(o::text), 1, 15))::uuid AS id,
       at, CASE WHEN o % 25 = 7 THEN 'cancelled' WHEN o > $1::bigint * 0.95 THEN 'paid'
                ELSE 'completed' END AS status,
       500 * (2 + o % 3 + (o + 1) % 3) AS total
FROM (SELECT o, $2::timestamptz
                - interval '1 second' * floor(31536000 * (1 - o / $1::float8)) AS at
      FROM generate_series(1, $1::bigint) AS o) o
"""
_ORDERS = f"""
INSERT INTO orders (id, number, owner, status, reason, total, currency, payment_id, created_at,
                    paid_at, cancelled_at, completed_at, address)
SELECT p.id, 'B' || upper(lpad(to_hex(p.o), 7, '0')), b.owner, p.status,
       CASE WHEN p.status = 'cancelled' THEN 'expired' END, p.total, 'EUR',
       CASE WHEN p.status <> 'cancelled' THEN md5('payment' || p.o)::uuid END, p.at,
       CASE WHEN p.status <> 'cancelled' THEN p.at + interval '1 minute' END,
       CASE WHEN p.status = 'cancelled' THEN p.at + interval '15 minutes' END,
       CASE WHEN p.status = 'completed' THEN p.at + interval '4 days' END,
       jsonb_build_object('name', 'Kim ' || p.o % 997, 'country', 'DE', 'email', b.email,
                          'phone', '+4930' || lpad((p.o * 7919 % 100000000)::text, 8, '0'))
FROM ({_PAST}) p
JOIN bench_buyers b
    ON b.number = floor((SELECT count(*) FROM bench_buyers) * power(hashint8(p.o)::float8
                        / 4294967296 + 0.5, 2))::bigint
"""
_ITEMS = f"""
INSERT INTO order_items (order_id, line, product_id, variant_id, product_name, options, quantity,
                         price)
SELECT p.id, line, g.product, g.variant, g.name, '{{}}', 1 + (p.o + line) % 3, 500
FROM ({_PAST}) p CROSS JOIN generate_series(0, {LINES - 1}) AS line
JOIN bench_goods g
    ON g.number = floor((SELECT count(*) FROM bench_goods) * power(hashint8(p.o * 2 + line)::float8
                        / 4294967296 + 0.5, 3))::bigint
"""
_PAYMENTS = f"""
INSERT INTO payments (id, purpose, subject_id, provider, reference, amount, currency, status,
                      created_at, settled_at)
SELECT md5('payment' || p.o)::uuid, 'order', p.id,
       CASE WHEN p.o % 200 = 3 THEN 'manual' ELSE 'demo' END, md5('reference' || p.o), p.total,
       'EUR', 'succeeded', p.at, p.at + interval '1 minute'
FROM ({_PAST}) p WHERE p.status <> 'cancelled'
"""
_SHARED = """
CREATE TABLE bench_shared AS
SELECT o.id AS order_id, g.seller, i.line, i.price * i.quantity AS gross, o.status, o.paid_at,
       o.completed_at, md5(o.id::text || g.seller)::uuid AS suborder
FROM orders o JOIN order_items i ON i.order_id = o.id JOIN bench_goods g ON g.variant = i.variant_id
WHERE o.payment_id IS NOT NULL AND o.number LIKE 'B_______' AND g.seller IS NOT NULL
"""
_SUBORDERS = """
INSERT INTO suborders (id, order_id, seller_id, currency, status, gross, commission, sold_at,
                       earned_at)
SELECT suborder, order_id, seller, 'EUR',
       CASE status WHEN 'completed' THEN 'earned' ELSE 'sold' END,
       CASE status WHEN 'completed' THEN sum(gross) ELSE 0 END,
       CASE status WHEN 'completed' THEN sum(gross) / 10 ELSE 0 END, paid_at, completed_at
FROM bench_shared GROUP BY suborder, order_id, seller, status, paid_at, completed_at
"""
_SUBORDER_LINES = """
INSERT INTO suborder_lines (order_id, line, suborder_id, rate, fixed)
SELECT order_id, line, suborder, 10000, 0 FROM bench_shared
"""
_DAILY = (
    """
INSERT INTO daily_sales (day, currency, orders, units, revenue, cancelled_expired)
SELECT o.created_at::date, 'EUR', count(*) FILTER (WHERE o.payment_id IS NOT NULL),
       coalesce(sum(o.total / 500) FILTER (WHERE o.payment_id IS NOT NULL), 0),
       coalesce(sum(o.total) FILTER (WHERE o.payment_id IS NOT NULL), 0),
       count(*) FILTER (WHERE o.payment_id IS NULL)
FROM orders o GROUP BY 1
""",
    """
INSERT INTO daily_product_sales (day, currency, product_id, units, revenue)
SELECT o.paid_at::date, 'EUR', i.product_id, sum(i.quantity), sum(i.quantity * i.price)
FROM orders o JOIN order_items i ON i.order_id = o.id WHERE o.payment_id IS NOT NULL GROUP BY 1, 3
""",
    """
INSERT INTO visit_products (product_id, day, visits, carted)
SELECT product_id, day, units * 20, units * 2 FROM daily_product_sales
""",
)
_FILLED = ("orders", "order_items", "payments", "suborders", "suborder_lines")
_KEPT = ("daily_sales", "daily_product_sales", "visit_products", "sold_lines", "trade_hours",
         "trade_products", "trade_product_months", "buyer_months", "cohort_months",
         "products")  # fmt: skip


async def fill_orders(connection: asyncpg.Connection, url: str, count: int) -> None:
    """``count`` orders of those who were let in before; the figures of trade by the product's own
    `insights rebuild`."""
    await connection.execute("SET maintenance_work_mem = '512MB'; SET work_mem = '256MB'")
    for statement in (_SELLERS, _GOODS, _OWN, _OWNED, _BUYERS):
        await connection.execute(statement)
    await connection.execute("ANALYZE bench_goods, bench_buyers")
    end = utc_now().replace(microsecond=0)
    indexes = await connection.fetch(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY($1)"
        " AND indexname NOT LIKE 'pk_%'",
        _FILLED,
    )
    for name, _ in indexes:
        await connection.execute(f"DROP INDEX {name}")
    for statement in (_ORDERS, _ITEMS, _PAYMENTS):
        await connection.execute(statement, count, end)
    for _, definition in indexes:
        await connection.execute(definition)
    for statement in (_SHARED, _SUBORDERS, _SUBORDER_LINES, *_DAILY):
        await connection.execute(statement)
    for table in _FILLED:
        await connection.execute(f"VACUUM (ANALYZE) {table}")
    database = Database(url, statement_timeout=600)
    await database.start()
    try:
        await rebuild(database)
    finally:
        await database.close()
    for table in _KEPT:
        await connection.execute(f"VACUUM (ANALYZE) {table}")
    await connection.execute("CHECKPOINT")
