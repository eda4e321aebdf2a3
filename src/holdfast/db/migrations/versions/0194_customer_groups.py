"""Customer groups, who is in them, and promotions for some of them."""

from alembic import op

revision = "0194"
down_revision = "0193"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE customer_groups (
        id uuid NOT NULL CONSTRAINT pk_customer_groups PRIMARY KEY,
        name text NOT NULL,
        translations jsonb NOT NULL DEFAULT '{}',
        status text NOT NULL DEFAULT 'open',
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT ck_customer_groups_status CHECK (status IN ('open', 'closed')))
    """,
    """
    CREATE UNIQUE INDEX uq_customer_groups_name ON customer_groups (lower(name))
    WHERE status = 'open'
    """,
    "COMMENT ON COLUMN customer_groups.translations IS 'its name by language'",
    """
    CREATE TABLE customer_group_members (
        group_id uuid NOT NULL,
        owner text NOT NULL,
        added_by text NOT NULL,
        added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_customer_group_members PRIMARY KEY (group_id, owner))
    """,
    "CREATE INDEX ix_customer_group_members_owner ON customer_group_members (owner)",
    """
    COMMENT ON COLUMN customer_group_members.owner IS 'user:<id>: who is in it has an account'
    """,
    "ALTER TABLE promotions ADD COLUMN groups jsonb",
    "COMMENT ON COLUMN promotions.groups IS 'for customers in these groups; none: for all'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
