"""What staff and commands do to people: roles, coming in at all, sessions, passwords.

Each is one transaction with its line in the audit log, before and after; what ends by it ends at
once, in every process. Orders and wallets stay as they are.
"""

from collections.abc import Iterable
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import people
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.people.accounts import refuse_demo_account
from holdfast.flows.people.logging_out import log_out
from holdfast.flows.people.narrowing import AS_BEFORE, Chosen, may_serve, narrow
from holdfast.flows.people.telling import tell_owner
from holdfast.flows.people.tokens import end_token_of
from holdfast.kit.errors import Problem
from holdfast.people import Passwords, Principal, User

__all__ = [
    "AdminNeeded", "LastAdmin", "OwnStanding", "change_roles", "disable", "enable", "end_sessions",
    "end_token",
    "may_change", "person_to_serve", "refuse_oneself", "refuse_own", "reset_second_factor",
    "serves_data", "set_password",
]  # fmt: skip


class AdminNeeded(Problem):
    """A manager who could change staff would be an admin."""

    status = 403
    code = "admin-needed"
    title = "Only an admin may do this"


class OwnStanding(Problem):
    """Nobody raises, demotes or shuts out themselves."""

    status = 403
    code = "own-standing"
    title = "You cannot do this to yourself"


class LastAdmin(Problem):
    """Somebody has to run the shop."""

    status = 409
    code = "last-admin"
    title = "The shop needs an admin"


def may_change(who: Principal, user: UUID, roles: Iterable[str]) -> tuple[str, ...]:
    """What one of staff may do to a user who has these roles."""
    if who.id == people.user_owner(user):
        return ("sessions",)
    if "admin" in who.roles:
        return ("sessions", "standing", "roles", "second-factor", "data")
    return ("sessions", "standing") if may_serve(who, roles) else ()


def refuse_oneself(who: Principal, persons: Iterable[UUID]) -> None:
    """Whose work is narrowed lets nobody in as more than they are who is themself. Raises
    :class:`OwnStanding`."""
    refuse_own(who, map(people.user_owner, persons))


def refuse_own(who: Principal, owners: Iterable[str]) -> None:
    """The same, of who has something. Raises :class:`OwnStanding`."""
    if who.is_narrowed and who.id in owners:
        raise OwnStanding("Another admin can do this for you.")


async def change_roles(
    database: Database,
    user_id: UUID,
    roles: Iterable[str],
    by: Caller,
    *,
    duties: Chosen = AS_BEFORE,
    demo: bool = False,
) -> User:
    """The user with these roles and no others, and of a manager with these duties. Raises a Problem
    for every refusal."""
    async with database.transaction() as connection:
        admins = await people.other_admins(connection, user_id)
        user = await _allowed(connection, user_id, by, "roles", demo=demo)
        if not _runs_the_shop(by) and not user.password_hash:
            raise people.UnknownRole("An ID typed in the demo is a customer's.", field="roles")
        before, roles = list(user.roles), list(roles)
        if "admin" in before and "admin" not in roles and user.active:
            _one_is_left(admins)
        after = await people.set_roles(connection, user_id, roles)
        await narrow(connection, user_id, after, duties)
        now = await people.known_user(connection, user_id, lock=True)
        facts: dict[str, object] = {}
        if sorted(before) != after:
            facts["roles"] = [before, after]
            await _away(connection, user, by, "role", set(before) - set(after))
        if user.duties != now.duties:
            facts["duties"] = [user.duties, now.duties]
        if facts:
            await by.note(connection, "user.roles-changed", people.user_owner(user_id), facts)
        return now


async def disable(
    database: Database, user_id: UUID, by: Caller, reason: str = "", *, demo: bool = False
) -> User:
    """The user may not come in any more: every session, token and link ends."""
    async with database.transaction() as connection:
        admins = await people.other_admins(connection, user_id)
        user = await _allowed(connection, user_id, by, "standing", demo=demo)
        if "admin" in user.roles and user.active:
            _one_is_left(admins)
        sessions = await log_out(connection, user_id)
        tokens = await people.revoke_tokens(connection, user_id)
        await people.end_links(connection, user_id)
        if user.active:
            await people.set_active(connection, user_id, active=False)
            done = {"active": [True, False], "sessions": sessions, "tokens": tokens}
            facts = done | ({"reason": reason} if reason else {})
            await by.note(connection, "user.disabled", people.user_owner(user_id), facts)
            await _away(connection, user, by, "blocked", user.roles)
        return await people.known_user(connection, user_id, lock=True)


