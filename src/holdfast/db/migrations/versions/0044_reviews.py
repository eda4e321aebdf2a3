"""Reviews, and how many of how many stars show of each product."""

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_STARS = "stars[1] + 2 * stars[2] + 3 * stars[3] + 4 * stars[4] + 5 * stars[5]"
_COUNT = "stars[1] + stars[2] + stars[3] + stars[4] + stars[5]"
_SHOWS = "WHERE removed_at IS NULL AND hidden_at IS NULL"

STATEMENTS = (
    """
    CREATE TABLE reviews (
        id uuid NOT NULL, product_id uuid NOT NULL, author uuid NOT NULL,
        stars smallint NOT NULL, text text NOT NULL DEFAULT '',
        version bigint NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        removed_at timestamptz, looked_at timestamptz,
        hidden_at timestamptz, hidden_by text, hidden_reason text,
        CONSTRAINT pk_reviews PRIMARY KEY (id),
        CONSTRAINT ck_reviews_stars CHECK (stars BETWEEN 1 AND 5),
        CONSTRAINT ck_reviews_hidden CHECK (
            (hidden_at IS NULL) = (hidden_by IS NULL)
            AND (hidden_at IS NULL) = (hidden_reason IS NULL))
    )
    """,
    "COMMENT ON COLUMN reviews.author IS 'a user''s id'",
    "COMMENT ON COLUMN reviews.version IS 'of what it says'",
    "COMMENT ON COLUMN reviews.looked_at IS 'when staff last looked at what it says now'",
    "CREATE UNIQUE INDEX uq_reviews_author ON reviews (author, product_id)",
    f"CREATE INDEX ix_reviews_newest ON reviews (product_id, created_at, id) {_SHOWS}",
    f"CREATE INDEX ix_reviews_rated ON reviews (product_id, stars, created_at, id) {_SHOWS}",
    "CREATE INDEX ix_reviews_changed ON reviews (changed_at, id) WHERE removed_at IS NULL",
    """
    CREATE INDEX ix_reviews_new ON reviews (changed_at, id)
    WHERE removed_at IS NULL AND looked_at IS NULL
    """,
    """
    CREATE INDEX ix_reviews_hidden ON reviews (changed_at, id)
    WHERE removed_at IS NULL AND hidden_at IS NOT NULL
    """,
    # Nobody could rate anything before: the sums that stood here are nothing.
    "DROP INDEX ix_product_counts_rated",
    """
    ALTER TABLE product_counts
        DROP COLUMN rating, DROP COLUMN rating_sum, DROP COLUMN rating_count,
        ADD COLUMN stars bigint[] NOT NULL DEFAULT '{0,0,0,0,0}',
        ADD COLUMN reviews_version bigint NOT NULL DEFAULT 0,
        ADD CONSTRAINT ck_product_counts_stars CHECK (cardinality(stars) = 5 AND 0 <= ALL (stars))
    """,
    f"""
    ALTER TABLE product_counts
        ADD COLUMN rating_sum bigint NOT NULL GENERATED ALWAYS AS ({_STARS}) STORED,
        ADD COLUMN rating_count bigint NOT NULL GENERATED ALWAYS AS ({_COUNT}) STORED,
        ADD COLUMN rating integer NOT NULL GENERATED ALWAYS AS
            (coalesce(({_STARS}) * 1000 / nullif({_COUNT}, 0), 0)::integer) STORED
    """,
    "CREATE INDEX ix_product_counts_rated ON product_counts (category_id, rating, product_id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
