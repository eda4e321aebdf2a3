"""Where guests who wait are told of what they are offered: one address a guest."""

from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

_KEEP: Final = sa.text("""
INSERT INTO waiting_contacts (owner, email) VALUES (:owner, :email)
ON CONFLICT (owner) DO UPDATE SET email = excluded.email, said_at = clock_timestamp()
""")
_FORGET: Final = sa.text("DELETE FROM waiting_contacts WHERE owner = :owner")
_OF: Final = sa.text("""
SELECT owner, email FROM waiting_contacts WHERE owner = ANY(CAST(:owners AS text[]))
""")


async def keep_contact(connection: AsyncConnection, owner: str, email: str | None) -> None:
    """They are told there from now on, or nowhere."""
    if email is None:
        await connection.execute(_FORGET, {"owner": owner})
    else:
        await connection.execute(_KEEP, {"owner": owner, "email": email})


async def contacts_of(connection: AsyncConnection, owners: Iterable[str]) -> dict[str, str]:
    """Of those who said one, by owner."""
    asked = sorted(set(owners))
    rows = (await connection.execute(_OF, {"owners": asked})).all() if asked else ()
    return {row.owner: row.email for row in rows}
