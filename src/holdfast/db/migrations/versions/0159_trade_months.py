"""What was sold of each product by month, kept by triggers: a process of before adds to the days
alone. And an index of the refunds that are done beside those that are not, which costs a purchase
nothing."""

from alembic import op

revision = "0159"
down_revision = "0158"
branch_labels = None
depends_on = None

_SUMS = ("orders", "units", "gross", "back", "refunded")
_PUT = f"SELECT day, seller_id, product_id, currency, {', '.join(_SUMS)} FROM put"
_GONE = f"""
    SELECT day, seller_id, product_id, currency, {", ".join(f"-{one}" for one in _SUMS)} FROM was
"""


def _added(rows: str) -> str:
    """In the order of their keys, as everybody does who changes several."""
    return f"""
    INSERT INTO trade_product_months AS kept
        (month, seller_id, product_id, currency, {", ".join(_SUMS)})
    SELECT date_trunc('month', day::timestamp)::date, seller_id, product_id, currency,
           {", ".join(f"sum({one})" for one in _SUMS)}
    FROM ({rows}) AS rows(day, seller_id, product_id, currency, {", ".join(_SUMS)})
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT (month, seller_id, product_id, currency) DO UPDATE SET
        {", ".join(f"{one} = kept.{one} + excluded.{one}" for one in _SUMS)}
    """


_TABLES = {
    "INSERT": "NEW TABLE AS put",
    "UPDATE": "OLD TABLE AS was NEW TABLE AS put",
    "DELETE": "OLD TABLE AS was",
}
STATEMENTS = (
    f"""
    CREATE TABLE trade_product_months (
        month date NOT NULL, seller_id uuid NOT NULL, product_id uuid NOT NULL,
        currency text NOT NULL,
        {", ".join(f"{one} bigint DEFAULT 0 NOT NULL" for one in _SUMS)},
        CONSTRAINT pk_trade_product_months PRIMARY KEY (month, seller_id, product_id, currency)
    )
    """,
    f"""
    CREATE FUNCTION count_trade_months() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN {_added(_PUT)};
        ELSIF TG_OP = 'UPDATE' THEN {_added(f"{_PUT} UNION ALL {_GONE}")};
        ELSE {_added(_GONE)};
        END IF;
        RETURN NULL;
    END $$
    """,
    # From here on nobody else writes there until this is done.
    *(
        f"""
        CREATE TRIGGER trade_products_{done.lower()} AFTER {done} ON trade_products
        REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION count_trade_months()
        """
        for done, tables in _TABLES.items()
    ),
    _added(_PUT.replace("FROM put", "FROM trade_products")),
    "CREATE INDEX ix_orders_given_back ON orders (refund, id) WHERE refund <> 'none'",
    "DROP INDEX ix_orders_refund",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
