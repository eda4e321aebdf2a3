"""The mark of a message that was taken, as a rider of the command that has its effect."""

from collections.abc import Iterable
from typing import Final

from holdfast.db.inbox import INBOX_COLUMNS
from holdfast.ledger import Insert, RowTable

__all__ = ["INBOX", "mark", "marks"]

INBOX: Final = RowTable("inbox", INBOX_COLUMNS, ("text", "text"))


def mark(queue: str, message_id: str) -> Insert:
    """A second command with it is refused as a ``Conflict`` of the table ``inbox``."""
    return marks(queue, (message_id,))


def marks(queue: str, message_ids: Iterable[str]) -> Insert:
    """The same of several."""
    return Insert(INBOX, tuple((queue, one) for one in message_ids))
