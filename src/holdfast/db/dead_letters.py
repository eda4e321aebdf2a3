"""Letters that could not be read, where no broker keeps them."""

from typing import Final

import sqlalchemy as sa

from holdfast.db.events import Fact
from holdfast.db.metadata import metadata, written_at

__all__ = ["LetterDead", "dead_letters"]

dead_letters: Final = sa.Table(
    "dead_letters",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("queue", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("seal", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    written_at("at"),
    sa.Column(
        "again",
        sa.Boolean,
        nullable=False,
        server_default=sa.text("false"),
        comment="to be read once more",
    ),
    sa.Index("ix_dead_letters_queue", "queue", "id"),
    sa.Index("ix_dead_letters_again", "id", postgresql_where=sa.text("again")),
)


class LetterDead(Fact, frozen=True):
    """A message between the services could not be dealt with and was put aside, with `count` of
    its queue."""

    TYPE = "letters.dead"
    SUBJECT = "queue name"
    message: str
    reason: str
    count: int
