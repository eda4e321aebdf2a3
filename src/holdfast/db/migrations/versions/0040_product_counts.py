"""Every product has its row of counts; what was bought together; categories' former slugs.

What was sold before is counted here, and the consumer ``product-sales`` goes on behind it.
"""

from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_TRIGGER = """
    CREATE FUNCTION count_products() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO product_counts AS c (product_id, category_id)
        SELECT id, category_id FROM put ORDER BY id
        ON CONFLICT (product_id) DO UPDATE SET category_id = excluded.category_id
        WHERE c.category_id IS DISTINCT FROM excluded.category_id;
        RETURN NULL;
    END $$
"""
_MOVE_TRIGGER = """
    CREATE FUNCTION move_product_counts() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO product_counts AS c (product_id, category_id)
        SELECT put.id, put.category_id FROM put JOIN was ON was.id = put.id
        WHERE was.category_id IS DISTINCT FROM put.category_id ORDER BY put.id
        ON CONFLICT (product_id) DO UPDATE SET category_id = excluded.category_id
        WHERE c.category_id IS DISTINCT FROM excluded.category_id;
        RETURN NULL;
    END $$
"""
# Of orders that were paid and not refunded whole, what was not refunded by the unit.
_SOLD = """
    SELECT i.order_id, i.product_id, min(i.line) AS line,
           sum(i.quantity - coalesce(r.units, 0)) AS units
    FROM orders o JOIN order_items i ON i.order_id = o.id
    LEFT JOIN (SELECT key, sum(balance) AS units FROM ledger_accounts
               WHERE key LIKE 'returned/%' GROUP BY key) r
        ON r.key = 'returned/' || i.order_id || '/' || i.line
    WHERE o.status IN ('paid', 'completed')
    GROUP BY i.order_id, i.product_id
"""

TABLES = (
    """
    CREATE TABLE category_slugs (
        slug text CONSTRAINT pk_category_slugs PRIMARY KEY,
        category_id uuid NOT NULL
            CONSTRAINT fk_category_slugs_category_id_categories
            REFERENCES categories (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX ix_category_slugs_category_id ON category_slugs (category_id)",
    """
    CREATE TABLE bought_together (
        product_id uuid NOT NULL,
        other_id uuid NOT NULL,
        orders bigint NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_bought_together PRIMARY KEY (product_id, other_id),
        CONSTRAINT ck_bought_together_orders CHECK (orders > 0)
    )
    """,
    "DROP INDEX ix_product_counts_sales",
    "CREATE INDEX ix_product_counts_sales ON product_counts (sales, views, product_id)",
    """
    INSERT INTO product_counts AS c (product_id, category_id) SELECT id, category_id FROM products
    ON CONFLICT (product_id) DO UPDATE SET category_id = excluded.category_id
    WHERE c.category_id IS DISTINCT FROM excluded.category_id
    """,
    _TRIGGER,
    _MOVE_TRIGGER,
    """
    CREATE TRIGGER products_counted AFTER INSERT ON products
    REFERENCING NEW TABLE AS put FOR EACH STATEMENT EXECUTE FUNCTION count_products()
    """,
    """
    CREATE TRIGGER products_moved AFTER UPDATE ON products
    REFERENCING OLD TABLE AS was NEW TABLE AS put
    FOR EACH STATEMENT EXECUTE FUNCTION move_product_counts()
    """,
)
COUNT_ANEW = (
    f"""
    UPDATE product_counts n SET sales = s.units
    FROM (SELECT product_id, sum(units) AS units FROM ({_SOLD}) AS sold GROUP BY 1) s
    WHERE s.product_id = n.product_id
    """,
    f"""
    INSERT INTO bought_together (product_id, other_id, orders)
    SELECT product_id, other_id, orders FROM (
        SELECT a.product_id, b.product_id AS other_id, count(*) AS orders,
               row_number() OVER (PARTITION BY a.product_id ORDER BY count(*) DESC) AS place
        FROM (SELECT *, row_number() OVER (PARTITION BY order_id ORDER BY line) AS place
              FROM ({_SOLD}) AS sold) a
        JOIN (SELECT *, row_number() OVER (PARTITION BY order_id ORDER BY line) AS place
              FROM ({_SOLD}) AS sold) b
            ON b.order_id = a.order_id AND b.product_id <> a.product_id
        WHERE a.place <= 12 AND b.place <= 12 AND a.units > 0 AND b.units > 0
        GROUP BY 1, 2) AS pairs
    WHERE place <= 50
    """,
    # From here on: just below the line, as a consumer begins that reads from now.
    """
    INSERT INTO event_cursors (consumer, era, xid, id)
    SELECT 'product-sales', max(era),
           CAST(CAST(CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) - 1
                AS text) AS xid8),
           9223372036854775807
    FROM event_eras WHERE EXISTS (SELECT FROM orders)
    HAVING max(era) IS NOT NULL
    ON CONFLICT DO NOTHING
    """,
)


def upgrade() -> None:
    for statement in (*TABLES, *COUNT_ANEW):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
