"""Notes on a client, and what is to be done for them until when."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.clients.tables import client_notes, client_tasks
from holdfast.kit.ids import new_id

MOST_NOTES: Final = 500
"""Of one client."""
MOST_TASKS: Final = 200
"""Of one client, done or not."""

_NOTE: Final = tuple(
    client_notes.c[name] for name in ("id", "client_id", "text", "made_by", "made_at")
)
_TASK: Final = tuple(
    client_tasks.c[name]
    for name in ("id", "client_id", "title", "due_on", "made_by", "made_at", "done_at", "done_by")
)


class Note(Struct, frozen=True):
    """What somebody of staff wrote down."""

    id: UUID
    client_id: UUID
    text: str
    made_by: str
    made_at: datetime


class Task(Struct, frozen=True):
    """To be done by the end of ``due_on``."""

    id: UUID
    client_id: UUID
    title: str
    due_on: date
    made_by: str
    made_at: datetime
    done_at: datetime | None = None
    done_by: str | None = None


async def add_note(
    connection: AsyncConnection, client: UUID, text: str, by: str, key: tuple[str, bytes] | None
) -> tuple[UUID, bytes | None]:
    """The note's id; of one that the key's request had made, with its body's digest."""
    return await _added(connection, client_notes, {"client_id": client, "text": text}, by, key)


async def add_task(
    connection: AsyncConnection,
    client: UUID,
    title: str,
    due_on: date,
    by: str,
    key: tuple[str, bytes] | None,
) -> tuple[UUID, bytes | None]:
    """The task's id, as of a note."""
    row = {"client_id": client, "title": title, "due_on": due_on}
    return await _added(connection, client_tasks, row, by, key)


async def _added(
    connection: AsyncConnection,
    table: sa.Table,
    row: dict[str, Any],
    by: str,
    key: tuple[str, bytes] | None,
) -> tuple[UUID, bytes | None]:
    text, digest = key or (None, None)
    adding = pg.insert(table).values(id=new_id(), made_by=by, key=text, digest=digest, **row)
    adding = adding.on_conflict_do_nothing(index_elements=["key"])
    made = (await connection.execute(adding.returning(table.c.id))).scalar()
    if made is not None:
        return made, None
    found = sa.select(table.c.id, table.c.digest).where(table.c.key == text)
    before = (await connection.execute(found)).one()
    return before.id, before.digest


async def notes_of(connection: AsyncConnection, client: UUID) -> list[Note]:
    """The newest first."""
    query = sa.select(*_NOTE).where(client_notes.c.client_id == client)
    rows = await connection.execute(query.order_by(client_notes.c.id.desc()).limit(MOST_NOTES))
    return [Note(*row) for row in rows]


async def note_of(connection: AsyncConnection, note_id: UUID) -> Note | None:
    query = sa.select(*_NOTE).where(client_notes.c.id == note_id).with_for_update()
    row = (await connection.execute(query)).first()
    return None if row is None else Note(*row)


async def drop_note(connection: AsyncConnection, note_id: UUID) -> None:
    await connection.execute(sa.delete(client_notes).where(client_notes.c.id == note_id))


async def count_notes(connection: AsyncConnection, client: UUID) -> int:
    query = sa.select(sa.func.count()).where(client_notes.c.client_id == client)
    return int((await connection.execute(query)).scalar_one())


async def count_tasks(connection: AsyncConnection, client: UUID) -> int:
    query = sa.select(sa.func.count()).where(client_tasks.c.client_id == client)
    return int((await connection.execute(query)).scalar_one())


async def tasks_of(connection: AsyncConnection, client: UUID) -> list[Task]:
    """What is to be done first, the soonest due first; then what is done."""
    query = sa.select(*_TASK).where(client_tasks.c.client_id == client)
    order = (client_tasks.c.done_at.desc().nulls_first(), client_tasks.c.due_on, client_tasks.c.id)
    rows = await connection.execute(query.order_by(*order).limit(MOST_TASKS))
    return [Task(*row) for row in rows]


async def tasks_due(
    connection: AsyncConnection, after: tuple[date, UUID] | None, limit: int
) -> Sequence[Task]:
    """Of all clients, what is not done: by when it is due."""
    query = sa.select(*_TASK).where(client_tasks.c.done_at.is_(None))
    place = sa.tuple_(client_tasks.c.due_on, client_tasks.c.id)
    if after is not None:
        query = query.where(place > sa.tuple_(*after))
    rows = await connection.execute(
        query.order_by(client_tasks.c.due_on, client_tasks.c.id).limit(limit)
    )
    return [Task(*row) for row in rows]


async def task_of(connection: AsyncConnection, task_id: UUID) -> Task | None:
    """Nobody else changes it before the transaction ends."""
    query = sa.select(*_TASK).where(client_tasks.c.id == task_id).with_for_update()
    row = (await connection.execute(query)).first()
    return None if row is None else Task(*row)


async def end_task(connection: AsyncConnection, task_id: UUID, by: str | None) -> None:
    """Done by somebody; None: to be done again."""
    done_at = None if by is None else sa.func.clock_timestamp()
    query = sa.update(client_tasks).where(client_tasks.c.id == task_id)
    await connection.execute(query.values(done_at=done_at, done_by=by))
