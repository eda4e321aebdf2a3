"""What a person is asked: a booking was moved or deleted elsewhere, and the shop does not do so by
itself. One question a booking is open at a time, the latest; and only as long as the booking stands
and takes whose calendar it was moved in: nobody else's session is theirs to decide."""

from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.errors import Problem
from holdfast.kit.ids import new_id

QuestionKind: TypeAlias = Literal["moved", "deleted"]
Reply: TypeAlias = Literal["keep", "move", "cancel"]

MOST_QUESTIONS: Final = 200

_COLUMNS: Final = (
    "q.id, q.calendar_id, q.resource_id, q.booking_id, q.kind, q.starts_at, q.ends_at, q.why,"
    " q.status, q.asked_at"
)
_ASK: Final = sa.text("""
INSERT INTO outside_questions AS q
    (id, calendar_id, resource_id, booking_id, kind, starts_at, ends_at, why)
VALUES (:id, :calendar_id, :resource_id, :booking_id, :kind, :starts_at, :ends_at, :why)
ON CONFLICT (booking_id) WHERE status = 'open' DO UPDATE SET
    calendar_id = excluded.calendar_id, resource_id = excluded.resource_id, kind = excluded.kind,
    starts_at = excluded.starts_at, ends_at = excluded.ends_at, why = excluded.why,
    asked_at = now()
WHERE (q.kind, q.starts_at, q.ends_at, q.why)
    IS DISTINCT FROM (excluded.kind, excluded.starts_at, excluded.ends_at, excluded.why)
RETURNING id
""")
_THEIRS: Final = f"""
SELECT {_COLUMNS}, b.number, b.service_name, b.starts_at, b.ends_at
FROM outside_questions q JOIN bookings b ON b.id = q.booking_id
JOIN booking_resources t
  ON t.booking_id = b.id AND t.move = b.moves AND t.resource_id = q.resource_id
WHERE b.status IN ('confirmed', 'in_progress')
"""
_OPEN: Final = (
    f"{_THEIRS} AND q.resource_id = $1 AND q.status = 'open' ORDER BY q.asked_at LIMIT $2"
)
_ONE: Final = f"{_THEIRS} AND q.id = $1"
_ANSWERED: Final = sa.text("""
UPDATE outside_questions SET status = :reply, answered_at = now(), answered_by = :by
WHERE id = :id AND status = 'open' RETURNING id
""")


class QuestionNotFound(Problem):
    """No such question is open."""

    status = 404
    code = "question-not-found"
    title = "No such question"


class Question(Struct, frozen=True):
    """``begins`` and ``ends`` are the booking's own; ``starts_at`` is where it was dragged to."""

    id: UUID
    calendar_id: UUID
    resource_id: UUID
    booking_id: UUID
    kind: QuestionKind
    starts_at: datetime | None
    ends_at: datetime | None
    why: str
    status: str
    asked_at: datetime
    number: str
    service_name: str
    begins: datetime
    ends: datetime

    @property
    def is_open(self) -> bool:
        return self.status == "open"


async def ask_question(
    connection: AsyncConnection,
    calendar_id: UUID,
    resource_id: UUID,
    booking_id: UUID,
    kind: QuestionKind,
    to: tuple[datetime, datetime] | None,
    why: str,
) -> bool:
    """Whether that is not asked already."""
    starts_at, ends_at = to or (None, None)
    row = await connection.execute(
        _ASK,
        {
            "id": new_id(), "calendar_id": calendar_id, "resource_id": resource_id,
            "booking_id": booking_id, "kind": kind, "starts_at": starts_at, "ends_at": ends_at,
            "why": why,
        },
    )  # fmt: skip
    return row.first() is not None


async def open_questions(pool: asyncpg.Pool, resource_id: UUID) -> list[Question]:
    """The oldest first; not of bookings that are off, or somebody else's by now."""
    return [Question(*row) for row in await pool.fetch(_OPEN, resource_id, MOST_QUESTIONS)]


async def question_of(pool: asyncpg.Pool, question_id: UUID) -> Question | None:
    """Nothing, if its booking is off, or somebody else's by now."""
    row = await pool.fetchrow(_ONE, question_id)
    return None if row is None else Question(*row)


async def question_answered(
    connection: AsyncConnection, question_id: UUID, reply: Reply, by: str
) -> bool:
    """Whether it was open."""
    row = await connection.execute(_ANSWERED, {"id": question_id, "reply": reply, "by": by})
    return row.first() is not None
