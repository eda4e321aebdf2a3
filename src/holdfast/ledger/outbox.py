"""The outbox: what is told because of a command, as riders, so exactly if it is accepted."""

from typing import Final

from holdfast.db.events import EVENT_COLUMNS, Fact, event_row
from holdfast.ledger.types import Insert, RowTable

__all__ = ["EVENTS", "tell"]

EVENTS: Final = RowTable("events", EVENT_COLUMNS, ("text", "text", "jsonb", "text"))


def tell(fact: Fact, subject: object, request: str = "") -> Insert:
    """The event of a fact that the command makes true."""
    return Insert(EVENTS, (event_row(fact, subject, request),))
