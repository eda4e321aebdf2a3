"""Imports of sellers: each touches that seller's products alone, and one at a time is open.

A process from before this knows nothing of sellers, and would run a seller's file as the shop's
own: the last check refuses it, since it says of no try that it keeps to the seller's products.
"""

from alembic import op

revision = "0156"
down_revision = "0155"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE imports ADD COLUMN seller_id uuid, ADD COLUMN kept_to integer",
    "COMMENT ON COLUMN imports.seller_id IS 'whose products alone it touches; none: the shop''s'",
    "COMMENT ON COLUMN imports.kept_to IS 'the try that keeps to the seller''s products'",
    """
    ALTER TABLE imports ADD CONSTRAINT ck_imports_kept_to CHECK (
        seller_id IS NULL OR state <> 'running' OR coalesce(kept_to = tries, false))
    """,
    """
    CREATE UNIQUE INDEX uq_imports_seller_open ON imports (seller_id)
    WHERE state IN ('waiting', 'running')
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
