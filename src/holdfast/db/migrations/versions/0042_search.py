"""The search: its synonyms, what was looked for in vain, which shop an index belongs to."""

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE search_shop (
        one boolean DEFAULT true CONSTRAINT pk_search_shop PRIMARY KEY,
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        synonyms bigint NOT NULL DEFAULT 1,
        CONSTRAINT ck_search_shop_one CHECK (one)
    )
    """,
    "INSERT INTO search_shop DEFAULT VALUES",
    """
    CREATE TABLE search_synonyms (
        id uuid CONSTRAINT pk_search_synonyms PRIMARY KEY,
        phrases text[] NOT NULL
            CONSTRAINT ck_search_synonyms_phrases CHECK (cardinality(phrases) BETWEEN 2 AND 20),
        at timestamptz NOT NULL DEFAULT now()
    )
    """,
    """
    CREATE TABLE search_misses (
        query text CONSTRAINT pk_search_misses PRIMARY KEY,
        count bigint NOT NULL,
        first_at timestamptz NOT NULL DEFAULT now(),
        last_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    "CREATE INDEX ix_search_misses_count ON search_misses (count, query)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
