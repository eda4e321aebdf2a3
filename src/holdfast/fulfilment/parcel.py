"""A parcel as a value, and the reads of it."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct
from msgspec.structs import replace

from holdfast.fulfilment.carrier import MAX_STEPS, CarrierStep, end_is
from holdfast.kit.errors import Problem

ParcelStatus: TypeAlias = Literal[
    "waiting", "picking", "shipped", "delivered", "failed", "cancelled"
]
LabelState: TypeAlias = Literal["asked", "ready", "refused", "ending"]
_COLUMNS: Final = (
    "id, order_id, number, status, link, carrier, tracking, note, made_at, picked_at, shipped_at,"
    " delivered_at, ended_at, location_id, service, label, label_key, reference, label_note,"
    " heard_at, ask_at"
)
_OF_ORDERS: Final = f"""
SELECT {_COLUMNS} FROM parcels WHERE order_id = ANY($1::uuid[]) ORDER BY order_id, number
"""
_BY_LINK: Final = f"SELECT {_COLUMNS} FROM parcels WHERE link = $1"
_BY_ID: Final = f"SELECT {_COLUMNS} FROM parcels WHERE id = $1"
_BY_REFERENCE: Final = f"SELECT {_COLUMNS} FROM parcels WHERE service = $1 AND reference = $2"
_STEPS: Final = """
SELECT parcel_id, step, code, at, place FROM parcel_steps
WHERE parcel_id = ANY($1::uuid[]) ORDER BY parcel_id, at, step
"""
_NOTE_STEPS: Final = """
WITH noted AS (
    INSERT INTO parcel_steps (parcel_id, step, code, at, place)
    SELECT $1, * FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::text[])
    ON CONFLICT DO NOTHING RETURNING step)
UPDATE parcels SET heard_at = now(), ask_at = now() + $6::interval
WHERE id = $1 AND heard_at IS NOT NULL AND EXISTS (SELECT FROM noted)
"""
_LINES: Final = """
SELECT parcel_id, line, quantity FROM parcel_lines
WHERE parcel_id = ANY($1::uuid[]) AND quantity > 0 ORDER BY parcel_id, line
"""


_OWN: Final = 14
"""Of the columns, those of the parcel itself; the rest are its label's."""


class ParcelNotFound(Problem):
    """The order has no such parcel, or nobody has this link."""

    status = 404
    code = "parcel-not-found"
    title = "No such parcel"


class Label(Struct, frozen=True):
    """A label that was asked of the carrier ``service`` under ``key``. ``ready``: the carrier
    expects the parcel by its ``reference``; ``ending``: it is being called off. ``note`` is why it
    refused the one or the other. ``silent_since``: its carrier, however often it was asked, says
    nothing new since then."""

    service: str
    state: LabelState
    key: UUID
    reference: str | None = None
    note: str | None = None
    silent_since: datetime | None = None

    @property
    def is_asked(self) -> bool:
        return self.state == "asked"

    @property
    def is_ready(self) -> bool:
        return self.state == "ready"

    @property
    def stands(self) -> bool:
        """Whether the carrier expects the parcel, or may."""
        return self.state != "refused"


