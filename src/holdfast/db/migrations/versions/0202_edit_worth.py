"""What stays paid for the goods that an edit added goes back with their units, each its share."""

from alembic import op

revision = "0202"
down_revision = "0201"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE order_edits ADD COLUMN worth jsonb NOT NULL DEFAULT '[]'",
    (
        "COMMENT ON COLUMN order_edits.worth IS"
        " 'what each line of the added cost before that was paid: by these its units have shares'"
    ),
    (
        "COMMENT ON COLUMN order_edits.off IS 'by line: units taken off, what was paid for them,"
        " what of it stays for the added, and what of that went back since'"
    ),
    # Of edits before this one: by the prices alone, since their discounts are told as one.
    """
    UPDATE order_edits x SET worth = s.worth FROM (
        SELECT i.order_id, jsonb_agg(i.price * i.quantity ORDER BY i.line) AS worth
        FROM order_items i WHERE i.order_id IN (SELECT added_id FROM order_edits) GROUP BY 1) s
    WHERE s.order_id = x.added_id
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
