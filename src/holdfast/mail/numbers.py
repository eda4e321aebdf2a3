"""Numbers of telephones: whose each is, the codes that show it, and what may still go to it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.slices import delete_in_slices
from holdfast.kit.ids import new_id
from holdfast.mail.sms import StopReason

NUMBER_CODE_MINUTES: Final = 10
"""For how long a code confirms a number."""
MOST_TRIES: Final = 5
MOST_CODES: Final = 5
"""That somebody may ask for in a day."""
CODES_SHARE: Final = 4
"""Codes are at most one of so many SMS of a day: who asks for them takes little of the rest."""
CODES_SHARE_OF_NUMBER: Final = 2
"""And of those to one number."""
Taken: TypeAlias = Literal["taken", "stopped", "number", "day"]

_TODAY: Final = "(now() AT TIME ZONE 'UTC')::date"
_NEW_CODE: Final = sa.text(f"""
INSERT INTO sms_codes AS c (owner, number, code_id, day, asked)
SELECT :owner, :number, :code_id, {_TODAY}, 1
FROM sessions WHERE token_hash = sha256(convert_to(:session, 'UTF8'))
ON CONFLICT (owner) DO UPDATE SET
    number = excluded.number, code_id = excluded.code_id, tries = 0, asked_at = now(),
    day = excluded.day, asked = CASE WHEN c.day = excluded.day THEN c.asked + 1 ELSE 1 END
RETURNING asked
""")
_TRY_CODE: Final = sa.text(f"""
UPDATE sms_codes SET tries = tries + 1
WHERE owner = :owner AND tries < {MOST_TRIES}
  AND asked_at > now() - interval '{NUMBER_CODE_MINUTES} minutes'
RETURNING code_id, number
""")
_USE_CODE: Final = sa.text("""
UPDATE sms_codes SET tries = :over WHERE owner = :owner AND code_id = :code_id RETURNING number
""")
_STANDS: Final = sa.text("SELECT EXISTS (SELECT FROM sms_codes WHERE code_id = :code_id)")
# Whoever had the number is told there no more.
_LEAVE: Final = sa.text("DELETE FROM sms_numbers WHERE number = :number OR owner = :owner")
_KEEP: Final = sa.text("""
INSERT INTO sms_numbers (owner, number) VALUES (:owner, :number)
RETURNING owner, number, confirmed_at, FALSE
""")
_OF: Final = sa.text("""
SELECT n.owner, n.number, n.confirmed_at, coalesce(s.stopped <> '', FALSE)
FROM sms_numbers n LEFT JOIN sms_sent_to s ON s.number = n.number
WHERE n.owner = ANY(CAST(:owners AS text[]))
  AND EXISTS (SELECT FROM users u WHERE u.active AND 'user:' || u.id::text = n.owner)
""")
_TAKE_OF_NUMBER: Final = f"""
INSERT INTO sms_sent_to AS s (number, day, sent) VALUES ($1, {_TODAY}, 1)
ON CONFLICT (number) DO UPDATE SET
    day = excluded.day, sent = CASE WHEN s.day = excluded.day THEN s.sent + 1 ELSE 1 END
WHERE (s.stopped = '' OR $3) AND (s.day <> excluded.day OR s.sent < $2)
RETURNING sent
"""
_TAKE_OF_DAY: Final = f"""
INSERT INTO sms_days AS d (day, sent, codes) VALUES ({_TODAY}, 1, $2::integer)
ON CONFLICT (day) DO UPDATE SET sent = d.sent + 1, codes = d.codes + $2::integer
WHERE d.sent < $1 AND ($2::integer = 0 OR d.codes < greatest($1 / {CODES_SHARE}, 1))
RETURNING sent
"""
_IS_OFF: Final = "SELECT stopped <> '' FROM sms_sent_to WHERE number = $1"
_BACK_TO_NUMBER: Final = f"""
UPDATE sms_sent_to SET sent = sent - 1 WHERE number = $1 AND day = {_TODAY} AND sent > 0
"""
_BACK_TO_DAY: Final = f"""
UPDATE sms_days SET sent = sent - 1, codes = greatest(codes - $1::integer, 0)
WHERE day = {_TODAY} AND sent > 0
"""
_STOP: Final = f"""
INSERT INTO sms_sent_to (number, day, stopped) VALUES ($1, {_TODAY}, $2)
ON CONFLICT (number) DO UPDATE SET stopped = excluded.stopped
"""
_FORGET: Final = f"""
DELETE FROM sms_sent_to WHERE number IN (
    SELECT number FROM sms_sent_to WHERE stopped = '' AND day < {_TODAY} LIMIT $1)
