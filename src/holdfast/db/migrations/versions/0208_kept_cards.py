"""Cards whose provider knows them by their ids alone: whose they are; who lets no cards be kept."""

from alembic import op

revision = "0208"
down_revision = "0207"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE kept_cards (
        provider text NOT NULL,
        card text NOT NULL,
        owner text NOT NULL,
        payment_id uuid,
        brand text,
        last_digits text,
        expires_month smallint,
        expires_year smallint,
        unattended boolean NOT NULL DEFAULT false,
        begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        kept_at timestamptz,
        CONSTRAINT pk_kept_cards PRIMARY KEY (provider, card),
        CONSTRAINT ck_kept_cards_kept CHECK (
            (kept_at IS NULL
             AND num_nonnulls(brand, last_digits, expires_month, expires_year) = 0)
            OR (kept_at IS NOT NULL
                AND num_nulls(brand, last_digits, expires_month, expires_year) = 0)))
    """,
    "CREATE INDEX ix_kept_cards_owner ON kept_cards (owner)",
    "COMMENT ON COLUMN kept_cards.card IS 'its provider''s own id of it'",
    "COMMENT ON COLUMN kept_cards.owner IS 'who asked for it to be kept'",
    "COMMENT ON COLUMN kept_cards.payment_id IS 'that it was kept with; none: it was only entered'",
    "COMMENT ON COLUMN kept_cards.brand IS 'in its provider''s words'",
    """
    COMMENT ON COLUMN kept_cards.unattended IS
    'whether its owner agreed that it is charged while they are not there'
    """,
    "COMMENT ON COLUMN kept_cards.kept_at IS 'since when its provider keeps it'",
    """
    CREATE TABLE cards_forbidden (
        provider text NOT NULL CONSTRAINT pk_cards_forbidden PRIMARY KEY,
        detail text NOT NULL,
        told_at timestamptz NOT NULL DEFAULT clock_timestamp())
    """,
    "COMMENT ON COLUMN cards_forbidden.detail IS 'what it said of the shop''s account'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
