"""The last mail to somebody whose data is gone. Its address stands in an event and in the log of
mails until it went, and no longer than until their data is looked for once more."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.jobs import NotYet
from holdfast.flows.mailing.mailing import Mailing

__all__ = ["AGAIN_AFTER", "farewell_went", "told_at"]

AGAIN_AFTER: Final = 900.0
"""Seconds: by then every request is answered that was under way."""
_WAITS: Final = sa.text("""
SELECT EXISTS (SELECT FROM mails WHERE owner = :owner AND kind IN ('account-closed', 'data-removed')
               AND status IN ('waiting', 'sending', 'handing') AND late_at > now())
""")


def told_at(mailing: Mailing | None, email: str) -> str:
    """The address; nothing where no mail is sent, so that none is kept for it."""
    return "" if mailing is None or mailing.sender is None else email


async def farewell_went(connection: AsyncConnection, owner: str) -> None:
    """Raises :class:`~holdfast.db.jobs.NotYet` while it waits for a server that is away."""
    if await connection.scalar(_WAITS, {"owner": owner}):
        raise NotYet("the last mail to them is not sent yet")
