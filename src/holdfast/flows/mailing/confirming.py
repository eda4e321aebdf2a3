"""A guest or a member shows that mail reaches them: a code goes to their address, and comes back by
the same browser. A link would show only that somebody there opened it."""

import hmac
from typing import Final

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import people
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.mailing.guest_contact import ContactInvalid
from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.people.accounts import refuse_demo_account
from holdfast.flows.people.verifying import AlreadyVerified
from holdfast.mail import reachable
from holdfast.people import CodeWrong, LoginThrottle, Principal

__all__ = [
    "Contact", "ask_contact_code", "confirm_by_code", "confirmed_contact", "contact_now",
    "contact_of_who_is_there", "forget_contact",
]  # fmt: skip

NOBODYS: Final = ""


class Contact(Struct, frozen=True):
    """Where somebody says that mail reaches them; ``confirmed``: and has shown it; ``recent``: and
    is surely there still: of a guest, within the hour; of a member, as long as they are logged
    in."""

    email: str = NOBODYS
    confirmed: bool = False
    recent: bool = False


async def contact_now(connection: AsyncConnection, who: Principal | None) -> Contact:
    """A member's is the address of the account; a guest's, what they said last."""
    if who is not None and who.kind == "user":
        user = await people.by_id(connection, who.user_id)
        if user is None:
            return Contact()
        verified = await people.email_verified(connection, user.id)
        return Contact(user.email, verified, verified)
    said = None if who is None else await people.contact_of_guest(connection, who.id)
    return Contact() if said is None else Contact(said.email, said.confirmed, said.recent)


async def confirmed_contact(database: Database, who: Principal) -> str:
    """An address at which mail reaches them; none: nobody knows one."""
    async with database.read() as connection:
        found = await contact_now(connection, who)
    return found.email if found.confirmed else NOBODYS


async def contact_of_who_is_there(database: Database, who: Principal) -> str:
    """The same, of who is there now: a shared computer remembers what others confirmed."""
    async with database.read() as connection:
        found = await contact_now(connection, who)
    return found.email if found.recent else NOBODYS


async def forget_contact(database: Database, who: Principal | None) -> None:
    """A guest has not confirmed anything in this browser; a member's address stays theirs."""
    if who is not None and who.kind == "guest":
        async with database.transaction() as connection:
            await people.forget_contact(connection, who.id)


async def ask_contact_code(
    database: Database,
    throttle: LoginThrottle,
    caller: Caller,
    email: str,
    locale: str | None,
    *,
    demo: bool,
) -> str:
    """Have a code mailed: to a member's own address, to the one a guest says; which that is.
    Raises :class:`AlreadyVerified`, :class:`ContactInvalid`,
    :class:`~holdfast.people.TooManyLinks`."""
    who = caller.principal
    async with database.read() as connection:
        now = await contact_now(connection, who)
        if who.kind == "user":
            user = await people.known_user(connection, who.user_id)
            refuse_demo_account(user, demo=demo)
    address = now.email if who.kind == "user" else reachable(email)
    if not address:
        raise ContactInvalid("Mail cannot go to this address.", field="email")
    address = address.lower()
    if now.recent and now.email == address:
        raise AlreadyVerified("You need no code.")
    await throttle.attempt(address, who.address)
    async with database.transaction() as connection:
        code = await people.new_code(connection, who.id, address)
        fact = people.ContactCodeWanted(who.id, address, locale)
        await write_event(connection, fact, code, caller.request)
    return address


async def confirm_by_code(
    database: Database, mailing: Mailing, caller: Caller, code: str
) -> Contact:
    """The code came back: mail there reaches them. Raises
    :class:`~holdfast.people.CodeExpired`, :class:`~holdfast.people.CodeWrong`."""
    who = caller.principal
    async with database.transaction() as connection:  # that it was tried counts by itself
        asked = await people.code_to_try(connection, who.id)
    given = "".join(one for one in code if one.isalnum())
    if not hmac.compare_digest(given.encode(), mailing.contact_code(asked.id).encode()):
        raise CodeWrong("Look at the last mail again.", field="code")
    async with database.transaction() as connection:
        there = await people.confirm_contact(connection, who.id, asked.id)
        if there and who.kind == "user":
            there = await people.verify_email(connection, who.user_id, asked.email)
            await people.note(
                connection, who.id, "user.email-verified", who.id, request=caller.request
            )
        if not there:
            raise people.CodeExpired("Ask for a new code.", field="code")
    return Contact(asked.email, confirmed=True, recent=True)
