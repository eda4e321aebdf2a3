"""Products that customers wish for."""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE wishes (
        id uuid CONSTRAINT pk_wishes PRIMARY KEY,
        owner text NOT NULL,
        product_id uuid NOT NULL,
        status text NOT NULL CONSTRAINT ck_wishes_status CHECK (status IN ('wished', 'removed')),
        at timestamptz NOT NULL
    )
    """,
    "COMMENT ON COLUMN wishes.at IS 'when it was wished for or removed, the last'",
    "CREATE UNIQUE INDEX uq_wishes_owner ON wishes (owner, product_id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
