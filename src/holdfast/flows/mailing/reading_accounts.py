"""What a mail about a change of an account's security says: when it was, as its owner's clock has
it, in the language that they read last."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.flows.mailing.reading import About, Told

__all__ = ["CHANGES"]

# Nobody is asked for a zone but who is booked.
_OWNERS: Final = sa.text("""
SELECT u.id, coalesce(r.zone, 'UTC') AS zone,
       (SELECT o.locale FROM orders o WHERE o.owner = 'user:' || u.id
        ORDER BY o.id DESC LIMIT 1) AS locale
FROM users u LEFT JOIN resources r ON r.user_id = u.id
WHERE u.id = ANY(CAST(:ids AS uuid[]))
""")


async def _owners(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    rows = await connection.execute(_OWNERS, {"ids": list(ids)})
    return {str(row.id): Told(f"user:{row.id}", row.locale, {"zone": row.zone}) for row in rows}


CHANGES: Final = About("change", "/password/forgotten", _owners)
