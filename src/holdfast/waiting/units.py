"""Places in the line for units of a variant that is sold out. How many wait for each, its account
in the ledger counts, and keeps for them what comes free. A variant that is made of others has no
line of its own: a place for it stands in that of a part.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.db.events import Fact
from holdfast.ledger import Insert, Rider, RowTable, Transition, tell
from holdfast.waiting.line import LINE_STATES, Place, held_for_place, left_line

UNITS_LINE: Final = RowTable(
    "waiting_line",
    ("id", "owner", "service_name", "product_id", "variant_id", "quantity", "locale", "line_id"),
    ("uuid", "text", "text", "uuid", "uuid", "bigint", "text", "uuid"),
)


class UnitsOffered(Fact, frozen=True):
    """Units that somebody waited for came free and are held for them by the order; ``quantity`` may
    be less than they wanted."""

    TYPE = "waiting.units.offered"
    SUBJECT = "waiting place id"
    user: str
    order_id: UUID
    order_number: str
    product_id: UUID
    variant_id: UUID
    product: str
    quantity: int
    wanted: int
    total: int
    currency: str
    until: datetime
    locale: str | None = None


class WaitEnded(Fact, frozen=True):
    """Somebody waits no more though they did not say so: what they waited for is not sold any more
    (``why`` is null), or staff took them off the line."""

    TYPE = "waiting.ended"
    SUBJECT = "waiting place id"
    user: str
    product_id: UUID
    variant_id: UUID
    product: str
    why: str | None = None
    locale: str | None = None


class AwaitedUnits(Struct, frozen=True):
    """A place in line for ``quantity`` units; ``why``: staff's reason to take them off it;
    ``line_id``: the variant in whose line it stands."""

    id: UUID
    owner: str
    name: str
    product_id: UUID
    variant_id: UUID
    quantity: int
    locale: str | None
    status: Place
    order_id: UUID | None
    joined_at: datetime
    line_id: UUID
    why: str | None = None

    @property
    def waits(self) -> bool:
        """Still."""
        return self.status == "waiting"


_COLUMNS: Final = (
    "w.id, w.owner, w.service_name, w.product_id, w.variant_id, w.quantity, w.locale, w.status,"
    " w.order_id, w.joined_at, w.line_id, w.why"
)
_WAITS: Final = "w.status = 'waiting' AND w.line_id = $1"
_FIRST: Final = f"SELECT {_COLUMNS} FROM waiting_line w WHERE {_WAITS} ORDER BY w.id LIMIT $2"
_SOME: Final = f"""
SELECT {_COLUMNS} FROM waiting_line w WHERE w.id = ANY($1) AND w.variant_id IS NOT NULL
ORDER BY w.id
"""
_OF_OWNER: Final = f"""
SELECT {_COLUMNS}, CASE WHEN w.status = 'waiting' THEN (
    SELECT count(*) FROM waiting_line o WHERE o.status = 'waiting'
      AND o.line_id = w.line_id AND o.id < w.id) + 1 ELSE 0 END
FROM waiting_line w
WHERE w.owner = $1 AND w.variant_id IS NOT NULL AND w.status <> 'left'
  AND (w.status = 'waiting' OR w.ended_at > now() - interval '30 days')
ORDER BY w.id DESC LIMIT 100
"""


def turns_key(variant_id: UUID) -> str:
    """The account that counts how often places moved into the line of a variant, or out of it:
    whoever acts on the order of that line expects that none did meanwhile."""
    return f"turns/{variant_id}"


async def first_for_units(pool: asyncpg.Pool, line_id: UUID, most: int) -> list[AwaitedUnits]:
    """Who stands in the line of it, the first first."""
    return [AwaitedUnits(*row) for row in await pool.fetch(_FIRST, line_id, most)]


async def place_for_units(pool: asyncpg.Pool, place_id: UUID) -> AwaitedUnits | None:
    """A place in such a line, whatever became of it."""
    return next(iter(await places_for_units(pool, [place_id])), None)


async def places_for_units(pool: asyncpg.Pool, ids: Sequence[UUID]) -> list[AwaitedUnits]:
    """Those of these places, the first first."""
    return [AwaitedUnits(*row) for row in await pool.fetch(_SOME, ids)]


async def awaited_units(pool: asyncpg.Pool, owner: str) -> list[tuple[AwaitedUnits, int]]:
    """What units an owner waits for, or was offered within a month, with the place in line; the
    latest first."""
    found = await pool.fetch(_OF_OWNER, owner)
    return [(AwaitedUnits(*row[:-1]), row[-1]) for row in map(tuple, found)]


def joined_for_units(new: AwaitedUnits) -> Insert:
    """At the end of the line; refused to who waits for the same variant already."""
    row = (
        new.id, new.owner, new.name, new.product_id, new.variant_id, new.quantity, new.locale,
        new.line_id,
    )  # fmt: skip
    return Insert(UNITS_LINE, (row,))


def moved_to_line(place: AwaitedUnits, line_id: UUID) -> Transition:
    """It stands in the line of another variant from now on, by when it came."""
    also = (("line_id", line_id),)
    return Transition(LINE_STATES, place.id, ("waiting",), "waiting", also)


def units_offered(place: AwaitedUnits, fact: UnitsOffered) -> tuple[Rider, ...]:
    """They are held for who waits there."""
    return held_for_place(place.id, fact.order_id), tell(fact, place.id)


def taken_off(place: AwaitedUnits, why: str | None = None) -> tuple[Rider, ...]:
    """Who waits there does so no more, and is told."""
    fact = WaitEnded(place.owner, place.product_id, place.variant_id, place.name, why, place.locale)
    return left_line(place.id, why), tell(fact, place.id)
