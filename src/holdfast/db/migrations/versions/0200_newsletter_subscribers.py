"""Who asked for the shop's newsletter, and what they said to it."""

from alembic import op

revision = "0200"
down_revision = "0199"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE newsletter_subscribers (
        id uuid NOT NULL CONSTRAINT pk_newsletter_subscribers PRIMARY KEY,
        email text NOT NULL CONSTRAINT uq_newsletter_subscribers_email UNIQUE,
        locale text NOT NULL,
        status text NOT NULL DEFAULT 'asked',
        link_id uuid NOT NULL CONSTRAINT uq_newsletter_subscribers_link_id UNIQUE,
        asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        subscribed_at timestamptz,
        unsubscribed_at timestamptz,
        CONSTRAINT ck_newsletter_subscribers_status
            CHECK (status IN ('asked', 'subscribed', 'unsubscribed')),
        CONSTRAINT ck_newsletter_subscribers_subscribed_at CHECK (
            (status = 'subscribed') = (subscribed_at IS NOT NULL AND unsubscribed_at IS NULL)))
    """,
    """
    CREATE INDEX ix_newsletter_subscribers_subscribed ON newsletter_subscribers (id)
    WHERE status = 'subscribed'
    """,
    "COMMENT ON COLUMN newsletter_subscribers.email IS 'in small letters'",
    "COMMENT ON COLUMN newsletter_subscribers.locale IS 'in which they asked for it'",
    """
    COMMENT ON COLUMN newsletter_subscribers.link_id IS
    'what the link that confirms it is made of'
    """,
    """
    COMMENT ON COLUMN newsletter_subscribers.subscribed_at IS
    'when mail there was shown to reach them'
    """,
    """
    CREATE TABLE newsletter_consents (
        subscriber_id uuid NOT NULL,
        id uuid NOT NULL,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        what text NOT NULL,
        place text NOT NULL,
        locale text NOT NULL,
        newsletter_id uuid,
        CONSTRAINT pk_newsletter_consents PRIMARY KEY (subscriber_id, id),
        CONSTRAINT fk_newsletter_consents_subscriber_id_newsletter_subscribers
            FOREIGN KEY (subscriber_id) REFERENCES newsletter_subscribers (id) ON DELETE CASCADE,
        CONSTRAINT ck_newsletter_consents_what CHECK (what IN ('asked', 'confirmed', 'withdrawn')),
        CONSTRAINT ck_newsletter_consents_place CHECK (place IN ('foot', 'account', 'mail')))
    """,
    """
    CREATE INDEX ix_newsletter_consents_newsletter_id ON newsletter_consents (newsletter_id)
    WHERE newsletter_id IS NOT NULL
    """,
    "COMMENT ON COLUMN newsletter_consents.place IS 'where it was said'",
    "COMMENT ON COLUMN newsletter_consents.locale IS 'in which language it was asked'",
    "COMMENT ON COLUMN newsletter_consents.newsletter_id IS 'in which the link was'",
    """
    COMMENT ON TABLE newsletter_consents IS
    'what was said to the newsletter, when and where; nothing of it is changed'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
