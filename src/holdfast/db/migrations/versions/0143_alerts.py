"""What of the shop needs a person, and when that was told."""

from alembic import op

revision = "0143"
down_revision = "0142"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE shop_alerts (
        id uuid DEFAULT gen_random_uuid(),
        name text NOT NULL,
        subject text NOT NULL,
        count integer NOT NULL,
        began_at timestamptz DEFAULT now() NOT NULL,
        ended_at timestamptz,
        known boolean DEFAULT false NOT NULL,
        CONSTRAINT pk_shop_alerts PRIMARY KEY (id)
    )
    """,
    """
    CREATE UNIQUE INDEX uq_shop_alerts_open ON shop_alerts (name, subject) WHERE ended_at IS NULL
    """,
    "COMMENT ON COLUMN shop_alerts.name IS 'what is wrong'",
    "COMMENT ON COLUMN shop_alerts.subject IS 'with what'",
    "COMMENT ON COLUMN shop_alerts.count IS 'as it was seen when it began'",
    """
    CREATE TABLE alert_tellings (
        at timestamptz DEFAULT now() NOT NULL,
        gathered boolean NOT NULL
    )
    """,
    "COMMENT ON COLUMN alert_tellings.gathered IS 'one line about several'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
