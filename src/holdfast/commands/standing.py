"""`holdfast user show | password | roles | disable | enable | logout`: somebody who is there."""

import json
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from holdfast import people
from holdfast.commands.people import with_database
from holdfast.db.engine import Database
from holdfast.flows.people import standing
from holdfast.flows.people.standing import By
from holdfast.kit.sentences import say
from holdfast.people import Passwords, User
from holdfast.views.people_list import ways_in

__all__ = ["Where", "disable", "enable", "log_out", "set_password", "set_roles", "show"]

_BY: Final = By("cli")


class Where(Struct, frozen=True):
    """Which database, who is told what happens beside the result, and how that is printed."""

    data: Path
    database_url: str | None
    tell: Callable[[str], None]
    as_json: bool


def show(where: Where, email: str) -> int:
    """How somebody stands."""
    return _with(where, email, _nothing)


def set_password(where: Where, email: str, password: str) -> int:
    """Give somebody a password; they log in with it from now on, and nobody is logged in."""

    async def work(database: Database, user: User) -> None:
        await standing.set_password(database, Passwords(), user.id, password, _BY)

    return _with(where, email, work)


def set_roles(where: Where, email: str, roles: Sequence[str]) -> int:
    """Give somebody these roles and no others."""

    async def work(database: Database, user: User) -> None:
        await standing.change_roles(database, user.id, roles, _BY)

    return _with(where, email, work)


def disable(where: Where, email: str, reason: str) -> int:
    """Let somebody in no more."""

    async def work(database: Database, user: User) -> None:
        await standing.disable(database, user.id, _BY, reason)

    return _with(where, email, work)


def enable(where: Where, email: str) -> int:
    """Let somebody in again."""

    async def work(database: Database, user: User) -> None:
        await standing.enable(database, user.id, _BY)

    return _with(where, email, work)


def log_out(where: Where, email: str) -> int:
    """End somebody's sessions."""

    async def work(database: Database, user: User) -> None:
        await standing.end_sessions(database, user.id, _BY)

    return _with(where, email, work)


async def _nothing(_: Database, __: User) -> None: ...


def _with(
    where: Where, email: str, work: Callable[[Database, User], Coroutine[Any, Any, None]]
) -> int:
    """Do it to who has this address, and print how they stand then."""

    async def done(database: Database) -> tuple[User, int, int]:
        user = await _known(database, email)
        await work(database, user)
        async with database.read() as connection:
            return await _read(connection, user)

    user, sessions, tokens = with_database(where.data, where.database_url, where.tell, done)
    if where.as_json:
        shown = {
            "id": str(user.id),
            "email": user.email,
            "name": user.name,
            "roles": list(user.roles),
            "active": user.active,
            "sessions": sessions,
            "tokens": tokens,
        }
        print(json.dumps(shown, ensure_ascii=False))
    else:
        standing = "" if user.active else "; blocked"
        print(
            f"{user.email}: {', '.join(user.roles)}; {sessions} sessions, {tokens} tokens{standing}"
        )
    return 0


async def _known(database: Database, email: str) -> User:
    async with database.read() as connection:
        user = await people.by_email(connection, email)
    if user is None:
        raise people.UserUnknown(
            say("There is no user with the email {email}.", email=email), field="email"
        )
    return user


async def _read(connection: Any, user: User) -> tuple[User, int, int]:
    now = await people.by_id(connection, user.id)
    sessions, tokens = await ways_in(connection, user.id)
    return now or user, sessions, tokens
