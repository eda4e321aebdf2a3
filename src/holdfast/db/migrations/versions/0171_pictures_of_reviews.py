"""Pictures that reviews show."""

from alembic import op

revision = "0171"
down_revision = "0170"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE reviews ADD COLUMN images jsonb NOT NULL DEFAULT '[]'",
    "COMMENT ON COLUMN reviews.images IS 'as a product has them'",
    """
    CREATE INDEX ix_reviews_pictures ON reviews
    USING gin (jsonb_path_query_array(images, '$[*].picture')) WHERE images <> '[]'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
