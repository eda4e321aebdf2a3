"""What a variant is made of, in units of others."""

from alembic import op

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE variant_parts (
        variant_id uuid NOT NULL, part_id uuid NOT NULL, units integer NOT NULL,
        CONSTRAINT pk_variant_parts PRIMARY KEY (variant_id, part_id),
        CONSTRAINT fk_variant_parts_variant_id_variants
            FOREIGN KEY (variant_id) REFERENCES variants (id),
        CONSTRAINT fk_variant_parts_part_id_variants
            FOREIGN KEY (part_id) REFERENCES variants (id),
        CONSTRAINT ck_variant_parts_units CHECK (units > 0),
        CONSTRAINT ck_variant_parts_part CHECK (part_id <> variant_id)
    )
    """,
    "CREATE INDEX ix_variant_parts_part_id ON variant_parts (part_id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
