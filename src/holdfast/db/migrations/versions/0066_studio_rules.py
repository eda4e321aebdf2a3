"""What cancelling costs where a service says nothing of its own."""

from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE studio_rules (
            single boolean DEFAULT true NOT NULL CONSTRAINT pk_studio_rules PRIMARY KEY
                CONSTRAINT ck_studio_rules_single CHECK (single),
            policy jsonb NOT NULL,
            revision integer DEFAULT 1 NOT NULL
        )
        """
    )
    op.execute(
        "COMMENT ON TABLE studio_rules IS"
        " 'What holds for services that say nothing of their own: one row at most'"
    )


def downgrade() -> None:
    op.execute("DROP TABLE studio_rules")
