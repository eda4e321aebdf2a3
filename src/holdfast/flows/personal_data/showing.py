"""Whoever wants to close their account shows that it is theirs: by the password, or, who has none,
by a code that is mailed to its address."""

import hmac

from holdfast import people
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.people.accounts import confirm_password
from holdfast.flows.people.login_desk import LoginDesk
from holdfast.flows.personal_data.closing import may_close
from holdfast.kit.errors import Problem
from holdfast.people import ClosingCodeWanted, CodeWrong, LoginThrottle, User

__all__ = ["HasPassword", "ask_closing_code", "must_be_theirs"]


class HasPassword(Problem):
    """Who has a password says that: no code is mailed."""

    status = 409
    code = "has-password"
    title = "Use your password"


async def ask_closing_code(
    database: Database, throttle: LoginThrottle, caller: Caller, locale: str | None, *, demo: bool
) -> None:
    """Have a code mailed to the address of the caller's account. Raises :class:`HasPassword`,
    :class:`~holdfast.people.TooManyLinks`."""
    user = await _own(database, caller)
    may_close(user, demo=demo)
    if user.password_hash:
        raise HasPassword("Close the account with your password.")
    await throttle.attempt(user.email, caller.principal.address)
    async with database.transaction() as connection:
        code = await people.new_code(connection, caller.actor, user.email)
        fact = ClosingCodeWanted(caller.actor, user.email, locale)
        await write_event(connection, fact, code, caller.request)


async def must_be_theirs(
    desk: LoginDesk, mailing: Mailing | None, caller: Caller, password: str, code: str
) -> None:
    """Raises :class:`~holdfast.flows.people.accounts.CurrentPasswordWrong`, of who has no password
    :class:`~holdfast.people.CodeWrong` and :class:`~holdfast.people.CodeExpired`."""
    user = await _own(desk.database, caller)
    may_close(user, demo=desk.demo)
    if user.password_hash:
        await confirm_password(desk, caller, password)
        return
    async with desk.database.transaction() as connection:  # that it was tried counts by itself
        asked = await people.code_to_try(connection, caller.actor)
    given = "".join(one for one in code if one.isalnum())
    right = "" if mailing is None else mailing.closing_code(asked.id)
    if asked.email != user.email or not hmac.compare_digest(given.encode(), right.encode()):
        raise CodeWrong("Look at the last mail again.", field="code")


async def _own(database: Database, caller: Caller) -> User:
    async with database.read() as connection:
        return await people.known_user(connection, caller.principal.user_id)
