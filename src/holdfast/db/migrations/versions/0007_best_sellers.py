"""Best sellers: units by the minute, and their sums over the last 1 to 30 days.

Nothing is filled in here: the consumer begins at the start of the event log, which is kept for as
long as the longest window, and so finds every sale that still counts.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE sales_minutes (
        minute timestamptz NOT NULL,
        product_id uuid NOT NULL,
        units bigint NOT NULL,
        CONSTRAINT pk_sales_minutes PRIMARY KEY (minute, product_id)
    )
    """,
    """
    CREATE TABLE best_sellers (
        days smallint NOT NULL,
        product_id uuid NOT NULL,
        units bigint NOT NULL,
        CONSTRAINT pk_best_sellers PRIMARY KEY (days, product_id)
    )
    """,
    "CREATE INDEX ix_best_sellers_rank ON best_sellers (days, units DESC, product_id)",
    """
    CREATE TABLE best_sellers_as_of (
        one boolean NOT NULL DEFAULT true,
        minute timestamptz NOT NULL,
        CONSTRAINT pk_best_sellers_as_of PRIMARY KEY (one),
        CONSTRAINT ck_best_sellers_as_of_one CHECK (one)
    )
    """,
    """
    INSERT INTO best_sellers_as_of (minute)
    VALUES (date_bin('1 minute', clock_timestamp(), timestamptz 'epoch'))
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
