"""Numbers of products at hand in this process, each proven before it is used.

Of many products that are looked at few have changed since. So the database is asked at every use,
but for a digest of each product's numbers; they are read where it is another. What is said so was
true at some moment after it was asked for, as if all had been read.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from holdfast.db.engine import Database
from holdfast.views.stock import ProductStock, read_digests, read_stock

__all__ = ["KeptStock"]

KEPT: Final = 16_384


class KeptStock:
    """Bounded, least recently used first out. One of it a process, shared by all readers, who
    change nothing of what they get."""

    def __init__(self, database: Database, partitions: int) -> None:
        self._database = database
        self._partitions = partitions
        self._kept: OrderedDict[UUID, ProductStock] = OrderedDict()

    async def of(self, ids: Sequence[UUID]) -> dict[UUID, ProductStock]:
        """Of these products, of any status, as they are now; unknown ids are left out."""
        kept = self._kept
        known = {one: kept[one] for one in ids if one in kept}
        if other := [one for one in ids if one not in known]:
            digests, read = await asyncio.gather(self._digests(list(known)), self._read(other))
        else:  # of a page that is warm there is one thing to ask, without a task
            digests, read = await self._digests(list(known)), {}
        same = {one for one, digest in digests if known[one].digest == digest}
        if changed := [one for one in known if one not in same]:
            read |= await self._read(changed)
        for one in same:
            kept[one] = known[one]
            kept.move_to_end(one)
        kept.update(read)
        while len(kept) > KEPT:
            kept.popitem(last=False)
        return {one: stock for one, stock in known.items() if one in same} | read

    async def _digests(self, ids: Sequence[UUID]) -> Sequence[tuple[UUID, int]]:
        return await read_digests(self._database.pool, ids, self._partitions) if ids else ()

    async def _read(self, ids: Sequence[UUID]) -> dict[UUID, ProductStock]:
        return await read_stock(self._database.pool, ids, self._partitions) if ids else {}
