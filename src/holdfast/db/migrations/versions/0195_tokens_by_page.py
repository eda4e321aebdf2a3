"""Bearer tokens are seen and ended one by one, and made by their owners themselves."""

from alembic import op

revision = "0195"
down_revision = "0194"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE api_tokens ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid()",
    "ALTER TABLE api_tokens ADD COLUMN hint text NOT NULL DEFAULT ''",
    "COMMENT ON COLUMN api_tokens.hint IS 'its last letters; empty: not kept'",
    "ALTER TABLE api_tokens ADD COLUMN last_used_at timestamptz",
    "COMMENT ON COLUMN api_tokens.last_used_at IS 'give or take five minutes; null: never'",
    "ALTER TABLE api_tokens ADD COLUMN key text",
    "COMMENT ON COLUMN api_tokens.key IS 'of the request that made it; null: it had none'",
    "ALTER TABLE api_tokens ADD COLUMN digest bytea",
    "COMMENT ON COLUMN api_tokens.digest IS 'of that request''s body'",
    "CREATE UNIQUE INDEX uq_api_tokens_id ON api_tokens (id)",
    "CREATE UNIQUE INDEX uq_api_tokens_key ON api_tokens (key) WHERE key IS NOT NULL",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
