"""The mark of a message that was taken, as a rider of the command that has its effect."""

from typing import Final

from holdfast.db.inbox import INBOX_COLUMNS
from holdfast.ledger import Insert, RowTable

__all__ = ["INBOX", "mark"]

INBOX: Final = RowTable("inbox", INBOX_COLUMNS, ("text", "text"))


def mark(queue: str, message_id: str) -> Insert:
    """A second command with it is refused as a ``Conflict`` of the table ``inbox``."""
    return Insert(INBOX, ((queue, message_id),))
