"""Charges of kept cards for one order are numbered: of two at once one is refused."""

from alembic import op

revision = "0211"
down_revision = "0210"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE payment_cards ADD COLUMN order_id uuid, ADD COLUMN nth smallint",
    "CREATE UNIQUE INDEX uq_payment_cards_nth ON payment_cards (order_id, nth)",
    "COMMENT ON COLUMN payment_cards.order_id IS 'which that card pays'",
    "COMMENT ON COLUMN payment_cards.nth IS 'charge of a kept card for that order'",
    """
    COMMENT ON TABLE payment_cards IS
    'of two charges of kept cards at once one is refused by its number'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
