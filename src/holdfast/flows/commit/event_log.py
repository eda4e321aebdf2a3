"""Events written outside of the ledger, in the caller's transaction."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.events import CHANNEL, EVENT_COLUMNS, Fact, event_row

__all__ = ["write_event"]

_EVENT: Final = sa.text(
    "INSERT INTO events (type, subject, data, request)"
    " VALUES (:type, :subject, CAST(:data AS jsonb), :request)"
)
_NOTIFY: Final = sa.text(f"NOTIFY {CHANNEL}")


async def write_event(
    connection: AsyncConnection, fact: Fact, subject: object, request: str = ""
) -> None:
    """It is a fact exactly if the transaction commits; who reads the log is woken then."""
    values = zip(EVENT_COLUMNS, event_row(fact, subject, request), strict=True)
    await connection.execute(_EVENT, dict(values))
    await connection.execute(_NOTIFY)
