"""Contacts that are confirmed by a code that was mailed there: a guest's is kept here, a member's
is their account's address."""

from datetime import timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit import new_id
from holdfast.kit.errors import Problem
from holdfast.people.tables import contact_codes

CODE_LIFETIME: Final = timedelta(minutes=30)
MOST_TRIES: Final = 5
RECENT: Final = timedelta(hours=1)
"""For so long a code shows who is there now, and not only whose mailbox it is."""
_KEPT: Final = timedelta(days=180)

_columns: Final = contact_codes.c


class CodeWrong(Problem):
    """It is another code."""

    status = 422
    code = "contact-code-wrong"
    title = "This is not the code"


class CodeExpired(Problem):
    """The code's time is up, it was tried too often, or none was asked for."""

    status = 410
    code = "contact-code-expired"
    title = "The code has expired"


class AskedCode(Struct, frozen=True):
    """The code that was asked for last; which it is, is made of its id."""

    id: UUID
    email: str


class GuestContact(Struct, frozen=True):
    """The address a guest said last; ``confirmed``: mail there reaches them, ``recent``: a code
    from there came back within the hour, so it is they who sit there."""

    email: str
    confirmed: bool
    recent: bool


async def new_code(connection: AsyncConnection, owner: str, email: str) -> UUID:
    """A new code for that address, in place of any before, and of what was confirmed before."""
    made = insert(contact_codes).values(owner=owner, email=email, code_id=new_id())
    again = {
        "email": made.excluded.email,
        "code_id": made.excluded.code_id,
        "tries": 0,
        "asked_at": sa.func.clock_timestamp(),
        "confirmed_at": None,
    }
    kept = made.on_conflict_do_update(index_elements=["owner"], set_=again)
    found: UUID = (await connection.execute(kept.returning(_columns.code_id))).scalar_one()
    return found


async def code_to_try(connection: AsyncConnection, owner: str) -> AskedCode:
    """Which is asked for by now; that one more was tried is kept, whatever comes of it. Raises
    :class:`CodeExpired`."""
    tried = (
        sa.update(contact_codes)
        .where(
            _columns.owner == owner,
            _columns.confirmed_at.is_(None),
            _columns.tries < MOST_TRIES,
            _columns.asked_at > sa.func.clock_timestamp() - CODE_LIFETIME,
        )
        .values(tries=_columns.tries + 1)
        .returning(_columns.code_id, _columns.email)
    )
    row = (await connection.execute(tried)).one_or_none()
    if row is None:
        raise CodeExpired("Ask for a new code.", field="code")
    return AskedCode(row.code_id, row.email)


async def confirm_contact(connection: AsyncConnection, owner: str, code: UUID) -> bool:
    """Mail there reaches them; False: another was asked for meanwhile."""
    done = (
        sa.update(contact_codes)
        .where(_columns.owner == owner, _columns.code_id == code)
        .values(confirmed_at=sa.func.clock_timestamp())
    )
    return (await connection.execute(done)).rowcount > 0


async def contact_of_guest(connection: AsyncConnection, owner: str) -> GuestContact | None:
    """What a guest said last of where mail reaches them."""
    since = _columns.confirmed_at
    query = sa.select(
        _columns.email,
        since.is_not(None).label("confirmed"),
        sa.func.coalesce(since > sa.func.clock_timestamp() - RECENT, False).label("recent"),
    )
    row = (await connection.execute(query.where(_columns.owner == owner))).one_or_none()
    return None if row is None else GuestContact(row.email, row.confirmed, row.recent)


async def forget_contact(connection: AsyncConnection, owner: str) -> None:
    """Nobody has said or shown anything of where mail reaches them."""
    await connection.execute(sa.delete(contact_codes).where(_columns.owner == owner))


async def sweep_contacts(connection: AsyncConnection) -> int:
    """Forget those of long ago."""
    old = sa.delete(contact_codes).where(_columns.asked_at < sa.func.now() - _KEPT)
    return (await connection.execute(old)).rowcount