class Parcel(Struct, frozen=True):
    """``lines`` is how many units of each line of the order are in it; ``number`` its place in the
    order, from 1. ``ended_at``: it did not arrive, for what ``note`` says, or was taken apart.
    ``location_id``: where all of it lies, if that was said."""

    id: UUID
    order_id: UUID
    number: int
    status: ParcelStatus
    link: str
    carrier: str | None = None
    tracking: str | None = None
    note: str | None = None
    made_at: datetime | None = None
    picked_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    ended_at: datetime | None = None
    location_id: UUID | None = None
    label: Label | None = None
    lines: Mapping[int, int] = {}
    steps: tuple[CarrierStep, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether its units go, or went, to the buyer by it."""
        return self.status not in ("failed", "cancelled")

    @property
    def has_left(self) -> bool:
        """On its way, or there."""
        return self.status in ("shipped", "delivered")

    @property
    def is_delivered(self) -> bool:
        return self.status == "delivered"

    @property
    def is_waiting(self) -> bool:
        """Nothing of it is picked."""
        return self.status == "waiting"

    @property
    def is_picked(self) -> bool:
        """Being packed: it has not left."""
        return self.status == "picking"

    @property
    def is_on_its_way(self) -> bool:
        return self.status == "shipped"

    @property
    def is_under_way(self) -> bool:
        """Something is still to happen to it."""
        return self.status in ("waiting", "picking", "shipped")

    @property
    def ended_otherwise(self) -> bool:
        """Whether its carrier says that it ended otherwise than stands here."""
        if self.status == "failed":
            return end_is(self.steps, delivered=True)
        return self.is_delivered and end_is(self.steps, delivered=False)

    @property
    def was_picked(self) -> bool:
        """Its units were taken from the shelf, and not put back."""
        return self.status not in ("waiting", "cancelled")


def parcels_key(order_id: UUID) -> str:
    """The account that counts the steps of all parcels of an order: who read them names how many
    there had been, so of two steps at once one reads again."""
    return f"parcels/{order_id}"


def new_link() -> str:
    """A hundred and twenty-eight bits."""
    return secrets.token_urlsafe(16)


async def parcels_of(
    pool: asyncpg.Pool, order_ids: Sequence[UUID]
) -> dict[UUID, tuple[Parcel, ...]]:
    """The parcels of these orders, by their number."""
    rows = await pool.fetch(_OF_ORDERS, order_ids)
    found: dict[UUID, list[Parcel]] = {order_id: [] for order_id in order_ids}
    for parcel in await _filled(pool, rows):
        found[parcel.order_id].append(parcel)
    return {order_id: tuple(parcels) for order_id, parcels in found.items()}


async def parcel_by_link(pool: asyncpg.Pool, link: str) -> Parcel:
    """Raises :class:`ParcelNotFound`."""
    for parcel in await _filled(pool, await pool.fetch(_BY_LINK, link)):
        return parcel
    raise ParcelNotFound("No parcel has this address. Check that it was copied whole.")


async def parcel_of_id(pool: asyncpg.Pool, parcel_id: UUID) -> Parcel | None:
    """The parcel, if there is one."""
    found = await _filled(pool, await pool.fetch(_BY_ID, parcel_id))
    return found[0] if found else None


async def parcel_of_reference(pool: asyncpg.Pool, service: str, reference: str) -> Parcel | None:
    """The parcel that a carrier knows by this."""
    found = await _filled(pool, await pool.fetch(_BY_REFERENCE, service, reference))
    return found[0] if found else None


async def note_steps(
    pool: asyncpg.Pool, parcel_id: UUID, steps: Sequence[CarrierStep], quiet: timedelta
) -> None:
    """Keep what its carrier says of it, each step once. With a new one it is not silent: it is
    asked again after ``quiet``."""
    kept = steps[-MAX_STEPS:]
    columns = zip(*((one.id, one.code, one.at, one.place) for one in kept), strict=True)
    if kept:
        await pool.execute(_NOTE_STEPS, parcel_id, *map(list, columns), quiet)


async def _filled(pool: asyncpg.Pool, rows: Sequence[asyncpg.Record]) -> list[Parcel]:
    if not rows:
        return []
    lines: dict[UUID, dict[int, int]] = {row["id"]: {} for row in rows}
    for parcel_id, line, quantity in await pool.fetch(_LINES, list(lines)):
        lines[parcel_id][line] = quantity
    steps: dict[UUID, tuple[CarrierStep, ...]] = {}
    sent = [row["id"] for row in rows if row["reference"] is not None]
    for parcel_id, *step in await pool.fetch(_STEPS, sent) if sent else ():
        steps[parcel_id] = (*steps.get(parcel_id, ()), CarrierStep(*step))
    return [
        replace(
            Parcel(*tuple(row)[:_OWN]),
            label=_label(row),
            lines=lines[row["id"]],
            steps=steps.get(row["id"], ()),
        )
        for row in rows
    ]


def _label(row: asyncpg.Record) -> Label | None:
    service, state, key, reference, note, heard_at, ask_at = tuple(row)[_OWN:]
    silent_since = heard_at if ask_at is None else None
    return None if state is None else Label(service, state, key, reference, note, silent_since)
