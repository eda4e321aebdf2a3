"""Who found which review helpful, and how many did: the count is kept by a trigger, so that it is
right whoever writes there, also when somebody's data are removed."""

from alembic import op

revision = "0166"
down_revision = "0165"
branch_labels = None
depends_on = None

# Rows of reviews are locked in the order of their ids, as everybody does.
_COUNT = """
    CREATE FUNCTION count_review_votes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM FROM reviews WHERE id IN (SELECT review_id FROM changed) ORDER BY id FOR UPDATE;
        UPDATE reviews r SET helpful = r.helpful + v.votes * TG_ARGV[0]::integer
        FROM (SELECT review_id, count(*) AS votes FROM changed GROUP BY review_id) v
        WHERE r.id = v.review_id;
        RETURN NULL;
    END $$
"""
STATEMENTS = (
    "ALTER TABLE reviews ADD COLUMN helpful bigint NOT NULL DEFAULT 0",
    """
    CREATE INDEX ix_reviews_helpful ON reviews (subject_id, helpful, created_at, id)
    WHERE removed_at IS NULL AND hidden_at IS NULL
    """,
    """
    CREATE TABLE review_votes (
        review_id uuid NOT NULL
            CONSTRAINT fk_review_votes_review_id_reviews REFERENCES reviews (id),
        voter uuid NOT NULL,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_review_votes PRIMARY KEY (review_id, voter)
    )
    """,
    "COMMENT ON COLUMN reviews.helpful IS 'of review_votes'",
    "COMMENT ON COLUMN review_votes.voter IS 'a user''s id'",
    "CREATE INDEX ix_review_votes_voter ON review_votes (voter)",
    _COUNT,
    """
    CREATE TRIGGER review_votes_insert AFTER INSERT ON review_votes
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_review_votes('1')
    """,
    """
    CREATE TRIGGER review_votes_delete AFTER DELETE ON review_votes
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_review_votes('-1')
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
