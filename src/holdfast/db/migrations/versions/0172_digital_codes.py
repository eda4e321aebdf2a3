"""Goods that are delivered as codes: each unit is one code of a list, given to one buyer."""

from alembic import op

revision = "0172"
down_revision = "0171"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE variants ADD COLUMN delivered_as text NOT NULL DEFAULT 'parcel'",
    """ALTER TABLE variants ADD CONSTRAINT ck_variants_delivered_as
    CHECK (delivered_as IN ('parcel', 'codes'))""",
    "ALTER TABLE order_items ADD COLUMN delivered_as text",
    "COMMENT ON COLUMN order_items.delivered_as IS 'as what its units reach the buyer; none: sent'",
    """ALTER TABLE order_items ADD CONSTRAINT ck_order_items_delivered_as
    CHECK (delivered_as IN ('codes'))""",
    """
    CREATE TABLE digital_codes (
        id uuid NOT NULL,
        variant_id uuid NOT NULL,
        sealed bytea NOT NULL,
        digest bytea NOT NULL,
        status text DEFAULT 'free' NOT NULL,
        order_id uuid,
        line smallint,
        unit integer,
        brought_by text NOT NULL,
        brought_at timestamptz DEFAULT now() NOT NULL,
        given_at timestamptz,
        seen_at timestamptz,
        void_at timestamptz,
        CONSTRAINT pk_digital_codes PRIMARY KEY (id),
        CONSTRAINT ck_digital_codes_status CHECK (status IN ('free', 'given', 'seen', 'void')),
        CONSTRAINT ck_digital_codes_order CHECK (
            (status IN ('given', 'seen')) <= (order_id IS NOT NULL)
            AND (status = 'free') <= (order_id IS NULL)),
        CONSTRAINT ck_digital_codes_unit CHECK (
            (order_id IS NULL) = (line IS NULL) AND (order_id IS NULL) = (unit IS NULL)),
        CONSTRAINT ck_digital_codes_seen_at CHECK ((status = 'seen') <= (seen_at IS NOT NULL))
    )
    """,
    "COMMENT ON COLUMN digital_codes.sealed IS 'the code, under the shop''s secret'",
    "COMMENT ON COLUMN digital_codes.digest IS 'by which the same code is known again'",
    "COMMENT ON COLUMN digital_codes.unit IS 'which of the line''s units it is'",
    """CREATE UNIQUE INDEX uq_digital_codes_digest ON digital_codes (variant_id, digest)""",
    """CREATE UNIQUE INDEX uq_digital_codes_order_id ON digital_codes (order_id, line, unit)
    WHERE order_id IS NOT NULL""",
    "CREATE INDEX ix_digital_codes_status ON digital_codes (variant_id, status, id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
