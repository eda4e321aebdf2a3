"""People are found by how orders and places in line name their owners."""

from alembic import op

revision = "0097"
down_revision = "0096"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE UNIQUE INDEX uq_users_owner ON users (('user:' || id::text))")
