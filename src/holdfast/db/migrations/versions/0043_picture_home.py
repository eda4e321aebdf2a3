"""The word by which a server knows the store that the shop's pictures are in."""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE picture_home (
            one boolean PRIMARY KEY DEFAULT true CONSTRAINT ck_picture_home_one CHECK (one),
            word text NOT NULL
        )
        """
    )


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
