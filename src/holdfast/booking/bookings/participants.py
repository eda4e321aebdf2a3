"""Other people of a booking beside who booked it: a couple, a family, a firm's contact. They see it
and hear of it; who moves, cancels and pays it is who booked it, and staff."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.bookings.facts import BookingShared
from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.kit import Problem, new_id
from holdfast.kit.sentences import say

MAX_PARTICIPANTS: Final = 20
"""Of one booking at a time."""
MAX_INVITED: Final = 60
"""Of one booking over all its life, so that nobody mails the world from one."""

_THERE = sa.text("removed_at IS NULL")

booking_participants = sa.Table(
    "booking_participants",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("booking_id", sa.Uuid, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("email", sa.Text, nullable=False, comment="in lower case; none: nobody is mailed"),
    sa.Column("owner", sa.Text, comment="whose account sees it; none: their link alone"),
    sa.Column("added_by", sa.Text, nullable=False),
    written_at("added_at"),
    sa.Column("removed_at", TIME),
    sa.CheckConstraint("email = lower(email)", name="email_lower"),
    sa.Index("ix_booking_participants_booking_id", "booking_id", "id"),
    sa.Index("ix_booking_participants_owner", "owner", "id", postgresql_where=_THERE),
)

_COLUMNS: Final = "id, booking_id, name, email, owner, added_by, added_at"
_OF_BOOKING: Final = f"""
SELECT {_COLUMNS} FROM booking_participants
WHERE booking_id = $1 AND removed_at IS NULL ORDER BY id
"""
_ONE: Final = f"SELECT {_COLUMNS} FROM booking_participants WHERE id = $1 AND removed_at IS NULL"
_OF_OWNER: Final = f"""
SELECT {_COLUMNS} FROM booking_participants
WHERE owner = $1 AND removed_at IS NULL AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3
"""
_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(hashtext('participants/' || :booking))")
_CONFIRMED: Final = sa.text(
    "SELECT confirmed_at IS NOT NULL FROM bookings WHERE id = :booking_id FOR SHARE"
)
_COUNT: Final = sa.text(
    "SELECT count(*) FILTER (WHERE removed_at IS NULL), count(*)"
    " FROM booking_participants WHERE booking_id = :booking_id"
)
_SAME: Final = sa.text(
    f"SELECT {_COLUMNS} FROM booking_participants WHERE booking_id = :booking_id"
    " AND removed_at IS NULL AND (email <> '' AND email = :email OR owner = :owner)"
    " ORDER BY owner = :owner DESC NULLS LAST LIMIT 1"
)
_LINK: Final = sa.text(
    f"UPDATE booking_participants SET owner = :owner WHERE id = :id RETURNING {_COLUMNS}"
)
_ADD: Final = sa.text(
    "INSERT INTO booking_participants (id, booking_id, name, email, owner, added_by)"
    f" VALUES (:id, :booking_id, :name, :email, :owner, :added_by) RETURNING {_COLUMNS}"
)
_REMOVE: Final = sa.text(
    "UPDATE booking_participants SET removed_at = clock_timestamp()"
    f" WHERE id = :id AND booking_id = :booking_id AND removed_at IS NULL RETURNING {_COLUMNS}"
)


class ParticipantNotFound(Problem):
    """Nobody of that id takes part in the booking."""

    status = 404
    code = "participant-not-found"
    title = "No such participant"


class TooManyParticipants(Problem):
    """One booking has so many people beside who booked it, and so many are ever invited to it."""

    status = 409
    code = "too-many-participants"
    title = "Too many people on the booking"


class Participant(Struct, frozen=True):
    """Somebody beside who booked; ``owner``: whose account sees it as well."""

    id: UUID
    booking_id: UUID
    name: str
    email: str
    owner: str | None
    added_by: str
    added_at: datetime

    def fact(self, stood: bool) -> BookingShared:
        """That they take part from now on, in what is confirmed by now or not."""
        return BookingShared(self.booking_id, self.added_by, stood)


class NewParticipant(Struct, frozen=True):
    """Who is to take part."""

    name: str
    email: str
    owner: str | None = None


async def take_part(
    connection: AsyncConnection, booking_id: UUID, who: NewParticipant, added_by: str
) -> tuple[Participant, bool]:
    """Somebody who takes part from now on, and whether they did not before; whose account was not
    known is given ``who``'s. Raises :class:`TooManyParticipants`."""
    await connection.execute(_LOCK, {"booking": str(booking_id)})
    named = {"booking_id": booking_id, "email": who.email.lower(), "owner": who.owner}
    same = (await connection.execute(_SAME, named)).one_or_none()
    if same is not None:
        if same.owner is None and who.owner is not None:
            linked = {"id": same.id, "owner": who.owner}
            same = (await connection.execute(_LINK, linked)).one()
        return Participant(*same), False
    now, ever = (await connection.execute(_COUNT, {"booking_id": booking_id})).one()
    if now >= MAX_PARTICIPANTS:
        raise TooManyParticipants(
            say("A booking has {most} people beside who booked it.", most=MAX_PARTICIPANTS)
        )
    if ever >= MAX_INVITED:
        raise TooManyParticipants(say("{most} people were invited to it.", most=MAX_INVITED))
    values = named | {"id": new_id(), "name": who.name, "added_by": added_by}
    return Participant(*(await connection.execute(_ADD, values)).one()), True


async def is_confirmed(connection: AsyncConnection, booking_id: UUID) -> bool:
    """Until the transaction ends nothing else becomes of it."""
    return bool(await connection.scalar(_CONFIRMED, {"booking_id": booking_id}))


async def take_no_part(
    connection: AsyncConnection, booking_id: UUID, participant_id: UUID
) -> Participant:
    """Their link and account see nothing of it any more. Raises :class:`ParticipantNotFound`."""
    asked = {"id": participant_id, "booking_id": booking_id}
    row = (await connection.execute(_REMOVE, asked)).one_or_none()
    if row is None:
        raise ParticipantNotFound("They take no part in this booking.")
    return Participant(*row)


async def participants_of(pool: asyncpg.Pool, booking_id: UUID) -> Sequence[Participant]:
    """Who takes part, in the order they were added."""
    return [Participant(*row) for row in await pool.fetch(_OF_BOOKING, booking_id)]


async def participant(pool: asyncpg.Pool, participant_id: UUID) -> Participant | None:
    row = await pool.fetchrow(_ONE, participant_id)
    return None if row is None else Participant(*row)


async def parts_taken_by(
    pool: asyncpg.Pool, owner: str, before: UUID | None, limit: int
) -> list[Participant]:
    """In which bookings an account takes part, the latest first."""
    return [Participant(*row) for row in await pool.fetch(_OF_OWNER, owner, before, limit)]
