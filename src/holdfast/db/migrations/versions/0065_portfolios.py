"""Pictures of photographers and studios."""

from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE portfolios (
        resource_id uuid NOT NULL, images jsonb NOT NULL, version bigint NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_portfolios PRIMARY KEY (resource_id)
    )
    """,
    "COMMENT ON COLUMN portfolios.images IS 'as a product has them, the main one first'",
    "COMMENT ON COLUMN portfolios.version IS 'counts its changes'",
    """
    CREATE INDEX ix_portfolios_pictures ON portfolios
    USING gin (jsonb_path_query_array(images, '$[*].picture'))
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
