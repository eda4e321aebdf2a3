"""The schema ``ecommerce``: specification B's tables over ours."""

from typing import Final

from holdfast.db.migrations.specified_tables import SpecifiedTables, person, unit

__all__ = ["TABLES"]

_SCHEMA: Final = "ecommerce"


def _amount(minor: str, currency: str) -> str:
    """In the currency's own unit, with two decimals, as the specification's ``DECIMAL(10, 2)``; but
    no sum is too large for the row to be read."""
    return f"({minor} / {unit(currency)})::numeric(20, 2)"


_DISCOUNT: Final = """
CASE WHEN coalesce(v.discount_from <= now(), true) AND coalesce(now() < v.discount_until, true)
     THEN v.discount_price END
"""
_VIEWS: Final = (
    # Its price is that of the variant that costs least now; its stock is what all of them have,
    # wherever it lies ("0" is what follows "/").
    f"""
    CREATE VIEW {_SCHEMA}.products AS
    SELECT p.id, p.seller_id, p.category_id, p.name, p.description,
        {_amount("cheapest.price", "p.currency")} AS price,
        {_amount("cheapest.discount_price", "p.currency")} AS discount_price,
        coalesce(stock.free, 0)::bigint AS stock_quantity,
        coalesce(stock.held, 0)::bigint AS reserved_quantity,
        coalesce(c.sales, 0) AS sales_count, coalesce(c.views, 0) AS views_count,
        (nullif(c.rating, 0) / 1000.0)::numeric(3, 2) AS rating,
        coalesce(c.rating_count, 0) AS reviews_count, p.status, p.created_at
    FROM products p
    LEFT JOIN product_counts c ON c.product_id = p.id
    LEFT JOIN LATERAL (
        SELECT v.price, {_DISCOUNT} AS discount_price FROM variants v
        WHERE v.product_id = p.id AND v.active
        ORDER BY coalesce({_DISCOUNT}, v.price), v.position LIMIT 1) cheapest ON true
    LEFT JOIN LATERAL (
        SELECT sum(a.balance) AS free, sum(a.held) AS held
        FROM variants v JOIN ledger_accounts a
            ON a.key = 'stock/' || v.id
            OR (a.key > 'stock/' || v.id || '/' AND a.key < 'stock/' || v.id || '0')
        WHERE v.product_id = p.id AND v.active) stock ON true
    """,
    f"""
    CREATE VIEW {_SCHEMA}.orders AS
    SELECT o.id, {person("o.owner")} AS user_id, {_amount("i.subtotal", "o.currency")} AS subtotal,
        {_amount("o.tax", "o.currency")} AS tax,
        {_amount("o.shipping", "o.currency")} AS shipping_cost,
        {_amount("o.discount", "o.currency")} AS discount,
        {_amount("o.total", "o.currency")} AS total,
        o.address AS shipping_address, p.provider AS payment_method, o.status, o.created_at
    FROM orders o
    JOIN LATERAL (
        SELECT sum(i.price * i.quantity) AS subtotal FROM order_items i
        WHERE i.order_id = o.id HAVING count(*) > 0) i ON true
    LEFT JOIN LATERAL (
        SELECT p.provider FROM payments p WHERE p.subject_id = o.id
        ORDER BY p.id = o.payment_id DESC NULLS LAST, p.id DESC LIMIT 1) p ON true
    """,
    f"""
    CREATE VIEW {_SCHEMA}.order_items AS
    SELECT md5(i.order_id || '/' || i.line)::uuid AS id, i.order_id, i.product_id, i.variant_id,
        i.quantity, {_amount("i.price", "o.currency")} AS price,
        {_amount("i.price * i.quantity", "o.currency")} AS subtotal
    FROM order_items i JOIN orders o ON o.id = i.order_id
    """,
)
TABLES: Final = SpecifiedTables(
    _SCHEMA,
    frozenset(
        {
            "products", "variants", "product_counts", "ledger_accounts", "orders", "order_items",
            "payments",
        }
    ),
    _VIEWS,
)  # fmt: skip
