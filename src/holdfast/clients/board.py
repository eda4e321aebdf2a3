"""What clients ask for, on a board: from the first word to the pictures delivered."""

from datetime import date, datetime
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.clients.tables import client_requests as table
from holdfast.kit.ids import new_id

Stage: TypeAlias = Literal["new", "offered", "booked", "shot", "delivered"]

MOST_ON_BOARD: Final = 500
_MOST_OF_CLIENT: Final = 100

_FIELDS: Final = (
    "id", "client_id", "title", "note", "wanted_on", "stage", "place", "revision", "made_by",
    "made_at", "moved_at", "away_at",
)  # fmt: skip
_COLUMNS: Final = tuple(table.c[name] for name in _FIELDS)
# Whoever places one card moves others: one at a time.
_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(hashtext('holdfast client requests'))")
_PLACE: Final = sa.text("""
UPDATE client_requests r SET place = wanted.place
FROM (SELECT id, row_number() OVER (
          ORDER BY place, id = CAST(:moved AS uuid) DESC, id) AS place
      FROM client_requests WHERE stage = :stage AND away_at IS NULL) AS wanted
WHERE r.id = wanted.id AND r.place <> wanted.place
""")
_LAST: Final = 2**31 - 1


class RequestTerms(Struct, frozen=True, kw_only=True):
    """What is asked for."""

    title: str
    note: str = ""
    wanted_on: date | None = None


class ClientRequest(RequestTerms, frozen=True, kw_only=True):
    """As it stands; ``place``: from the top of its stage."""

    id: UUID
    client_id: UUID
    stage: Stage
    place: int
    revision: int
    made_by: str
    made_at: datetime
    moved_at: datetime
    away_at: datetime | None = None

    @property
    def said(self) -> dict[str, object]:
        """As the audit log tells it."""
        return {"title": self.title, "note": self.note, "stage": self.stage}


async def requests_on_board(connection: AsyncConnection) -> list[ClientRequest]:
    """All that is on it, by stage and place."""
    query = sa.select(*_COLUMNS).where(table.c.away_at.is_(None))
    rows = await connection.execute(
        query.order_by(table.c.stage, table.c.place, table.c.id).limit(MOST_ON_BOARD)
    )
    return [_request(row) for row in rows]


async def requests_of(connection: AsyncConnection, client: UUID) -> list[ClientRequest]:
    """A client's, the newest first; those that left the board too."""
    query = sa.select(*_COLUMNS).where(table.c.client_id == client)
    rows = await connection.execute(query.order_by(table.c.id.desc()).limit(_MOST_OF_CLIENT))
    return [_request(row) for row in rows]


async def lock_board(connection: AsyncConnection) -> None:
    """Nobody else changes it before the transaction ends."""
    await connection.execute(_LOCK)


async def count_board(connection: AsyncConnection) -> int:
    query = sa.select(sa.func.count()).where(table.c.away_at.is_(None))
    return int((await connection.execute(query)).scalar_one())


async def request_of(connection: AsyncConnection, request_id: UUID) -> ClientRequest | None:
    row = (await connection.execute(sa.select(*_COLUMNS).where(table.c.id == request_id))).first()
    return None if row is None else _request(row)


async def add_request(
    connection: AsyncConnection,
    client: UUID,
    terms: RequestTerms,
    by: str,
    key: tuple[str, bytes] | None,
) -> tuple[UUID, bytes | None]:
    """At the top of what is new; of one that the key's request had made, its body's digest too."""
    text, digest = key or (None, None)
    row = {
        "id": new_id(), "client_id": client, "title": terms.title, "note": terms.note,
        "wanted_on": terms.wanted_on, "place": 0, "made_by": by, "key": text, "digest": digest,
    }  # fmt: skip
    adding = pg.insert(table).values(**row).on_conflict_do_nothing(index_elements=["key"])
    made = (await connection.execute(adding.returning(table.c.id))).scalar()
    if made is None:
        found = sa.select(table.c.id, table.c.digest).where(table.c.key == text)
        before = (await connection.execute(found)).one()
        return before.id, before.digest
    await connection.execute(_PLACE, {"moved": made, "stage": "new"})
    return made, None


async def change_request(
    connection: AsyncConnection, before: ClientRequest, terms: RequestTerms
) -> None:
    query = sa.update(table).where(table.c.id == before.id)
    values = {"title": terms.title, "note": terms.note, "wanted_on": terms.wanted_on}
    await connection.execute(query.values(**values, revision=before.revision + 1))


async def place_request(
    connection: AsyncConnection, before: ClientRequest, stage: Stage, place: int | None
) -> None:
    """At this place of the stage, from 1 (None: the last); the others make room."""
    at = _LAST if place is None else place
    if stage == before.stage and place is not None and place > before.place:
        at = place + 1  # it leaves a gap above
    moved_at = before.moved_at if stage == before.stage else sa.func.clock_timestamp()
    query = sa.update(table).where(table.c.id == before.id)
    await connection.execute(
        query.values(stage=stage, place=at, moved_at=moved_at, revision=before.revision + 1)
    )
    for one in {stage, before.stage}:
        await connection.execute(_PLACE, {"moved": before.id, "stage": one})


async def put_away(connection: AsyncConnection, before: ClientRequest) -> None:
    """It leaves the board, and stays in its client's history."""
    query = sa.update(table).where(table.c.id == before.id)
    now = sa.func.clock_timestamp()
    await connection.execute(query.values(away_at=now, revision=before.revision + 1))
    await connection.execute(_PLACE, {"moved": before.id, "stage": before.stage})


def _request(row: Any) -> ClientRequest:
    return ClientRequest(**dict(row._mapping))
