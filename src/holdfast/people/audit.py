"""The audit log: what staff did, beside the journal of what it did to stock."""

from collections.abc import Mapping
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.ledger import REQUEST, Insert, RowTable
from holdfast.people.tables import audit_log

_AUDIT_LOG: Final = RowTable(
    "audit_log",
    ("actor", "action", "subject", "data", "request"),
    ("text", "text", "text", "jsonb", "text"),
)


def audited(actor: str, action: str, subject: object, about: object = None) -> Insert:
    """A line as a rider, so there exactly if the command it tells of is accepted."""
    said = msgspec.json.encode({} if about is None else about).decode()
    return Insert(_AUDIT_LOG, ((actor, action, str(subject), said, REQUEST),))


async def note(
    connection: AsyncConnection,
    actor: str,
    action: str,
    subject: str,
    data: Mapping[str, object] | None = None,
    request: str = "",
) -> None:
    """Write one line, in the transaction of what it tells."""
    await connection.execute(
        sa.insert(audit_log).values(
            actor=actor, action=action, subject=subject, data=dict(data or {}), request=request
        )
    )