async def _away(
    connection: AsyncConnection,
    user: User,
    by: Caller,
    why: Literal["blocked", "role"],
    lost: Iterable[str],
) -> None:
    """Staff hear of what is booked with a photographer or a studio who came in until now."""
    if user.active and "photographer" in lost:
        await write_event(connection, people.PhotographerAway(why, by.actor), user.id, by.request)


async def enable(database: Database, user_id: UUID, by: Caller, *, demo: bool = False) -> User:
    """The user may come in again; what was ended stays so."""
    async with database.transaction() as connection:
        user = await _allowed(connection, user_id, by, "standing", demo=demo)
        if not user.active:
            await people.set_active(connection, user_id, active=True)
            await by.note(
                connection, "user.enabled", people.user_owner(user_id), {"active": [False, True]}
            )
        return await people.known_user(connection, user_id, lock=True)


async def end_sessions(database: Database, user_id: UUID, by: Caller) -> int:
    """Log the user out everywhere; how many sessions there were. Bearer tokens stay."""
    async with database.transaction() as connection:
        await _allowed(connection, user_id, by, "sessions")
        ended = await log_out(connection, user_id)
        if ended:
            facts = {"sessions": [ended, 0]}
            await by.note(connection, "user.sessions-ended", people.user_owner(user_id), facts)
        return ended


async def end_token(database: Database, user_id: UUID, token_id: UUID, by: Caller) -> None:
    """End one of the user's bearer tokens. Raises
    :class:`~holdfast.flows.people.tokens.TokenUnknown`."""
    async with database.transaction() as connection:
        await _allowed(connection, user_id, by, "sessions")
        await end_token_of(connection, by, user_id, token_id)


async def reset_second_factor(database: Database, user_id: UUID, by: Caller) -> bool:
    """Ask no code of the user any more, who has lost what makes them: only an admin may. Sessions
    stay. Whether one was asked."""
    async with database.transaction() as connection:
        user = await _allowed(connection, user_id, by, "second-factor")
        asked = await people.end_factor(connection, user_id)
        if asked:
            owner = people.user_owner(user_id)
            await by.note(connection, "user.second-factor-reset", owner)
            await tell_owner(connection, user, "second-factor-reset", by.request)
        return asked


async def set_password(
    database: Database, passwords: Passwords, user_id: UUID, password: str, by: Caller
) -> int:
    """This password from now on; every session and link ends. How many sessions there were."""
    password_hash = await passwords.hash(password)
    async with database.transaction() as connection:
        user = await _allowed(connection, user_id, by, "standing")
        await people.set_password_hash(connection, user_id, password_hash)
        await people.end_links(connection, user_id)
        ended = await log_out(connection, user_id)
        await by.note(
            connection, "user.password-set", people.user_owner(user_id), {"sessions": [ended, 0]}
        )
        await tell_owner(connection, user, "password-set", by.request)
        return ended


def serves_data(who: Principal) -> None:
    """Only an admin takes out or away what is kept of people. Raises :class:`AdminNeeded`."""
    if "admin" not in who.roles:
        raise AdminNeeded("Only an admin can do this with people's data.")


async def person_to_serve(
    database: Database, user_id: UUID, by: Caller, noted: str = "", *, demo: bool
) -> User:
    """Whose data an admin takes out or away for them; ``noted``: the audit log says so. Raises a
    Problem."""
    async with database.transaction() as connection:
        user = await _allowed(connection, user_id, by, "data", demo=demo)
        if noted:
            await by.note(connection, noted, people.user_owner(user_id))
        return user


async def _allowed(
    connection: AsyncConnection, user_id: UUID, by: Caller, what: str, *, demo: bool = False
) -> User:
    """The user, whom ``by`` may do this to. Raises a Problem."""
    user = await people.known_user(connection, user_id, lock=True)
    if user.is_closed and what != "sessions":
        raise people.ClosedAlready("Nobody comes in by it any more.")
    who = by.principal
    if _runs_the_shop(by):
        return user
    if what not in may_change(who, user_id, user.roles):
        if who.id == people.user_owner(user_id):
            raise OwnStanding("Another admin can do this for you.")
        raise AdminNeeded("Only an admin can change staff and roles.")
    if what != "sessions":
        refuse_demo_account(user, demo=demo)
    return user


def _one_is_left(others: int) -> None:
    if not others:
        raise LastAdmin("Make somebody else an admin first.")


def _runs_the_shop(by: Caller) -> bool:
    """A command of the command line: who runs those holds the database."""
    return by.principal.kind == "process"
