"""Second factors: what an app makes codes of, recovery codes, and logins that wait for a code."""

import hashlib
import math
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.errors import Problem
from holdfast.kit.rates import Rates
from holdfast.kit.sentences import say
from holdfast.people.endings import ask_again_about
from holdfast.people.second_codes import is_timed, recovery_hash
from holdfast.people.tables import login_steps, recovery_codes, second_factors

__all__ = [
    "KeptFactor", "SecondCodeThrottle", "SecondCodeWrong", "SecondStep", "SecondStepOver",
    "TooManySecondCodes", "begin_factor", "confirm_factor", "end_factor", "end_steps",
    "factor_of", "new_step", "recovery_left", "replace_recovery_codes", "step_to_try",
    "sweep_steps", "take_step", "use_recovery_code", "use_step",
]  # fmt: skip

STEP_LIFETIME: Final = timedelta(minutes=10)
MOST_TRIES: Final = 5


class SecondCodeWrong(Problem):
    """It is another code, or one that was used already: which, is not said."""

    status = 422
    code = "second-code-wrong"
    title = "This is not the code"


class SecondStepOver(Problem):
    """The login waited too long for its code, was tried too often, or is no more."""

    status = 410
    code = "second-step-over"
    title = "This login has ended"


class TooManySecondCodes(Problem):
    """Too many codes were tried for one account."""

    status = 429
    code = "too-many-second-codes"
    title = "Too many codes were tried"


class SecondCodeThrottle:
    """How often a code is tried for one account, from wherever: the password was right, so nobody
    but who knows it shuts the owner out. Six digits are guessed, so few are tried in a day;
    recovery codes are not, so that they work when the others are used up."""

    def __init__(self, rates: Rates) -> None:
        self._soon = rates.rate("second-code", "10/15minutes")
        self._day = rates.rate("second-code-day", "50/day")

    async def attempt(self, user: UUID, code: str) -> None:
        """Raises :class:`TooManySecondCodes`."""
        timed = is_timed(code)
        key = f"{user} {'app' if timed else 'recovery'}"
        wait = await self._soon.take(key)
        if not wait and timed:
            wait = await self._day.take(key)
        if wait:
            after = str(math.ceil(wait))
            raise TooManySecondCodes(
                say("Wait before the next attempt."), headers={"Retry-After": after}
            )


class KeptFactor(Struct, frozen=True):
    """``sealed``: the app's secret. ``confirmed_at``: asked for at logins since then; None: no code
    of it was typed yet. ``used``: the time step whose code was used last."""

    sealed: bytes
    confirmed_at: datetime | None
    used: int | None


class SecondStep(Struct, frozen=True):
    """A login whose password was right, and which waits for a code."""

    token: str
    expires_at: datetime


# Who comes in by another provider has the provider's factors.
_STAFF_WITHOUT: Final = sa.text("""
SELECT u.id FROM users u
LEFT JOIN second_factors f ON f.user_id = u.id AND f.confirmed_at IS NOT NULL
WHERE u.active AND u.roles && ARRAY['manager', 'admin'] AND u.password_hash <> ''
  AND f.user_id IS NULL AND NOT u.email = ANY(CAST(:aside AS text[]))
LIMIT :most
""")


async def staff_without_factor(
    connection: AsyncConnection, aside: Collection[str], most: int
) -> set[UUID]:
    """Managers and admins whose login is a password alone, but for addresses set ``aside``."""
    rows = await connection.execute(_STAFF_WITHOUT, {"aside": list(aside), "most": most})
    return set(rows.scalars())


async def factor_of(connection: AsyncConnection, user: UUID) -> KeptFactor | None:
    """The user's, confirmed or not."""
    columns = second_factors.c
    query = sa.select(columns.sealed, columns.confirmed_at, columns.used_step)
    row = (await connection.execute(query.where(columns.user_id == user))).one_or_none()
    return None if row is None else KeptFactor(row.sealed, row.confirmed_at, row.used_step)


async def begin_factor(connection: AsyncConnection, user: UUID, sealed: bytes) -> bool:
    """Keep a secret that a code confirms later, in place of one that none has; False: there is a
    confirmed one."""
    made = insert(second_factors).values(user_id=user, sealed=sealed)
    kept = made.on_conflict_do_update(
        index_elements=["user_id"],
        set_={"sealed": made.excluded.sealed},
        where=second_factors.c.confirmed_at.is_(None),
    )
    return (await connection.execute(kept)).rowcount > 0


