"""Who comes back: orders of each buyer by month, and buyers by the month of their first order."""

from alembic import op

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE buyer_months (
        owner text NOT NULL, scope uuid NOT NULL, month date NOT NULL,
        orders bigint DEFAULT 0 NOT NULL,
        CONSTRAINT pk_buyer_months PRIMARY KEY (owner, scope, month)
    )
    """,
    """
    CREATE TABLE cohort_months (
        scope uuid NOT NULL, first date NOT NULL, month date NOT NULL,
        buyers bigint DEFAULT 0 NOT NULL, orders bigint DEFAULT 0 NOT NULL,
        CONSTRAINT pk_cohort_months PRIMARY KEY (scope, first, month)
    )
    """,
    """
    COMMENT ON COLUMN cohort_months.buyers IS
        'who first bought in the month of first, and bought in this one'
    """,
    "COMMENT ON COLUMN cohort_months.orders IS 'of theirs in it'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
