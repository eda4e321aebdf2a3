"""What came of purchases in a flash sale, by the minute; and answers to riddles that are used."""

from alembic import op

revision = "0099"
down_revision = "0098"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE flash_sale_minutes (
        sale_id uuid NOT NULL,
        minute timestamptz NOT NULL,
        outcome text NOT NULL,
        number integer NOT NULL,
        CONSTRAINT pk_flash_sale_minutes PRIMARY KEY (sale_id, minute, outcome)
    )
    """,
    "COMMENT ON COLUMN flash_sale_minutes.outcome IS 'bought, or the code of a refusal'",
    "CREATE INDEX ix_flash_sale_minutes_minute ON flash_sale_minutes (minute)",
    """
    CREATE TABLE flash_sale_proofs (
        id uuid NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT pk_flash_sale_proofs PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_flash_sale_proofs_expires_at ON flash_sale_proofs (expires_at)",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
