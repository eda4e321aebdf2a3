"""The line: who waits for a time, or for units of a variant (``units.py``), in the order they came.
When it comes free the first of them is offered it: held, with a deadline, before anybody else sees
it.

For a time, ``plans`` is what each of them would take, as ``flows/ending/firsts`` reads it;
``resources`` are all that occur in it. Whether an offer was taken or its time passed, its order
says.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.events import Fact
from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.kit.errors import Problem
from holdfast.kit.sentences import say
from holdfast.ledger import NOW, Rider, StateTable, Transition, tell
from holdfast.waiting.along import Along, along_text, read_along

Place: TypeAlias = Literal["waiting", "offered", "left"]
_NOBODY: Final = UUID(int=0)
MOST_IN_LINE: Final = 20
"""Times that one owner waits for, or is offered, at once."""

waiting_line = sa.Table(
    "waiting_line",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True, comment="in the order they came"),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("service_id", sa.Uuid),
    sa.Column("service_name", sa.Text, nullable=False, comment="or the product's"),
    sa.Column("starts_at", TIME),
    sa.Column("ends_at", TIME),
    sa.Column("people", sa.Integer, nullable=False, server_default="1"),
    sa.Column("resources", pg.ARRAY(sa.Uuid), nullable=False, server_default="{}"),
    sa.Column("plans", pg.JSONB, nullable=False, server_default="[]"),
    sa.Column("status", sa.Text, nullable=False, server_default="waiting"),
    sa.Column("order_id", sa.Uuid, comment="that holds it, once it is offered"),
    written_at("joined_at"),
    sa.Column("ended_at", TIME, comment="offered, or left"),
    sa.Column("product_id", sa.Uuid),
    sa.Column("variant_id", sa.Uuid),
    sa.Column("quantity", sa.BigInteger),
    sa.Column("locale", sa.Text),
    sa.Column("why", sa.Text, comment="somebody else took them off it"),
    sa.Column("line_id", sa.Uuid, comment="the variant they stand in line for, maybe a part of it"),
    sa.Column(
        "added",
        sa.Text,
        nullable=False,
        server_default="",
        comment="to the service: extras, further services",
    ),
    sa.Column(
        "beside",
        pg.JSONB,
        nullable=False,
        server_default="[]",
        comment="goods that go along with a time",
    ),
    sa.Column(
        "missing",
        pg.JSONB,
        nullable=False,
        server_default="[]",
        comment="of these, what was not there when it was offered",
    ),
    sa.CheckConstraint("status IN ('waiting', 'offered', 'left')", name="status"),
    sa.CheckConstraint("ends_at > starts_at", name="ends_at"),
    sa.CheckConstraint(
        "(variant_id IS NULL) = (product_id IS NULL) AND (variant_id IS NULL) = (quantity IS NULL)"
        " AND (variant_id IS NULL) = (line_id IS NULL)"
        " AND (variant_id IS NULL) = (service_id IS NOT NULL)"
        " AND (variant_id IS NULL) = (starts_at IS NOT NULL)"
        " AND (variant_id IS NULL) = (ends_at IS NOT NULL)",
        name="wanted",
    ),
    sa.Index(
        "ix_waiting_line_first",
        "starts_at",
        "id",
        postgresql_where=sa.text("status = 'waiting'"),
    ),
    sa.Index("ix_waiting_line_owner", "owner", "id"),
    sa.Index(
        "ix_waiting_line_units",
        "line_id",
        "id",
        postgresql_where=sa.text("status = 'waiting' AND line_id IS NOT NULL"),
    ),
    sa.Index(
        "uq_waiting_line_variant",
        "owner",
        "variant_id",
        unique=True,
        postgresql_where=sa.text("status = 'waiting' AND variant_id IS NOT NULL"),
    ),
)
LINE_STATES: Final = StateTable(
    "waiting_line",
    "id",
    "status",
    {
        "order_id": "uuid",
        "ended_at": "timestamptz",
        "why": "text",
        "line_id": "uuid",
        "missing": "jsonb",
    },
    {"waiting": ("offered", "left"), "offered": (), "left": ()},
)


class TooManyInLine(Problem):
    """One waits for as many times as one may."""

    status = 409
    code = "too-many-in-line"
    title = "You are waiting for too much"


class NotInLine(Problem):
    """One does not wait for this, or does no more."""

    status = 404
    code = "not-in-line"
    title = "You are not waiting for this"


class TimeOffered(Fact, frozen=True):
    """What somebody waited for came free and is held for them by the order."""

    TYPE = "waiting.offered"
    SUBJECT = "waiting place id"
    user: str
    order_id: UUID
    service: str
    starts_at: datetime


class TimeWaitEnded(Fact, frozen=True):
    """Staff took somebody off the line for a time. ``startsAt`` is when it is, ``zone`` that of
    its place."""

    TYPE = "waiting.time-ended"
    SUBJECT = "waiting place id"
    user: str
    service: str
    starts_at: datetime
    zone: str
    why: str
    locale: str | None = None


class InLine(Struct, frozen=True):
    """One who waits, or did. ``added``: what makes a visit of the service; ``missing``: of the
    goods that were to go along, what was not there when it was offered."""

    id: UUID
    owner: str
    service_id: UUID
    service_name: str
    starts_at: datetime
    ends_at: datetime
    people: int
    resources: Sequence[UUID]
    plans_text: str
    status: Place
    order_id: UUID | None
    joined_at: datetime
    locale: str | None = None
    added: str = ""
    beside_text: str = "[]"
    missing_text: str = "[]"

    @property
    def beside(self) -> tuple[Along, ...]:
        """Goods that go along."""
        return read_along(self.beside_text)

    @property
    def missing(self) -> tuple[Along, ...]:
        """Of these, what the offer came without."""
        return read_along(self.missing_text)

    @property
    def waits(self) -> bool:
        """Whether it was not offered, and not left."""
        return self.status == "waiting"


_COLUMNS: Final = (
    "w.id, w.owner, w.service_id, w.service_name, w.starts_at, w.ends_at, w.people, w.resources,"
    " w.plans::text, w.status, w.order_id, w.joined_at, w.locale, w.added, w.beside::text,"
    " w.missing::text"
)
_FIRST: Final = f"""
SELECT {_COLUMNS} FROM waiting_line w
WHERE w.status = 'waiting' AND w.starts_at < $2 AND w.starts_at > $4 AND w.ends_at > $1
  AND w.resources && $3::uuid[]