"""
_REACHED: Final = sa.text(f"""
UPDATE sms_days SET reached_at = now() WHERE day = {_TODAY} AND reached_at IS NULL
RETURNING day
""")


class OwnNumber(Struct, frozen=True):
    """``stopped``: nothing goes there, by whoever has it or because it is none."""

    owner: str
    number: str
    confirmed_at: datetime
    stopped: bool


class AskedNumber(Struct, frozen=True):
    """What is to be confirmed; which code it is, is made of its id."""

    id: UUID
    number: str


async def new_number_code(
    connection: AsyncConnection, owner: str, number: str, session: str
) -> tuple[UUID, int] | None:
    """In place of any before, and how many they asked for today; None without such a session."""
    code = new_id()
    asked = {"owner": owner, "number": number, "code_id": code, "session": session}
    count = await connection.scalar(_NEW_CODE, asked)
    return None if count is None else (code, int(count))


async def number_to_try(connection: AsyncConnection, owner: str) -> AskedNumber | None:
    """That one more code was tried is kept, whatever comes of it; None: there is none to try."""
    row = (await connection.execute(_TRY_CODE, {"owner": owner})).one_or_none()
    return None if row is None else AskedNumber(row.code_id, row.number)


async def number_code_stands(connection: AsyncConnection, code: UUID) -> bool:
    """No later one took its place."""
    return bool(await connection.scalar(_STANDS, {"code_id": code}))


async def keep_number(connection: AsyncConnection, owner: str, code: UUID) -> OwnNumber | None:
    """Tell them there from now on, and nobody else; None: another code was asked for meanwhile."""
    asked = {"owner": owner, "code_id": code, "over": MOST_TRIES}
    number = await connection.scalar(_USE_CODE, asked)
    if number is None:
        return None
    theirs = {"owner": owner, "number": number}
    await connection.execute(_LEAVE, theirs)
    return OwnNumber(*(await connection.execute(_KEEP, theirs)).one())


async def leave_number(connection: AsyncConnection, owner: str) -> bool:
    """False if there was none. A code that was asked for confirms no more."""
    await connection.execute(
        sa.text("DELETE FROM sms_codes WHERE owner = :owner"), {"owner": owner}
    )
    gone = sa.text("DELETE FROM sms_numbers WHERE owner = :owner RETURNING owner")
    return await connection.scalar(gone, {"owner": owner}) is not None


async def numbers_of(connection: AsyncConnection, owners: Iterable[str]) -> dict[str, OwnNumber]:
    """Of those who may still log in, by owner."""
    rows = await connection.execute(_OF, {"owners": sorted(owners)})
    return {row.owner: OwnNumber(*row) for row in rows}


async def is_number_of(pool: asyncpg.Pool, owner: str, number: str) -> bool:
    asked = "SELECT EXISTS (SELECT FROM sms_numbers WHERE owner = $1 AND number = $2)"
    return bool(await pool.fetchval(asked, owner, number))


async def take_sms(
    pool: asyncpg.Pool, number: str, *, of_day: int, of_number: int, code: bool
) -> Taken:
    """One of those that may go to the number today, and one of all. A code may go to a number that
    was stopped: whoever asks for it wants it again."""
    to_number = max(of_number // CODES_SHARE_OF_NUMBER, 1) if code else of_number
    async with pool.acquire() as connection:
        begun = connection.transaction()
        await begun.start()
        missing: Taken = "taken"
        if await connection.fetchval(_TAKE_OF_NUMBER, number, to_number, code) is None:
            missing = "stopped" if await connection.fetchval(_IS_OFF, number) else "number"
        elif await connection.fetchval(_TAKE_OF_DAY, of_day, int(code)) is None:
            missing = "day"
        await (begun.commit() if missing == "taken" else begun.rollback())
    return missing


async def give_sms_back(pool: asyncpg.Pool, number: str, *, code: bool) -> None:
    """It did not go."""
    await pool.execute(_BACK_TO_NUMBER, number)
    await pool.execute(_BACK_TO_DAY, int(code))


async def stop_number(pool: asyncpg.Pool, number: str, why: StopReason) -> None:
    """Nothing goes there any more."""
    await pool.execute(_STOP, number, why)


async def start_number(pool: asyncpg.Pool, number: str) -> None:
    """SMS goes there."""
    await pool.execute("UPDATE sms_sent_to SET stopped = '' WHERE number = $1", number)


async def forget_counts(pool: asyncpg.Pool) -> int:
    """Of days that are over, how many; numbers that were stopped are kept."""
    return await delete_in_slices(pool, _FORGET)


async def limit_reached(connection: AsyncConnection) -> str | None:
    """Which day it is, for the first who says so."""
    found = await connection.scalar(_REACHED)
    return None if found is None else str(found)
