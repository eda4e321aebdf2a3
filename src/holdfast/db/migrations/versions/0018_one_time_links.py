"""One-time links: to make the owner's account, or to choose a new password."""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.execute("""
CREATE TABLE one_time_links (
    token_hash BYTEA NOT NULL,
    purpose TEXT NOT NULL,
    user_id UUID,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_one_time_links PRIMARY KEY (token_hash),
    CONSTRAINT ck_one_time_links_purpose CHECK (purpose IN ('owner', 'password')),
    CONSTRAINT fk_one_time_links_user_id_users FOREIGN KEY (user_id)
        REFERENCES users (id) ON DELETE CASCADE
)
""")
    op.execute("CREATE INDEX ix_one_time_links_user_id ON one_time_links (user_id)")
    op.execute("CREATE INDEX ix_one_time_links_expires_at ON one_time_links (expires_at)")
    # A shop whose customers have wallets goes on showing them.
    op.execute("""
INSERT INTO shop_settings (key, value) SELECT 'wallets', 'true' WHERE EXISTS (SELECT FROM wallets)
ON CONFLICT DO NOTHING
""")
