"""Labels that carriers sell for parcels, and what carriers say of them."""

from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    ALTER TABLE parcels ADD COLUMN service text, ADD COLUMN label text, ADD COLUMN label_key uuid,
        ADD COLUMN reference text, ADD COLUMN label_note text
    """,
    "COMMENT ON COLUMN parcels.service IS 'the carrier that was asked for a label'",
    "COMMENT ON COLUMN parcels.label IS 'how far it is with it; none: none was asked for'",
    "COMMENT ON COLUMN parcels.label_key IS 'what it was asked under'",
    "COMMENT ON COLUMN parcels.reference IS 'what the carrier knows it by'",
    "COMMENT ON COLUMN parcels.label_note IS 'why the carrier refused something'",
    """
    ALTER TABLE parcels
        ADD CONSTRAINT ck_parcels_label CHECK (label IN ('asked', 'ready', 'refused', 'ending')),
        ADD CONSTRAINT ck_parcels_label_key CHECK (
            (label IS NULL) = (service IS NULL) AND (label IS NULL) = (label_key IS NULL))
    """,
    """
    CREATE UNIQUE INDEX uq_parcels_reference ON parcels (service, reference)
    WHERE reference IS NOT NULL
    """,
    """
    CREATE TABLE parcel_steps (
        parcel_id uuid NOT NULL, step text NOT NULL, code text NOT NULL,
        at timestamptz NOT NULL, place text NOT NULL,
        CONSTRAINT pk_parcel_steps PRIMARY KEY (parcel_id, step)
    )
    """,
    "COMMENT ON COLUMN parcel_steps.step IS 'the carrier''s id of it'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
