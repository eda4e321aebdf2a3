"""Live wishes: how many products are on one's list, in every tab."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.live import Channel, Reads, Who
from holdfast.wishes import WISHES

__all__ = ["LIVE_WISHES", "WishCount"]

LIST: Final = "wishes"
# A version that grows with every wish and every removal: the moment of the last of them.
_READ: Final = """
SELECT owner, count(*) FILTER (WHERE status = 'wished') AS count,
       (extract(epoch FROM max(at)) * 1000000)::bigint AS version
FROM wishes
WHERE owner = ANY($1::text[])
   OR owner IN (SELECT owner FROM wishes WHERE id = ANY($2::uuid[]))
GROUP BY owner
"""


class WishCount(Struct, frozen=True, rename="camel"):
    """How many products are on one's own wish list; each has one."""

    list_id: str
    count: int
    version: int


def _source(database: Database, _: int) -> Reads[str, WishCount]:
    async def read(
        owners: Sequence[str], rows: Sequence[UUID]
    ) -> Mapping[str, Mapping[str, WishCount]]:
        found = await database.pool.fetch(_READ, owners, rows)
        return {owner: {owner: WishCount(LIST, count, version)} for owner, count, version in found}

    return Reads(read)


LIVE_WISHES: Final[Channel[str, Any]] = Channel(
    name="wishes",
    event="wishes",
    about="how many products are on one's own wish list",
    who=Who.USERS,
    source=_source,
    state=WishCount,
    update=WishCount,
    rows=WISHES.name,
)
