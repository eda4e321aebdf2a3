"""Certificates of a service: so many sessions of one length."""

from alembic import op

revision = "0132"
down_revision = "0131"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE package_grants ADD COLUMN session_minutes integer",
    "COMMENT ON COLUMN package_grants.session_minutes IS 'of a certificate of a service'",
    "ALTER TABLE package_grants DROP CONSTRAINT ck_package_grants_kind",
    """
    ALTER TABLE package_grants ADD CONSTRAINT ck_package_grants_kind CHECK (
        kind IN ('hours', 'certificate', 'sessions'))
    """,
    """
    ALTER TABLE package_grants ADD CONSTRAINT ck_package_grants_session_minutes CHECK (
        (session_minutes IS NOT NULL) = (kind = 'sessions') AND session_minutes > 0)
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