ORDER BY w.id LIMIT $5
"""
_ANY: Final = f"""
SELECT {_COLUMNS} FROM waiting_line w
WHERE w.status = 'waiting' AND w.starts_at > $1 AND w.id > $3 ORDER BY w.id LIMIT $2
"""
_BY_ID: Final = f"""
SELECT {_COLUMNS} FROM waiting_line w WHERE w.id = $1 AND w.service_id IS NOT NULL
"""
_PLANNED: Final = """
UPDATE waiting_line SET plans = $2::jsonb WHERE id = $1 AND status = 'waiting'
"""
_OF_OWNER: Final = f"""
SELECT {_COLUMNS}, (
    SELECT count(*) FROM waiting_line o
    WHERE o.status = 'waiting' AND o.id < w.id AND o.starts_at < w.ends_at
      AND o.ends_at > w.starts_at AND o.resources && w.resources) + 1
FROM waiting_line w
WHERE w.owner = $1 AND w.status <> 'left' AND w.ends_at > $2 ORDER BY w.id LIMIT 100
"""
_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(hashtext('waiting-line/' || :owner))")
_COUNT: Final = sa.text(
    "SELECT count(*) FROM waiting_line w LEFT JOIN orders o ON o.id = w.order_id"
    " WHERE w.owner = :owner AND w.starts_at > now()"
    " AND (w.status = 'waiting' OR w.status = 'offered' AND o.status = 'pending')"
)
_SAME: Final = sa.text(
    "SELECT id FROM waiting_line WHERE owner = :owner AND status = 'waiting'"
    " AND service_id = :service_id AND starts_at = :starts_at AND ends_at = :ends_at"
    " AND added = :added"
)
_CHANGED: Final = sa.text(
    "UPDATE waiting_line SET people = :people, resources = :resources,"
    " plans = CAST(:plans AS jsonb), beside = CAST(:beside AS jsonb), locale = :locale"
    " WHERE id = :id AND status = 'waiting'"
)
_JOINED: Final = sa.text(
    "INSERT INTO waiting_line (id, owner, service_id, service_name, starts_at, ends_at,"
    " people, resources, plans, locale, added, beside) VALUES (:id, :owner, :service_id,"
    " :service_name, :starts_at, :ends_at, :people, :resources, CAST(:plans AS jsonb), :locale,"
    " :added, CAST(:beside AS jsonb))"
)


async def join_line(connection: AsyncConnection, new: InLine) -> UUID:
    """At its end; who waits for the same has that place, and waits from there for as many people
    and with the goods that are asked for now. Raises :class:`TooManyInLine`."""
    await connection.execute(_LOCK, {"owner": new.owner})
    row = {
        "owner": new.owner,
        "service_id": new.service_id,
        "service_name": new.service_name,
        "starts_at": new.starts_at,
        "ends_at": new.ends_at,
        "people": new.people,
        "resources": list(new.resources),
        "plans": new.plans_text,
        "locale": new.locale,
        "added": new.added,
        "beside": new.beside_text,
    }
    had: UUID | None = await connection.scalar(_SAME, row)
    if had is not None:
        await connection.execute(_CHANGED, row | {"id": had})
        return had
    if (await connection.scalar(_COUNT, {"owner": new.owner}) or 0) >= MOST_IN_LINE:
        raise TooManyInLine(
            say("You wait for {most} times. Stop waiting for one of them.", most=MOST_IN_LINE)
        )
    await connection.execute(_JOINED, row | {"id": new.id})
    return new.id


async def first_in_line(
    pool: asyncpg.Pool,
    start: datetime,
    end: datetime,
    resources: Sequence[UUID],
    now: datetime,
    most: int,
) -> list[InLine]:
    """Who waits for any of these in that span, the first first."""
    rows = await pool.fetch(_FIRST, start, end, resources, now, most)
    return [InLine(*row) for row in rows]


async def all_in_line(
    pool: asyncpg.Pool, now: datetime, most: int, after: UUID = _NOBODY
) -> list[InLine]:
    """Who waits for a time to come, the first first; at most so many, of those ``after`` that
    place."""
    return [InLine(*row) for row in await pool.fetch(_ANY, now, most, after)]


async def place_for_time(pool: asyncpg.Pool, place_id: UUID) -> InLine | None:
    """A place in such a line, whatever became of it."""
    row = await pool.fetchrow(_BY_ID, place_id)
    return None if row is None else InLine(*row)


async def places_of(pool: asyncpg.Pool, owner: str, now: datetime) -> list[tuple[InLine, int]]:
    """What an owner waits for or was offered, with the place in line."""
    found = await pool.fetch(_OF_OWNER, owner, now)
    return [(InLine(*row[:-1]), row[-1]) for row in map(tuple, found)]


def offered(place: InLine, order_id: UUID, missing: Sequence[Along] = ()) -> tuple[Rider, ...]:
    """It is held for who waits there, without what is ``missing`` of the goods along."""
    fact = TimeOffered(place.owner, order_id, place.service_name, place.starts_at)
    return held_for_place(place.id, order_id, missing), tell(fact, place.id)


def held_for_place(place_id: UUID, order_id: UUID, missing: Sequence[Along] = ()) -> Transition:
    """What they wait for there, the order holds."""
    also: tuple[tuple[str, object], ...] = (("order_id", order_id), ("ended_at", NOW))
    if missing:
        also = (*also, ("missing", along_text(missing)))
    return Transition(LINE_STATES, place_id, ("waiting",), "offered", also)


def left_line(place_id: UUID, why: str | None = None) -> Transition:
    """Who waited there does so no more; ``why``, if others say so."""
    also: tuple[tuple[str, object], ...] = (("ended_at", NOW),)
    if why is not None:
        also = (*also, ("why", why))
    return Transition(LINE_STATES, place_id, ("waiting",), "left", also)


def taken_off_time(place: InLine, zone: str, why: str) -> tuple[Rider, ...]:
    """Who waits there does so no more, and is told why."""
    fact = TimeWaitEnded(place.owner, place.service_name, place.starts_at, zone, why, place.locale)
    return left_line(place.id, why), tell(fact, place.id)


async def planned_anew(pool: asyncpg.Pool, place_id: UUID, plans: str) -> None:
    """What they would take is planned by the hours of now."""
    await pool.execute(_PLANNED, place_id, plans)
