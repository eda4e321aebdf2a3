"""Who waits for which variant to be free."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE waiting (
        owner text NOT NULL,
        variant_id uuid NOT NULL,
        since timestamptz DEFAULT clock_timestamp() NOT NULL,
        CONSTRAINT pk_waiting PRIMARY KEY (owner, variant_id)
    )
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
