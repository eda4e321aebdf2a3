"""Events written outside of the ledger, in the caller's transaction."""

from collections.abc import Iterable
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.events import CHANNEL, EVENT_COLUMNS, Fact, event_row

__all__ = ["write_event", "write_events"]

_EVENTS: Final = sa.text("""
INSERT INTO events (type, subject, data, request)
SELECT type, subject, data, request FROM jsonb_to_recordset(CAST(:rows AS jsonb))
    AS r(type text, subject text, data jsonb, request text)
""")
_NOTIFY: Final = sa.text(f"NOTIFY {CHANNEL}")


async def write_event(
    connection: AsyncConnection, fact: Fact, subject: object, request: str = ""
) -> None:
    """It is a fact exactly if the transaction commits; who reads the log is woken then."""
    await write_events(connection, [(fact, subject)], request)


async def write_events(
    connection: AsyncConnection, facts: Iterable[tuple[Fact, object]], request: str = ""
) -> None:
    """Several, each a fact with its subject."""
    rows = [
        dict(zip(EVENT_COLUMNS, event_row(fact, subject, request), strict=True))
        for fact, subject in facts
    ]
    if rows:
        packed = [row | {"data": msgspec.Raw(str(row["data"]).encode())} for row in rows]
        await connection.execute(_EVENTS, {"rows": msgspec.json.encode(packed).decode()})
        await connection.execute(_NOTIFY)
