"""By which secret a shop's logins are signed, as a mark that does not tell it."""

from alembic import op

revision = "0162"
down_revision = "0161"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE secret_mark (
            one boolean PRIMARY KEY DEFAULT true CONSTRAINT ck_secret_mark_one CHECK (one),
            mark text NOT NULL
        )
        """
    )
