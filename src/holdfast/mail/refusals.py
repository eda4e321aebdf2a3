"""Who wants none of a kind of mail. Nothing stands here of who wants it."""

from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

_READ: Final = sa.text("""
SELECT owner, kind FROM mail_refusals WHERE owner = ANY(CAST(:owners AS text[]))
""")
_REFUSE: Final = sa.text("""
INSERT INTO mail_refusals (owner, kind) VALUES (:owner, :kind) ON CONFLICT DO NOTHING
""")
_WANT: Final = sa.text("DELETE FROM mail_refusals WHERE owner = :owner AND kind = :kind")


async def read_refusals(connection: AsyncConnection, owners: Iterable[str]) -> set[tuple[str, str]]:
    """Owner and kind."""
    rows = await connection.execute(_READ, {"owners": sorted(owners)})
    return {(row.owner, row.kind) for row in rows}


async def want_mails(connection: AsyncConnection, owner: str, kind: str, *, wanted: bool) -> None:
    """From now on they want it, or do not; nothing happens if that is so already."""
    await connection.execute(_WANT if wanted else _REFUSE, {"owner": owner, "kind": kind})
