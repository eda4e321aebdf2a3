"""Tags that staff stick on orders."""

from alembic import op

revision = "0101"
down_revision = "0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE order_tags (
            order_id uuid NOT NULL,
            tag text NOT NULL,
            CONSTRAINT pk_order_tags PRIMARY KEY (order_id, tag),
            CONSTRAINT ck_order_tags_tag CHECK (char_length(tag) BETWEEN 1 AND 40)
        )
        """
    )
    op.execute("CREATE INDEX ix_order_tags_tag ON order_tags (lower(tag), order_id)")
