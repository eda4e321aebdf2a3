"""Parcels of which their carrier says nothing are asked about, and in the end told to staff."""

from alembic import op

revision = "0098"
down_revision = "0097"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE parcels ADD COLUMN heard_at timestamptz, ADD COLUMN ask_at timestamptz",
    "COMMENT ON COLUMN parcels.heard_at IS 'its carrier said something new; none: nothing is due'",
    "COMMENT ON COLUMN parcels.ask_at IS 'it is asked then; none: it was asked often enough'",
    """
    ALTER TABLE parcels ADD CONSTRAINT ck_parcels_ask_at
        CHECK (ask_at IS NULL OR heard_at IS NOT NULL)
    """,
    """
    UPDATE parcels SET heard_at = now(), ask_at = now()
    WHERE label = 'ready' AND status IN ('picking', 'shipped')
    """,
    "CREATE INDEX ix_parcels_ask_at ON parcels (ask_at) WHERE heard_at IS NOT NULL",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
