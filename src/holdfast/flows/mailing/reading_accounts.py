"""What a mail about a change of an account's security says: when it was, as its owner's clock has
it; and which language somebody reads."""

from collections.abc import Iterable, Sequence
from typing import Final

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.flows.mailing.reading import About, Told

__all__ = ["CHANGES", "FAREWELLS", "Reads", "read_locales"]

# Nobody is asked for a zone but who is booked.
_OWNERS: Final = sa.text("""
SELECT u.id, coalesce(r.zone, 'UTC') AS zone
FROM users u LEFT JOIN resources r ON r.user_id = u.id
WHERE u.id = ANY(CAST(:ids AS uuid[]))
""")
_LOCALES: Final = sa.text("""
SELECT one.owner, u.locale AS chosen,
       (SELECT o.locale FROM orders o WHERE o.owner = one.owner AND o.locale IS NOT NULL
        ORDER BY o.id DESC LIMIT 1) AS ordered
FROM unnest(CAST(:owners AS text[])) AS one (owner)
LEFT JOIN users u ON 'user:' || u.id::text = one.owner
""")


class Reads(Struct, frozen=True):
    """What somebody reads: as they ``chose`` it, or as they ``ordered`` last."""

    chose: str | None
    ordered: str | None


async def read_locales(connection: AsyncConnection, owners: Iterable[str]) -> dict[str, Reads]:
    """Of each of whom it is known."""
    wanted = sorted(set(owners))
    rows = await connection.execute(_LOCALES, {"owners": wanted}) if wanted else ()
    return {row.owner: Reads(row.chosen, row.ordered) for row in rows if row.chosen or row.ordered}


async def _owners(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    rows = await connection.execute(_OWNERS, {"ids": list(ids)})
    return {str(row.id): Told(f"user:{row.id}", None, {"zone": row.zone}) for row in rows}


CHANGES: Final = About("change", "/password/forgotten", _owners)
FAREWELLS: Final = About("farewell", "/", None)
"""Of whom nothing is kept any more."""
