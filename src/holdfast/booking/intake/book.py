"""Answers as they are kept, and the writing of them: with a booking, or later."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.intake.answering import Answer
from holdfast.booking.intake.question import QuestionKind
from holdfast.booking.intake.tables import INTAKE_ANSWERS
from holdfast.ledger import Insert, Rider

OPEN_SQL: Final = """
(SELECT count(DISTINCT q.asked ->> 'id')
 FROM services s, jsonb_array_elements(coalesce(s.terms -> 'questions', '[]')) AS q(asked)
 WHERE s.id IN (SELECT b.service_id UNION
                SELECT CAST(p.part ->> 'id' AS uuid) FROM jsonb_array_elements(b.parts) AS p(part)
                WHERE p.part ->> 'kind' = 'service')
   AND NOT EXISTS (SELECT FROM intake_answers a WHERE a.booking_id = b.id
                   AND a.question_id = CAST(q.asked ->> 'id' AS uuid)))
"""
"""How many questions of the booking ``b`` nobody has answered, of those its services ask now."""
_COUNTS: Final = f"""
SELECT b.id, {OPEN_SQL}, (SELECT count(*) FROM intake_answers a WHERE a.booking_id = b.id)
FROM bookings b WHERE b.id = ANY($1::uuid[])
"""
_OF_BOOKING: Final = """
SELECT question_id, kind, asked, language, value, said, answered_by, answered_at
FROM intake_answers WHERE booking_id = $1 ORDER BY answered_at, question_id
"""
# What was answered so before stays, with the wording it was asked in.
_KEEP: Final = sa.text("""
INSERT INTO intake_answers AS kept
    (booking_id, question_id, kind, asked, language, value, said, answered_by)
VALUES (:booking_id, :question_id, :kind, :asked, :language, :value, :said, :by)
ON CONFLICT (booking_id, question_id) DO UPDATE SET
    kind = excluded.kind, asked = excluded.asked, language = excluded.language,
    value = excluded.value, said = excluded.said, answered_by = excluded.answered_by,
    answered_at = clock_timestamp()
WHERE kept.kind <> excluded.kind OR kept.value <> excluded.value
""")
_CLEAR: Final = sa.text(
    "DELETE FROM intake_answers WHERE booking_id = :booking_id AND question_id = ANY(:questions)"
)


class QuestionCounts(Struct, frozen=True):
    """Of one booking: how many questions are open, and how many answers there are."""

    open: int = 0
    answered: int = 0


class KeptAnswer(Struct, frozen=True):
    """As :class:`~holdfast.booking.intake.Answer`, with who gave it and when."""

    question: UUID
    kind: QuestionKind
    asked: str
    language: str
    value: str
    said: str
    answered_by: str
    answered_at: datetime


def answers_given(booking_id: UUID, answers: Sequence[Answer], by: str) -> tuple[Rider, ...]:
    """Those of a booking that is being made."""
    rows = tuple(
        (
            booking_id,
            one.question,
            one.kind,
            one.asked,
            one.language,
            one.value,
            one.said,
            by,
        )
        for one in answers
    )
    return (Insert(INTAKE_ANSWERS, rows),) if rows else ()


async def intake_answers_of(pool: asyncpg.Pool, booking_id: UUID) -> list[KeptAnswer]:
    """In the order in which they were given."""
    return [KeptAnswer(*row) for row in await pool.fetch(_OF_BOOKING, booking_id)]


async def question_counts(pool: asyncpg.Pool, ids: Sequence[UUID]) -> dict[UUID, QuestionCounts]:
    """Of these bookings."""
    return {row[0]: QuestionCounts(row[1], row[2]) for row in await pool.fetch(_COUNTS, ids)}


async def keep_answers(
    connection: AsyncConnection,
    booking_id: UUID,
    answers: Sequence[Answer],
    cleared: Sequence[UUID],
    by: str,
) -> None:
    """Each in the place of the one before; those that are ``cleared`` are gone."""
    if cleared:
        await connection.execute(_CLEAR, {"booking_id": booking_id, "questions": list(cleared)})
    rows = [
        {
            "booking_id": booking_id,
            "question_id": one.question,
            "kind": one.kind,
            "asked": one.asked,
            "language": one.language,
            "value": one.value,
            "said": one.said,
            "by": by,
        }
        for one in sorted(answers, key=lambda one: one.question)
    ]
    if rows:
        await connection.execute(_KEEP, rows)
