"""What mails of the newsletter say, and to whom."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.flows.mailing.reading import About, Told
from holdfast.mail import Mail
from holdfast.newsletters import (
    LINK_DAYS,
    goes_on,
    subscriber_by_id,
    subscriber_in,
    subscriber_owner,
)

__all__ = ["SUBSCRIBERS", "WRITTEN", "still_asked_for", "still_subscribed"]

_SUBSCRIBERS: Final = sa.text("""
SELECT id, locale FROM newsletter_subscribers WHERE id = ANY(CAST(:ids AS uuid[]))
""")


async def still_asked_for(connection: AsyncConnection, mail: Mail) -> bool:
    """Nobody confirmed it yet, and no newer link is on its way."""
    found = await subscriber_by_id(connection, UUID(mail.subject_id))
    asked = None if found is None or found.is_subscribed else found
    return asked is not None and str(asked.link_id) == mail.said["fact"]["linkId"]


async def still_subscribed(connection: AsyncConnection, mail: Mail) -> bool:
    """They did not leave, and nobody stopped it."""
    subscriber_id = subscriber_in(mail.owner)
    found = subscriber_id and await subscriber_by_id(connection, subscriber_id)
    if not found or not found.is_subscribed:
        return False
    return await goes_on(connection, UUID(mail.subject_id))


async def _subscribers(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    rows = await connection.execute(_SUBSCRIBERS, {"ids": list(ids)})
    said = {"days": LINK_DAYS}
    return {str(row.id): Told(subscriber_owner(row.id), row.locale, said) for row in rows}


SUBSCRIBERS: Final = About("subscriber", "/newsletter", _subscribers)
WRITTEN: Final = About("newsletter", "/", None)
"""Its words are staff's."""
