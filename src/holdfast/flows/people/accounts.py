"""People look after their own accounts: sign up, change name, address and password."""

from uuid import UUID

from holdfast import people
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.people.consents import keep_consent
from holdfast.flows.people.logging_out import log_out
from holdfast.flows.people.login_desk import LoginDesk
from holdfast.flows.people.logins import DEMO_USERS, enter
from holdfast.flows.people.telling import tell_owner
from holdfast.kit.errors import Problem
from holdfast.kit.locales import Locale
from holdfast.people import LoginThrottle, Passwords, User

__all__ = [
    "CurrentPasswordWrong",
    "DemoAccount",
    "change_email",
    "change_language",
    "change_name",
    "change_password",
    "check_password",
    "confirm_password",
    "end_all_sessions",
    "refuse_demo_account",
    "sign_up",
]


class CurrentPasswordWrong(Problem):
    """Who is logged in has to say the password once more, and it was another."""

    status = 403
    code = "current-password-wrong"
    title = "The current password is wrong"


class DemoAccount(Problem):
    """Everybody knows the passwords of the demo's accounts: they stay as they are."""

    status = 403
    code = "demo-account"
    title = "Demo accounts cannot be changed"


def refuse_demo_account(user: User, *, demo: bool) -> None:
    """Raises :class:`DemoAccount`."""
    if demo and any(user.email == email for email, *_ in DEMO_USERS):
        raise DemoAccount("Sign up for an account of your own.")


async def sign_up(
    database: Database,
    passwords: Passwords,
    throttle: LoginThrottle,
    name: str,
    email: str,
    password: str,
    address: str,
    guest: str | None,
    request: str,
    *,
    consent: bool,
) -> tuple[User, str]:
    """A new customer and a session's token; what ``guest`` ordered and holds comes along.
    ``consent``: they agree to the privacy text."""
    await throttle.attempt(people.normal_email(email), address)
    password_hash = await passwords.hash(password)  # before looking: both cases take as long
    async with database.transaction() as connection:
        user = await people.add(connection, email, name, password_hash, ("customer",))
        await keep_consent(connection, user, request, given=consent)
        return user, await enter(connection, user.id, guest)


async def change_name(desk: LoginDesk, user_id: UUID, name: str) -> User:
    """Call oneself otherwise."""
    async with desk.database.transaction() as connection:
        refuse_demo_account(await people.known_user(connection, user_id), demo=desk.demo)
        await people.set_name(connection, user_id, name)
        return await people.known_user(connection, user_id)


async def change_language(database: Database, user_id: UUID, locale: Locale) -> None:
    """Be written to in that language from now on. Doing it again changes nothing."""
    async with database.transaction() as connection:
        await people.set_locale(connection, user_id, locale)


async def change_email(desk: LoginDesk, caller: Caller, email: str, password: str) -> User:
    """Log in by another address from now on. Links that were made for the old one end; whoever has
    the old one is told."""
    user = await confirm_password(desk, caller, password)
    async with desk.database.transaction() as connection:
        user = await people.known_user(connection, user.id, lock=True)
        await people.set_email(connection, user.id, email)
        await people.end_links(connection, user.id)
        changed = await people.known_user(connection, user.id)
        facts = {"email": [user.email, changed.email]}
        await caller.note(connection, "user.email-changed", caller.actor, facts)
        if changed.email != user.email:
            await tell_owner(connection, user, "email-changed", caller.request)
    return changed


async def change_password(
    desk: LoginDesk, caller: Caller, current: str, password: str, *, session: str
) -> None:
    """A new password. Every session but this one ends, and so do links to choose another and the
    chat with the bot."""
    user = await confirm_password(desk, caller, current)
    password_hash = await desk.passwords.hash(password)
    async with desk.database.transaction() as connection:
        await people.set_password_hash(connection, user.id, password_hash)
        await log_out(connection, user.id, but=session)
        await people.end_links(connection, user.id)
        await caller.note(connection, "user.password-changed", caller.actor)
        await tell_owner(connection, user, "password-changed", caller.request)


async def end_all_sessions(database: Database, caller: Caller) -> int:
    """Log out everywhere; how many sessions there were."""
    async with database.transaction() as connection:
        ended = await log_out(connection, caller.principal.user_id)
        facts = {"sessions": [ended, 0]}
        await caller.note(connection, "user.sessions-ended", caller.actor, facts)
        return ended


async def confirm_password(desk: LoginDesk, caller: Caller, password: str) -> User:
    """The user, whose password this is. Guesses count as those of a login do."""
    async with desk.database.read() as connection:
        user = await people.known_user(connection, caller.principal.user_id)
    refuse_demo_account(user, demo=desk.demo)
    await check_password(desk, caller, user, password)
    return user


async def check_password(desk: LoginDesk, caller: Caller, user: User, password: str) -> None:
    """Whether it is the user's. Guesses count as those of a login do. Raises
    :class:`CurrentPasswordWrong`."""
    address = caller.principal.address
    await desk.throttle.attempt(user.email, address)
    if not await desk.passwords.verify(user.password_hash, password):
        raise CurrentPasswordWrong("Enter the password you log in with.", field="currentPassword")
    await desk.throttle.succeeded(user.email, address)
