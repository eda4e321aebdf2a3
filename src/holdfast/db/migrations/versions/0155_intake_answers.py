"""What clients answered what services ask."""

from alembic import op

revision = "0155"
down_revision = "0154"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE intake_answers (
        booking_id uuid NOT NULL,
        question_id uuid NOT NULL,
        kind text NOT NULL,
        asked text NOT NULL,
        language text NOT NULL,
        value text NOT NULL,
        said text NOT NULL,
        answered_by text NOT NULL,
        answered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_intake_answers PRIMARY KEY (booking_id, question_id)
    )
    """,
    "COMMENT ON TABLE intake_answers IS 'What clients answered what services ask'",
    "COMMENT ON COLUMN intake_answers.asked IS 'the question, as it was worded then'",
    "COMMENT ON COLUMN intake_answers.language IS 'of that; none: the first wording'",
    "COMMENT ON COLUMN intake_answers.value IS 'of a choice the option''s id'",
    "COMMENT ON COLUMN intake_answers.said IS 'how it reads, in that language'",
    "COMMENT ON COLUMN intake_answers.answered_by IS 'the client, or who of staff'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
