"""Parcels of which their carrier says nothing: when it is asked, and from when on a person is told.

A parcel is listened for from its label on until it is over: ``heard_at`` is when something new was
last heard of it, ``ask_at`` when its carrier is asked next. No ``ask_at``: it was asked often
enough, and is silent.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

_DUE: Final = sa.text("""
SELECT id, heard_at, service FROM parcels WHERE heard_at IS NOT NULL AND ask_at <= :now
ORDER BY ask_at LIMIT :most FOR UPDATE SKIP LOCKED
""")
_AGAIN: Final = sa.text("""
UPDATE parcels SET ask_at = due.ask_at
FROM unnest(CAST(:ids AS uuid[]), CAST(:times AS timestamptz[])) AS due (id, ask_at)
WHERE parcels.id = due.id
""")


class Listening(Struct, frozen=True):
    """Carriers are asked about parcels of which nothing was heard for ``quiet``, then each time
    after as long again as that was; after ``silent`` a last time."""

    quiet: timedelta = timedelta(hours=6)
    silent: timedelta = timedelta(days=7)

    def ask_after(self, heard_at: datetime, now: datetime) -> datetime | None:
        """When to ask next, for who asks ``now``; None: not any more."""
        end = heard_at + self.silent
        if now >= end:
            return None
        return min(now + max(self.quiet, now - heard_at), end)


async def claim_quiet(
    connection: AsyncConnection,
    listening: Listening,
    carriers: Collection[str],
    now: datetime,
    most: int,
) -> list[UUID]:
    """The parcels that are to be asked about by now, those that wait longest first; the next time
    of each is set. Those of a carrier that is none of ``carriers`` are silent at once."""
    found = (await connection.execute(_DUE, {"now": now, "most": most})).all()
    times = [
        listening.ask_after(heard_at, now) if service in carriers else None
        for _, heard_at, service in found
    ]
    await connection.execute(_AGAIN, {"ids": [one.id for one in found], "times": times})
    return [one.id for one in found if one.service in carriers]
