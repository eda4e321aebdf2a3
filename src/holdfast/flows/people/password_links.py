"""A forgotten password: staff make a one-time link, and whoever has it chooses a new password."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import people
from holdfast.booking.calendars import end_calendar_links
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.people.accounts import refuse_demo_account
from holdfast.flows.people.logging_out import log_out
from holdfast.flows.people.logins import DEMO_USERS
from holdfast.flows.people.narrowing import may_serve
from holdfast.flows.people.telling import tell_owner
from holdfast.kit.errors import Problem
from holdfast.mail import leave_number
from holdfast.people import LoginThrottle, Passwords, User

__all__ = [
    "DEMO_ADDRESSES",
    "NoPassword", "StaffPassword", "ask_password_link", "choose_password",
    "mail_password_link", "make_password_link",
]  # fmt: skip

DEMO_ADDRESSES: Final = frozenset(email for email, *_ in DEMO_USERS)
_ANYBODYS: Final = frozenset({"customer"})
"""Roles of whoever signs up."""


class StaffPassword(Problem):
    """A manager who could choose an admin's password would be one."""

    status = 403
    code = "staff-password"
    title = "Only an admin may do this for staff"


class NoPassword(Problem):
    """A typed user of the demo: nobody logs in by password as one."""

    status = 409
    code = "no-password"
    title = "This user has no password"


async def make_password_link(
    database: Database, user_id: UUID, by: Caller, *, demo: bool
) -> tuple[str, datetime]:
    """A link's token and when it ends. Links made before for this user end now."""
    async with database.transaction() as connection:
        await _whose_link(connection, user_id, by, demo=demo)
        await people.end_links(connection, user_id)
        token, ends = await people.new_link(connection, "password", user_id)
        await by.note(connection, "user.password-link", people.user_owner(user_id))
    return token, ends


async def mail_password_link(
    database: Database, user_id: UUID, by: Caller, *, sends: bool, demo: bool
) -> str | None:
    """Have a link mailed to this user; to which address. None of a shop that ``sends`` no mail. One
    that was made stays good beside it."""
    async with database.transaction() as connection:
        user = await _whose_link(connection, user_id, by, demo=demo)
        if not sends:
            return None
        await write_event(connection, people.PasswordLinkWanted(by="staff"), user.id, by.request)
        await by.note(connection, "user.password-link", people.user_owner(user_id))
    return user.email


async def _whose_link(
    connection: AsyncConnection, user_id: UUID, by: Caller, *, demo: bool
) -> User:
    """Who may have a link by the hand of who asks. Raises a Problem for everybody else."""
    user = await people.known_user(connection, user_id)
    if user.is_closed:
        raise people.ClosedAlready("Nobody comes in by it any more.")
    refuse_demo_account(user, demo=demo)
    if people.is_typed(user.id, user.email):
        raise NoPassword("An ID typed in the demo needs no password.")
    if "admin" not in by.principal.roles and not may_serve(by.principal, user.roles):
        raise StaffPassword("Ask an admin to make the link.")
    return user


async def ask_password_link(
    database: Database, throttle: LoginThrottle, email: str, address: str, request: str, *,
    demo: bool, locale: str | None,
) -> None:  # fmt: skip
    """Have a link mailed to whose address this is, if it is anybody's, in the language of who asks,
    who is told nothing of that."""
    await throttle.attempt(people.normal_email(email), address)
    async with database.transaction() as connection:
        user = await people.by_email(connection, email)
        known = demo and user is not None and user.email in DEMO_ADDRESSES
        if user is None or not user.active or known or people.is_typed(user.id, user.email):
            return
        fact = people.PasswordLinkWanted(locale)
        await write_event(connection, fact, user.id, request)


async def choose_password(
    database: Database, passwords: Passwords, token: str, password: str, request: str
) -> User:
    """Use the link up: this password from now on, and every session ends. Of an account whose
    address nobody had confirmed, login providers are disconnected, too, and of a customer's no code
    is asked any more, their calendars read nothing, and their number hears of nothing."""
    async with database.read() as connection:
        await people.read_link(connection, token)  # who has none costs no hash
    password_hash = await passwords.hash(password)
    async with database.transaction() as connection:
        link = await people.use_link(connection, token, "password")
        user = None if link.user is None else await people.by_id(connection, link.user)
        if user is None:
            raise people.LinkUnknown("This account no longer exists.", field="link")
        await people.set_password_hash(connection, user.id, password_hash)
        await log_out(connection, user.id)
        await people.end_links(connection, user.id)
        if not await people.email_verified(connection, user.id):
            await _end_what_others_set(connection, user, request)
        owner = people.user_owner(user.id)
        await people.note(connection, owner, "user.password-reset", owner, request=request)
        await tell_owner(connection, user, "password-chosen", request)
    return user


async def _end_what_others_set(connection: AsyncConnection, user: User, request: str) -> None:
    """Whoever made the account may be another than who has the address, and would come in by what
    they connected, read on by their calendar or their telephone, or keep its owner out. Of who has
    a role the shop knows who they are."""
    owner = people.user_owner(user.id)
    for provider in await people.disconnect_all(connection, user.id):
        await tell_owner(connection, user, "login-disconnected", request, provider=provider)
    if not _ANYBODYS.issuperset(user.roles):
        return
    await end_calendar_links(connection, owner)
    if await leave_number(connection, owner):
        await people.note(connection, owner, "user.number-left", owner, request=request)
    if await people.end_factor(connection, user.id):
        await people.note(connection, owner, "user.second-factor-off", owner, request=request)
        await tell_owner(connection, user, "second-factor-off", request)
