"""A member shows that mail at the account's address is theirs: a link goes there, and they open
it, logged in. Who has the mail and not the account may be another than who made it."""

from holdfast import people
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.people.accounts import refuse_demo_account
from holdfast.kit.errors import Problem
from holdfast.people import LoginThrottle

__all__ = ["AlreadyVerified", "LinkOfAnother", "ask_email_link", "open_email_link"]


class AlreadyVerified(Problem):
    """Nothing is to be shown of this address any more."""

    status = 409
    code = "email-verified"
    title = "The address is confirmed already"


class LinkOfAnother(Problem):
    """Whoever is logged in has another account than the one whose address it confirms."""

    status = 409
    code = "email-link-of-another"
    title = "This link confirms the address of another account"


async def ask_email_link(
    database: Database,
    throttle: LoginThrottle,
    caller: Caller,
    *,
    demo: bool,
    locale: str | None,
) -> None:
    """Have a link mailed to the caller's address. Raises :class:`AlreadyVerified`,
    :class:`~holdfast.people.TooManyLinks`."""
    async with database.read() as connection:
        user = await people.known_user(connection, caller.principal.user_id)
        if await people.email_verified(connection, user.id):
            raise AlreadyVerified("You need no link.")
    refuse_demo_account(user, demo=demo)
    await throttle.attempt(user.email, caller.principal.address)
    async with database.transaction() as connection:
        await write_event(connection, people.EmailLinkWanted(locale), user.id, caller.request)


async def open_email_link(database: Database, token: str, caller: Caller) -> None:
    """Use the link up: the address of the caller's account is verified, if it still is that to
    which it went. Raises :class:`LinkOfAnother`, :class:`~holdfast.people.LinkUnknown`,
    :class:`~holdfast.people.LinkUsed`, :class:`~holdfast.people.LinkExpired`."""
    async with database.transaction() as connection:
        link = await people.use_link(connection, token, "email")
        if link.user is None or link.email is None:
            raise people.LinkUnknown("This account no longer exists.", field="link")
        owner = people.user_owner(link.user)
        if caller.actor != owner:
            raise LinkOfAnother("Log in with the address that the link went to.", field="link")
        if not await people.verify_email(connection, link.user, link.email):
            raise people.LinkExpired("Ask for a new link.", field="link")
        await people.note(connection, owner, "user.email-verified", owner, request=caller.request)
