"""A guest who stood in line has an account: their places are its, and one is enough where both wait
for the same."""

from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.jobs import Job, enqueue


class AdoptPlaces(Job, frozen=True):
    """a guest who stood in line logged in: where the account waited for the same, the later place
    leaves its line; what was offered to the guest at that very moment is the account's"""

    NAME = "adopt-places"
    guest: str
    owner: str
    places: tuple[UUID, ...]


_SOON: Final = 1.0
"""Seconds: whoever offers something to the guest at this moment has done so by then."""
# Last of the rows that a login locks, and in the order in which the ledger's lane locks them.
_OF_GUEST: Final = sa.text(
    "SELECT id FROM waiting_line WHERE owner = :guest ORDER BY id FOR UPDATE"
)
_ALIKE: Final = """
w.id = ANY(CAST(:places AS uuid[])) AND w.owner = :guest AND w.status = 'waiting'
AND o.owner = :owner AND o.status = 'waiting'
AND (o.variant_id = w.variant_id OR (o.service_id, o.starts_at, o.ends_at, o.added)
                                    = (w.service_id, w.starts_at, w.ends_at, w.added))
"""
_ADOPT: Final = sa.text(f"""
UPDATE waiting_line w SET owner = :owner
WHERE w.id = ANY(CAST(:places AS uuid[])) AND w.owner = :guest
  AND NOT EXISTS (SELECT FROM waiting_line o WHERE {_ALIKE})
""")
_LATER: Final = sa.text(
    f"SELECT greatest(w.id, o.id) FROM waiting_line w JOIN waiting_line o ON {_ALIKE}"
)
_HELD: Final = sa.text(
    "SELECT order_id FROM waiting_line WHERE id = ANY(CAST(:places AS uuid[]))"
    " AND owner = :owner AND order_id IS NOT NULL"
)


async def adopt_line(connection: AsyncConnection, guest: str, owner: str) -> None:
    """Make a guest's places those of ``owner``. Where ``owner`` waits for the same, a job settles
    which of the two stays: who leaves a line is counted by the ledger."""
    places = _ids(await connection.scalars(_OF_GUEST, {"guest": guest}))
    if places:
        job = AdoptPlaces(guest, owner, tuple(places))
        await adopt_places(connection, job)
        await enqueue(connection, [(job, "")], after=_SOON)


async def adopt_places(connection: AsyncConnection, job: AdoptPlaces) -> list[UUID]:
    """Those that are not waited for twice; which orders hold what was offered there."""
    await connection.execute(_ADOPT, _about(job))
    return _ids(await connection.scalars(_HELD, _about(job)))


async def waited_twice(connection: AsyncConnection, job: AdoptPlaces) -> list[UUID]:
    """The later place of each two of guest and account that wait for the same."""
    return _ids(await connection.scalars(_LATER, _about(job)))


def _about(job: AdoptPlaces) -> dict[str, object]:
    return {"guest": job.guest, "owner": job.owner, "places": list(job.places)}


def _ids(found: sa.ScalarResult[Any]) -> list[UUID]:
    return [UUID(int=one.int) for one in found]
