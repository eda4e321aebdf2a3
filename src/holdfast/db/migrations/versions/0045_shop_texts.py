"""The shop's texts, and the version of settings and texts, all together."""

from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE shop_policies (
        name text NOT NULL,
        locale text NOT NULL,
        html text NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_shop_policies PRIMARY KEY (name, locale),
        CONSTRAINT ck_shop_policies_name CHECK (name IN ('returns', 'privacy', 'terms')),
        CONSTRAINT ck_shop_policies_html CHECK (html <> '')
    )
    """,
    """
    CREATE TABLE shop_stamp (
        one boolean NOT NULL DEFAULT true CONSTRAINT pk_shop_stamp PRIMARY KEY,
        revision bigint NOT NULL,
        CONSTRAINT ck_shop_stamp_one CHECK (one)
    )
    """,
    "INSERT INTO shop_stamp (revision) VALUES (1)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
