"""What variants cost before is kept, for whoever lowers a price to say the least of it."""

from alembic import op

revision = "0198"
down_revision = "0197"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE variant_past_costs (
        variant_id uuid NOT NULL CONSTRAINT fk_variant_past_costs_variant_id_variants
            REFERENCES variants (id) ON DELETE CASCADE,
        until timestamptz NOT NULL,
        currency text NOT NULL,
        price bigint NOT NULL,
        discount_price bigint,
        discount_from timestamptz,
        discount_until timestamptz,
        CONSTRAINT pk_variant_past_costs PRIMARY KEY (variant_id, until)
    )
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
