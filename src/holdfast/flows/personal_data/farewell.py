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
WITH written AS (
    SELECT status, late_at FROM mails
    WHERE owner = :owner AND kind IN ('account-closed', 'data-removed'))
SELECT EXISTS (SELECT FROM written
               WHERE status IN ('waiting', 'sending', 'handing') AND late_at > now())
    OR NOT EXISTS (SELECT FROM written)
       AND EXISTS (SELECT FROM events
                   WHERE subject = :subject AND data ->> 'email' <> ''
                     AND type IN ('user.account.closed', 'user.guest.erased')
                     AND at > now() - interval '12 hours')
""")
"""It waits for a server that is away, or for who writes it: of half a day ago nobody does."""


def told_at(mailing: Mailing | None, email: str) -> str:
    """The address; nothing where no mail is sent, so that none is kept for it."""
    return "" if mailing is None or mailing.sender is None else email


async def farewell_went(connection: AsyncConnection, owner: str) -> None:
    """Raises :class:`~holdfast.db.jobs.NotYet` while it is still to be sent."""
    if await connection.scalar(_WAITS, {"owner": owner, "subject": owner.removeprefix("user:")}):
        raise NotYet("the last mail to them is not sent yet")
