"""Hours and sessions for services of several rates of tax are taxed when they are used."""

from alembic import op

revision = "0213"
down_revision = "0212"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE package_grants ADD COLUMN taxed_when_used boolean NOT NULL DEFAULT false",
    """
    COMMENT ON COLUMN package_grants.taxed_when_used
    IS 'sold without tax, for services of several rates'
    """,
    "ALTER TABLE payments ADD COLUMN taxed_when_used boolean NOT NULL DEFAULT false",
    """
    COMMENT ON COLUMN payments.taxed_when_used
    IS 'by hours or sessions that had been sold without tax'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
