"""People come in by a login provider, and connect one with their account or disconnect it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import people
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.people import logins
from holdfast.flows.people.accounts import confirm_password, refuse_demo_account
from holdfast.flows.people.consents import keep_consent
from holdfast.flows.people.login_desk import LoginDesk
from holdfast.flows.people.logins import AccountDisabled
from holdfast.flows.people.telling import tell_owner
from holdfast.kit.errors import Problem
from holdfast.kit.sentences import say
from holdfast.people import SecondStep, User
from holdfast.people.login_providers import Somebody

__all__ = [
    "EmailHasAccount", "EmailNotConfirmed", "LastWayIn", "NotConnected", "come_in", "connect_own",
    "disconnect_own", "may_connect",
]  # fmt: skip


class EmailHasAccount(Problem):
    """An account has the address that the provider says: whose it is, its password shows, once."""

    status = 409
    code = "login-email-has-account"
    title = "There is an account with this address"


class EmailNotConfirmed(Problem):
    """The provider says no address, or none at which it has seen mail arrive."""

    status = 409
    code = "login-email-not-confirmed"
    title = "The provider has confirmed no email address"


class LastWayIn(Problem):
    """Without a password and without it nobody could log in to the account."""

    status = 409
    code = "last-way-in"
    title = "This is the only way into your account"


class NotConnected(Problem):
    """No identity of this provider is the account's."""

    status = 404
    code = "login-not-connected"
    title = "This is not connected"


async def come_in(
    database: Database,
    who: Somebody,
    title: str,
    guest: str | None,
    request: str,
    now: datetime,
    *,
    consent: bool,
) -> tuple[User, str | SecondStep]:
    """Whose identity it is, and a new session's token or the login that waits for a code; what
    ``guest`` ordered and holds comes along. A verified address that nobody has makes an account;
    one that somebody has waits for their password. Raises
    :class:`~holdfast.flows.people.consents.ConsentMissing`, :class:`EmailHasAccount`,
    :class:`EmailNotConfirmed`, :class:`~holdfast.flows.people.logins.AccountDisabled`."""
    try:
        return await _come_in(database, who, title, guest, request, now, consent=consent)
    except people.EmailTaken:  # by whoever was quicker by a moment: now it is there
        return await _come_in(database, who, title, guest, request, now, consent=consent)


async def _come_in(
    database: Database,
    who: Somebody,
    title: str,
    guest: str | None,
    request: str,
    now: datetime,
    *,
    consent: bool,
) -> tuple[User, str | SecondStep]:
    async with database.transaction() as connection:
        await people.lock_identity(connection, who)
        known = await people.account_of(connection, who)
        if known is not None:
            user = await people.by_id(connection, known, lock=True)
            if user is None or not user.active:
                raise AccountDisabled("The shop has blocked this account. Contact the shop.")
            return user, await logins.come_in(connection, user.id, guest, now)
        email = await _email_of(connection, who, guest)
        user = None if email is None else await people.by_email(connection, email)
        if user is None:
            if email is None:
                raise EmailNotConfirmed(
                    say("Sign up with a password, and connect {provider} then.", provider=title)
                )
            user = await _new_account(connection, who, email, request)
            await keep_consent(connection, user, request, given=consent)
            return user, await logins.come_in(connection, user.id, guest, now)
        if guest is not None:
            await people.wait_for_password(connection, guest, user.id, who)
    raise EmailHasAccount(
        say("Log in with its password once: {provider} is connected with it then.", provider=title),
        extra={"email": user.email},
    )


async def may_connect(desk: LoginDesk, caller: Caller, password: str) -> None:
    """Who is logged in says the password once more, where there is one: what is connected opens the
    account for good. Raises :class:`~holdfast.flows.people.accounts.CurrentPasswordWrong`."""
    async with desk.database.read() as connection:
        user = await people.known_user(connection, caller.principal.user_id)
    if user.password_hash:
        await confirm_password(desk, caller, password)
    else:
        refuse_demo_account(user, demo=desk.demo)
        _refuse_typed(user)


async def connect_own(database: Database, who: Somebody, caller: Caller) -> None:
    """The identity is the caller's from now on. Raises :class:`~holdfast.people.IdentityTaken`."""
    async with database.transaction() as connection:
        await people.lock_identity(connection, who)
        if await people.connect(connection, caller.principal.user_id, who):
            facts = {"provider": who.provider, "email": who.email}
            await caller.note(connection, "user.login-connected", caller.actor, facts)
            user = await people.known_user(connection, caller.principal.user_id)
            await tell_owner(
                connection, user, "login-connected", caller.request, provider=who.provider
            )


async def disconnect_own(database: Database, provider: str, caller: Caller) -> None:
    """Nobody comes in by it any more. Raises :class:`LastWayIn`, :class:`NotConnected`."""
    async with database.transaction() as connection:
        user = await people.known_user(connection, caller.principal.user_id, lock=True)
        theirs = await people.identities_of(connection, user.id)
        if all(one.provider != provider for one in theirs):
            raise NotConnected("It may have been disconnected meanwhile.")
        if len(theirs) == 1 and not user.password_hash:
            raise LastWayIn("Choose a password first.")
        await people.disconnect(connection, user.id, provider)
        facts = {"provider": provider}
        await caller.note(connection, "user.login-disconnected", caller.actor, facts)
        await tell_owner(connection, user, "login-disconnected", caller.request, provider=provider)


async def _email_of(connection: AsyncConnection, who: Somebody, guest: str | None) -> str | None:
    """An address at which mail reaches them: the provider has seen that, or we have, by a code that
    came back just now: a shared computer remembers others."""
    if who.email and who.email_verified:
        return people.normal_email(who.email)
    said = None if guest is None else await people.contact_of_guest(connection, guest)
    if said is None or not said.recent:
        return None
    return said.email if who.email in ("", said.email) else None


async def _new_account(
    connection: AsyncConnection, who: Somebody, email: str, request: str
) -> User:
    user = await people.add(connection, email, who.name[:100], people.NO_PASSWORD, ("customer",))
    await people.verify_email(connection, user.id, user.email)
    await people.connect(connection, user.id, who)
    owner, facts = people.user_owner(user.id), {"provider": who.provider, "email": user.email}
    await people.note(connection, owner, "user.signed-up-by-provider", owner, facts, request)
    return user


def _refuse_typed(user: User) -> None:
    if people.is_typed(user.id, user.email):
        raise NotConnected("A user who is typed in the demo logs in by no provider.")
