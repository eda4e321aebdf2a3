"""`holdfast user ...` and `holdfast token ...`: who may log in, and with what."""

from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from typing import Any, Final

from holdfast import people
from holdfast.commands.on_database import on_database
from holdfast.commands.where import Where
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import process
from holdfast.flows.people import logins, standing, tokens
from holdfast.flows.people.narrowing import AS_BEFORE, Chosen
from holdfast.kit.sentences import say
from holdfast.people import Passwords, User
from holdfast.views.people_list import ways_in

__all__ = [
    "add_person", "disable", "enable", "log_out", "make_token", "reset_second_factor", "revoke",
    "set_password", "set_roles", "show",
]  # fmt: skip

_BY: Final = process("cli")


def add_person(
    where: Where,
    email: str,
    name: str,
    password: str,
    roles: Sequence[str],
    duties: Sequence[str] | None = None,
) -> int:
    """Add a person who may log in."""

    async def work(database: Database) -> User:
        return await logins.add_user(
            database,
            Passwords(),
            _BY,
            email,
            name or email.split("@")[0],
            password,
            roles,
            _each(duties),
        )

    user = on_database(where, work)
    shown = {"id": str(user.id), "email": user.email, "roles": list(user.roles)}
    where.show(shown, f"{user.email} may log in as {', '.join(user.roles)}")
    return 0


def make_token(
    where: Where,
    email: str,
    name: str,
    roles: Sequence[str] | None,
    days: int | None,
    duties: Sequence[str] | None = None,
) -> int:
    """Make a bearer token and show it."""
    lifetime = timedelta(days=days) if days else None

    async def work(database: Database) -> str:
        return await tokens.create_token(database, _BY, email, name, roles, lifetime, _each(duties))

    made = on_database(where, work)
    where.show({"token": made}, made)
    return 0


def revoke(where: Where, email: str, name: str | None) -> int:
    """End a person's tokens; 0 if there were any, else 1."""

    async def work(database: Database) -> int:
        return await tokens.revoke_tokens(database, _BY, email, name)

    revoked = on_database(where, work)
    if revoked or where.as_json:
        many = "token" if revoked == 1 else "tokens"
        where.show({"revoked": revoked}, f"{revoked} {many} of {email} revoked")
    else:
        where.tell(f"{email} has no such token" if name else f"{email} has no token")
    return 0 if revoked else 1


def show(where: Where, email: str) -> int:
    """How somebody stands."""

    async def work(_: Database, __: User) -> None: ...

    return _stands(where, email, work)


def set_password(where: Where, email: str, password: str) -> int:
    """Give somebody a password; they log in with it from now on, and nobody is logged in."""

    async def work(database: Database, user: User) -> None:
        await standing.set_password(database, Passwords(), user.id, password, _BY)

    return _stands(where, email, work)


def set_roles(
    where: Where,
    email: str,
    roles: Sequence[str],
    duties: Sequence[str] | None = None,
    *,
    all_duties: bool = False,
) -> int:
    """Give somebody these roles and no others, and a manager these duties or all of them."""
    named: Chosen = AS_BEFORE if duties is None else _each(duties)
    chosen = None if all_duties else named

    async def work(database: Database, user: User) -> None:
        await standing.change_roles(database, user.id, roles, _BY, duties=chosen)

    return _stands(where, email, work)


def disable(where: Where, email: str, reason: str) -> int:
    """Let somebody in no more."""

    async def work(database: Database, user: User) -> None:
        await standing.disable(database, user.id, _BY, reason)

    return _stands(where, email, work)


def enable(where: Where, email: str) -> int:
    """Let somebody in again."""

    async def work(database: Database, user: User) -> None:
        await standing.enable(database, user.id, _BY)

    return _stands(where, email, work)


def reset_second_factor(where: Where, email: str) -> int:
    """Ask no code of somebody any more, who has lost what makes them; their sessions stay."""

    async def work(database: Database, user: User) -> None:
        await standing.reset_second_factor(database, user.id, _BY)

    return _stands(where, email, work)


def log_out(where: Where, email: str) -> int:
    """End somebody's sessions."""

    async def work(database: Database, user: User) -> None:
        await standing.end_sessions(database, user.id, _BY)

    return _stands(where, email, work)


def _stands(
    where: Where, email: str, work: Callable[[Database, User], Coroutine[Any, Any, None]]
) -> int:
    """Do it to who has this address, and print how they stand then."""

    async def done(database: Database) -> tuple[User, bool, int, int]:
        async with database.read() as connection:
            found = await people.by_email(connection, email)
        if found is None:
            raise people.UserUnknown(
                say("There is no user with the email {email}.", email=email), field="email"
            )
        await work(database, found)
        async with database.read() as connection:
            now = await people.by_id(connection, found.id)
            factor = await people.factor_of(connection, found.id)
            asked = factor is not None and factor.confirmed_at is not None
            return now or found, asked, *await ways_in(connection, found.id)

    user, code_asked, sessions, tokens = on_database(where, done)
    shown = {
        "id": str(user.id),
        "email": user.email,
        "name": user.name,
        "roles": list(user.roles),
        "duties": None if user.duties is None else list(user.duties),
        "active": user.active,
        "sessions": sessions,
        "tokens": tokens,
        "secondFactor": code_asked,
    }
    factor = "; second factor on" if code_asked else ""
    blocked = "" if user.active else "; blocked"
    ways = f"{sessions} sessions, {tokens} tokens{factor}{blocked}"
    duties = "" if user.duties is None else f" ({', '.join(user.duties) or 'no duties'})"
    where.show(shown, f"{user.email}: {', '.join(user.roles)}{duties}; {ways}")
    return 0


def _each(named: Sequence[str] | None) -> list[str] | None:
    """Duties by their names, or by the name of a ready-made set of them."""
    if named is None:
        return None
    return [duty for name in named for duty in people.DUTY_SETS.get(name, (name,))]