async def confirm_factor(
    connection: AsyncConnection, user: UUID, sealed: bytes, step: int, now: datetime
) -> bool:
    """Asked for from now on; False: it is confirmed already, or another was begun meanwhile."""
    done = (
        sa.update(second_factors)
        .where(
            second_factors.c.user_id == user,
            second_factors.c.sealed == sealed,
            second_factors.c.confirmed_at.is_(None),
        )
        .values(confirmed_at=now, used_step=step)
    )
    await ask_again_about(connection, user)
    return (await connection.execute(done)).rowcount > 0


async def use_step(connection: AsyncConnection, user: UUID, step: int) -> bool:
    """The code of this step is used up; False: another was as quick, or quicker."""
    used = (
        sa.update(second_factors)
        .where(
            second_factors.c.user_id == user,
            sa.or_(second_factors.c.used_step.is_(None), second_factors.c.used_step < step),
        )
        .values(used_step=step)
    )
    return (await connection.execute(used)).rowcount > 0


async def use_recovery_code(
    connection: AsyncConnection, user: UUID, code: str, now: datetime
) -> bool:
    """This one is used up; False: there is no such code, or it was used."""
    columns = recovery_codes.c
    used = (
        sa.update(recovery_codes)
        .where(
            columns.user_id == user,
            columns.code_hash == recovery_hash(user, code),
            columns.used_at.is_(None),
        )
        .values(used_at=now)
    )
    return (await connection.execute(used)).rowcount > 0


async def replace_recovery_codes(
    connection: AsyncConnection, user: UUID, codes: Sequence[str]
) -> None:
    """These and no others from now on."""
    await connection.execute(sa.delete(recovery_codes).where(recovery_codes.c.user_id == user))
    rows = [{"user_id": user, "code_hash": recovery_hash(user, code)} for code in codes]
    await connection.execute(sa.insert(recovery_codes), rows)


async def recovery_left(connection: AsyncConnection, user: UUID) -> int:
    """How many recovery codes are not used."""
    columns = recovery_codes.c
    query = sa.select(sa.func.count()).where(columns.user_id == user, columns.used_at.is_(None))
    return int((await connection.execute(query)).scalar_one())


async def end_factor(connection: AsyncConnection, user: UUID) -> bool:
    """No code is asked of the user any more; False: none was."""
    await connection.execute(sa.delete(recovery_codes).where(recovery_codes.c.user_id == user))
    await end_steps(connection, user)
    gone = (
        sa.delete(second_factors)
        .where(second_factors.c.user_id == user)
        .returning(second_factors.c.confirmed_at)
    )
    row = (await connection.execute(gone)).one_or_none()
    await ask_again_about(connection, user)
    return row is not None and row.confirmed_at is not None


async def new_step(connection: AsyncConnection, user: UUID, now: datetime) -> SecondStep:
    """A login that waits for its code; its token is shown this once."""
    token, ends = secrets.token_urlsafe(32), now + STEP_LIFETIME
    row = {"token_hash": _hash(token), "user_id": user, "expires_at": ends}
    await connection.execute(sa.insert(login_steps).values(row))
    return SecondStep(token, ends)


async def step_to_try(connection: AsyncConnection, token: str, now: datetime) -> UUID:
    """Whose login it is; that one more code was tried is kept, whatever comes of it. Raises
    :class:`SecondStepOver`."""
    columns = login_steps.c
    tried = (
        sa.update(login_steps)
        .where(
            columns.token_hash == _hash(token),
            columns.expires_at > now,
            columns.tries < MOST_TRIES,
        )
        .values(tries=columns.tries + 1)
        .returning(columns.user_id)
    )
    found: UUID | None = (await connection.execute(tried)).scalar_one_or_none()
    if found is None:
        raise SecondStepOver("Log in again.", field="step")
    return found


async def take_step(connection: AsyncConnection, token: str) -> bool:
    """The login came in: nobody else does by it. False: somebody has, or it was ended."""
    gone = sa.delete(login_steps).where(login_steps.c.token_hash == _hash(token))
    return (await connection.execute(gone)).rowcount > 0


async def end_steps(connection: AsyncConnection, user: UUID) -> None:
    """No login of this user's waits for a code any more."""
    await connection.execute(sa.delete(login_steps).where(login_steps.c.user_id == user))


async def sweep_steps(connection: AsyncConnection) -> int:
    """Remove logins that waited too long."""
    old = sa.delete(login_steps).where(login_steps.c.expires_at < sa.func.now())
    return (await connection.execute(old)).rowcount


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
