"""Users: rows and reads. Addresses are compared without regard to case."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.errors import Problem
from holdfast.kit.ids import new_id
from holdfast.kit.locales import Locale
from holdfast.kit.sentences import say
from holdfast.people.closed import OF_CLOSED, is_closed
from holdfast.people.endings import ask_again_about
from holdfast.people.handles import OF_HANDLES
from holdfast.people.principal import Principal, checked_roles, user_owner
from holdfast.people.tables import users

# What can be typed at the login page; whether mail arrives there only mail can tell.
# Nor is it several: what parts addresses in a mail's head stands in none.
_PART: Final = r"[^\s\x00-\x1f@,;:<>]+"
_LABEL: Final = r"[^\s\x00-\x1f@,;:<>.]+"
_EMAIL: Final = re.compile(rf"(?=.{{3,254}}$){_PART}@{_LABEL}(\.{_LABEL})*")


class BadEmail(Problem):
    """This is no address of mail."""

    status = 422
    code = "bad-email"
    title = "The email address is not valid"


class EmailTaken(Problem):
    """Somebody has this address already."""

    status = 409
    code = "email-taken"
    title = "The email address is already in use"


class UserUnknown(Problem):
    """Nobody has this address."""

    status = 404
    code = "user-not-found"
    title = "No such user"


class User(Struct, frozen=True):
    id: UUID
    email: str
    name: str
    roles: tuple[str, ...]
    active: bool
    password_hash: str
    duties: tuple[str, ...] | None = None

    @property
    def is_closed(self) -> bool:
        """Its person had it closed."""
        return is_closed(self.email)


def public_name(name: str | None, email: str | None) -> str:
    """What everybody may read of a user: the name, or without one no more of the address than its
    first letter."""
    return (name or "").strip() or f"{(email or '')[:1]}***"


def normal_email(email: str) -> str:
    """As it is kept and compared: one spelling, however it was typed."""
    return unicodedata.normalize("NFC", email.strip().lower())


def checked_email(email: str) -> str:
    """As it is kept. Raises :class:`BadEmail`."""
    normal = normal_email(email)
    if not _EMAIL.fullmatch(normal) or normal.endswith((OF_HANDLES, OF_CLOSED)):
        raise BadEmail("Use an address such as ann@shop.example.", field="email")
    return normal


async def add(
    connection: AsyncConnection,
    email: str,
    name: str,
    password_hash: str,
    roles: Iterable[str],
    key: tuple[str, bytes] | None = None,
) -> User:
    """A new user; ``key``: of the request that makes it, and the digest of its body. Raises
    :class:`BadEmail`, :class:`UnknownRole`, and :class:`EmailTaken`, of a key that made one too."""
    text, digest = key or (None, None)
    user = User(
        new_id(), checked_email(email), name, tuple(checked_roles(roles)), True, password_hash
    )
    row = {
        "id": user.id,
        "email": user.email,
        "name": user.name,
        "password_hash": user.password_hash,
        "roles": list(user.roles),
        "key": text,
        "digest": digest,
    }
    try:
        await connection.execute(sa.insert(users).values(row))
    except IntegrityError as error:
        raise EmailTaken(say("{email} has an account.", email=user.email), field="email") from error
    return user


async def made_under(connection: AsyncConnection, key: str) -> tuple[UUID, bytes] | None:
    """Whose account a request made with this key, and the digest of its body."""
    query = sa.select(users.c.id, users.c.digest).where(users.c.key == key)
    row = (await connection.execute(query)).first()
    return None if row is None else (row.id, row.digest)


async def by_email(connection: AsyncConnection, email: str) -> User | None:
    return await _one(connection, users.c.email == normal_email(email))


async def users_by_email(connection: AsyncConnection, emails: Iterable[str]) -> dict[str, UUID]:
    """Whose accounts have these addresses, by the address as it is written here."""
    written = {one: normal_email(one) for one in emails}
    query = sa.select(users.c.email, users.c.id).where(users.c.email.in_(set(written.values())))
    known = {row.email: row.id for row in await connection.execute(query)}
    return {one: known[email] for one, email in written.items() if email in known}


async def by_id(connection: AsyncConnection, user: UUID, *, lock: bool = False) -> User | None:
    """``lock``: nobody else changes the user before the transaction ends."""
    return await _one(connection, users.c.id == user, lock=lock)


async def known_user(connection: AsyncConnection, user: UUID, *, lock: bool = False) -> User:
    """As :func:`by_id`, of whom there is. Raises :class:`UserUnknown`."""
    found = await by_id(connection, user, lock=lock)
    if found is None:
        raise UserUnknown("There is no user with this ID.")
    return found


async def _one(
    connection: AsyncConnection, which: sa.ColumnElement[bool], *, lock: bool = False
) -> User | None:
    columns = users.c
    query = sa.select(
        columns.id,
        columns.email,
        columns.name,
        columns.roles,
        columns.active,
        columns.password_hash,
        columns.duties,
    ).where(which)
    found = (await connection.execute(query.with_for_update() if lock else query)).first()
    if found is None:
        return None
    return User(
        found.id,
        found.email,
        found.name,
        tuple(found.roles),
        found.active,
        found.password_hash,
        None if found.duties is None else tuple(found.duties),
    )


async def has_admin(connection: AsyncConnection) -> bool:
    """Whether somebody runs this shop."""
    query = sa.select(
        sa.exists().where(users.c.active, sa.literal("admin") == sa.any_(users.c.roles))
    )
    return bool((await connection.execute(query)).scalar_one())


async def is_user(connection: AsyncConnection, user: UUID) -> bool:
    """Whether there is such a user."""
    found = await connection.execute(sa.select(users.c.id).where(users.c.id == user))
    return found.first() is not None


async def who_comes_in(pool: asyncpg.Pool, user: UUID) -> Principal | None:
    """The user with the roles and duties they have now; None of who is blocked or gone."""
    row = await pool.fetchrow("SELECT roles, duties FROM users WHERE id = $1 AND active", user)
    if row is None:
        return None
    duties = None if row["duties"] is None else frozenset(row["duties"])
    return Principal(user_owner(user), "user", frozenset(row["roles"]), duties=duties)


async def is_blocked(pool: asyncpg.Pool, user: UUID) -> bool:
    """Whether that user may not come in any more."""
    found: bool = await pool.fetchval(
        "SELECT EXISTS (SELECT FROM users WHERE id = $1 AND NOT active)", user
    )
    return found


async def set_name(connection: AsyncConnection, user: UUID, name: str) -> None:
    await connection.execute(sa.update(users).where(users.c.id == user).values(name=name))
    await ask_again_about(connection, user)


async def set_locale(connection: AsyncConnection, user: UUID, locale: Locale) -> None:
    """What is mailed to them is in that language, where it is not of an order in another one."""
    other = users.c.locale.is_distinct_from(locale)
    await connection.execute(
        sa.update(users).where(users.c.id == user, other).values(locale=locale)
    )


async def set_email(connection: AsyncConnection, user: UUID, email: str) -> None:
    """Raises :class:`BadEmail`, :class:`EmailTaken`."""
    normal = checked_email(email)
    changed = (
        sa.update(users)
        .where(users.c.id == user)
        .values(
            email=normal,
            email_verified_at=sa.case((users.c.email == normal, users.c.email_verified_at)),
        )
    )
    try:
        await connection.execute(changed)
    except IntegrityError as error:
        raise EmailTaken(say("{email} has an account.", email=normal), field="email") from error
    await ask_again_about(connection, user)


async def email_verified(connection: AsyncConnection, user: UUID) -> bool:
    """Whether a link that went to the address of the account was opened."""
    query = sa.select(users.c.email_verified_at.is_not(None)).where(users.c.id == user)
    return bool(await connection.scalar(query))


async def verify_email(connection: AsyncConnection, user: UUID, email: str) -> bool:
    """The address is theirs; False: it is the account's no more."""
    verified = (
        sa.update(users)
        .where(users.c.id == user, users.c.email == email)
        .values(email_verified_at=sa.func.coalesce(users.c.email_verified_at, sa.func.now()))
    )
    return (await connection.execute(verified)).rowcount > 0


async def set_password_hash(connection: AsyncConnection, user: UUID, password_hash: str) -> None:
    await connection.execute(
        sa.update(users).where(users.c.id == user).values(password_hash=password_hash)
    )


_NAMES: Final = """
SELECT id, name, email FROM users
WHERE id = ANY(SELECT substr(owner, 6)::uuid FROM unnest($1::text[]) AS owner
               WHERE starts_with(owner, 'user:'))
"""


async def names_of(
    pool: asyncpg.Pool, owners: Sequence[str], *, public: bool = False
) -> dict[str, str]:
    """Names of users by ``user:<id>``; who is none is left out. Of who has no name the address, but
    ``public``, for readers who are not of staff: what everybody may read."""
    called = public_name if public else _name_or_address
    rows = await pool.fetch(_NAMES, list(owners))
    return {user_owner(user): called(name, email) for user, name, email in rows}


def _name_or_address(name: str, email: str) -> str:
    return name or email
