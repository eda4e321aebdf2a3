"""Reviews of photographers and studios beside those of products, with replies; their ratings."""

from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

_STARS = "stars[1] + 2 * stars[2] + 3 * stars[3] + 4 * stars[4] + 5 * stars[5]"
_COUNT = "stars[1] + stars[2] + stars[3] + stars[4] + stars[5]"

STATEMENTS = (
    "ALTER TABLE reviews RENAME COLUMN product_id TO subject_id",
    """
    ALTER TABLE reviews
        ADD COLUMN subject text NOT NULL DEFAULT 'product',
        ADD COLUMN reply text NOT NULL DEFAULT '',
        ADD COLUMN replied_at timestamptz, ADD COLUMN replied_by text,
        ADD CONSTRAINT ck_reviews_subject CHECK (subject IN ('product', 'resource')),
        ADD CONSTRAINT ck_reviews_reply CHECK (
            (reply = '') = (replied_at IS NULL) AND (reply = '') = (replied_by IS NULL))
    """,
    "ALTER TABLE reviews ALTER COLUMN subject DROP DEFAULT",
    "COMMENT ON COLUMN reviews.subject IS 'what it is of: product, resource'",
    "COMMENT ON COLUMN reviews.subject_id IS 'of that'",
    "COMMENT ON COLUMN reviews.reply IS 'by whom it is of'",
    f"""
    CREATE TABLE resource_ratings (
        resource_id uuid NOT NULL,
        stars bigint[] NOT NULL DEFAULT '{{0,0,0,0,0}}',
        reviews_version bigint NOT NULL DEFAULT 0,
        rating integer NOT NULL GENERATED ALWAYS AS
            (coalesce(({_STARS}) * 1000 / nullif({_COUNT}, 0), 0)::integer) STORED,
        CONSTRAINT pk_resource_ratings PRIMARY KEY (resource_id),
        CONSTRAINT ck_resource_ratings_stars CHECK (cardinality(stars) = 5 AND 0 <= ALL (stars))
    ) WITH (fillfactor = 80)
    """,
    """
    COMMENT ON COLUMN resource_ratings.stars
        IS 'how many reviews show of one star, of two, up to five'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
