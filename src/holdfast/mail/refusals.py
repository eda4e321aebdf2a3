"""Who wants none of a kind of mail by a channel. Nothing stands here of who wants it."""

from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.mail.mail import Channel

_READ: Final = sa.text("""
SELECT owner, kind, channel FROM mail_refusals WHERE owner = ANY(CAST(:owners AS text[]))
""")
_REFUSE: Final = sa.text("""
INSERT INTO mail_refusals (owner, kind, channel) VALUES (:owner, :kind, :channel)
ON CONFLICT DO NOTHING
""")
_WANT: Final = sa.text("""
DELETE FROM mail_refusals WHERE owner = :owner AND kind = :kind AND channel = :channel
""")


async def read_refusals(
    connection: AsyncConnection, owners: Iterable[str]
) -> set[tuple[str, str, Channel]]:
    """Owner, kind and channel."""
    rows = await connection.execute(_READ, {"owners": sorted(owners)})
    return {(row.owner, row.kind, row.channel) for row in rows}


async def want_mails(
    connection: AsyncConnection, owner: str, kind: str, channel: Channel, *, wanted: bool
) -> None:
    """From now on they want it, or do not; nothing happens if that is so already."""
    asked = {"owner": owner, "kind": kind, "channel": channel}
    await connection.execute(_WANT if wanted else _REFUSE, asked)
