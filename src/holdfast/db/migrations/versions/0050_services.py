"""Services that can be booked."""

from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

STATEMENT = """
CREATE TABLE services (
    id uuid NOT NULL,
    terms jsonb NOT NULL,
    active boolean NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    made_at timestamptz DEFAULT clock_timestamp() NOT NULL,
    key text,
    CONSTRAINT pk_services PRIMARY KEY (id),
    CONSTRAINT uq_services_key UNIQUE (key)
)
"""


def upgrade() -> None:
    op.execute(STATEMENT)
