"""A row for each answer of a booking."""

from typing import Final

import sqlalchemy as sa

from holdfast.db.metadata import metadata, written_at
from holdfast.ledger import RowTable

intake_answers = sa.Table(
    "intake_answers",
    metadata,
    sa.Column("booking_id", sa.Uuid, primary_key=True),
    sa.Column("question_id", sa.Uuid, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("asked", sa.Text, nullable=False, comment="the question, as it was worded then"),
    sa.Column("language", sa.Text, nullable=False, comment="of that; none: the first wording"),
    sa.Column("value", sa.Text, nullable=False, comment="of a choice the option's id"),
    sa.Column("said", sa.Text, nullable=False, comment="how it reads, in that language"),
    sa.Column("answered_by", sa.Text, nullable=False, comment="the client, or who of staff"),
    written_at("answered_at"),
    comment="What clients answered what services ask",
)

INTAKE_ANSWERS: Final = RowTable(
    "intake_answers",
    ("booking_id", "question_id", "kind", "asked", "language", "value", "said", "answered_by"),
    ("uuid", "uuid", "text", "text", "text", "text", "text", "text"),
)
