"""People come in: users added, logins, the demo's users."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import people
from holdfast.analytics import adopt_choice
from holdfast.booking.bookings import adopt_bookings
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.made_once import key_of
from holdfast.flows.people.guest_carts import bring_cart
from holdfast.flows.people.guest_clients import adopt_client
from holdfast.flows.people.login_desk import LoginDesk
from holdfast.flows.people.narrowing import narrow
from holdfast.flows.people.second_codes import use_code
from holdfast.flows.people.telling import tell_owner
from holdfast.kit.errors import Problem
from holdfast.orders import adopt_orders
from holdfast.packages import adopt_certificates
from holdfast.people import Passwords, SecondStep, SecondStepOver, User
from holdfast.waiting import adopt_line

__all__ = [
    "DEMO_USERS",
    "AccountDisabled",
    "WrongPassword",
    "add_demo_users",
    "add_user",
    "come_in",
    "enter",
    "finish_login",
    "forget_sessions",
    "log_in",
]

# Only `--demo` adds these; the login page and the README show them.
DEMO_USERS: Final = (
    ("admin@example.com", "Ada Admin", "holdfast-admin", ("admin",)),
    ("manager@example.com", "Mina Manager", "holdfast-manager", ("manager",)),
    ("customer@example.com", "Carl Customer", "holdfast-customer", ("customer",)),
    # They sell once the demo's marketplace is there (`flows.demo.sellers`).
    ("aperture@example.com", "Alma Lund", "holdfast-seller", ("customer",)),
    ("timekeepers@example.com", "Timur Hale", "holdfast-seller", ("customer",)),
    # They have calendars once the demo's studios are there (`flows.demo.studio`).
    ("vera.lebedeva@example.com", "Vera Lebedeva", "holdfast-photographer", ("photographer",)),
    ("studio.moscow@example.com", "Maxim Orlov", "holdfast-studio", ("photographer",)),
)


class AccountDisabled(Problem):
    """The password is right; the shop lets this user in no more."""

    status = 403
    code = "account-disabled"
    title = "This account is blocked"


class WrongPassword(Problem):
    """No such user, or not that password: which, is not said."""

    status = 401
    code = "wrong-password"
    title = "Wrong email or password"


async def add_user(
    database: Database,
    passwords: Passwords,
    by: Caller,
    email: str,
    name: str,
    password: str,
    roles: Iterable[str] = ("customer",),
    duties: Iterable[str] | None = None,
) -> User:
    """Add a user; the audit log says by whom. ``duties``: of a manager, if not all."""
    password_hash = await passwords.hash(password)
    async with database.transaction() as connection:
        user = await people.add(connection, email, name, password_hash, roles, key_of(by))
        facts: dict[str, object] = {"email": user.email, "roles": list(user.roles)}
        if duties is not None:
            facts["duties"] = await narrow(connection, user.id, user.roles, duties)
        await by.note(connection, "user.added", people.user_owner(user.id), facts)
    return user


async def log_in(
    desk: LoginDesk,
    email: str,
    password: str,
    address: str,
    now: datetime,
    guest: str | None = None,
) -> tuple[User, str | SecondStep]:
    """The user and a new session's token, or the login that waits for a code now. Takes as long for
    an unknown user as for a known one.

    What ``guest`` ordered becomes the user's: a cart held before logging in is paid after it.
    """
    email = people.normal_email(email)
    await desk.throttle.attempt(email, address)
    async with desk.database.read() as connection:
        user = await people.by_email(connection, email)
    right = await desk.passwords.verify(None if user is None else user.password_hash, password)
    if user is None or not right:
        raise WrongPassword
    await desk.throttle.succeeded(email, address)
    if not user.active:
        raise AccountDisabled("The shop has blocked this account. Contact the shop.")
    outdated = desk.passwords.outdated(user.password_hash)
    renewed = await desk.passwords.hash(password) if outdated else None
    async with desk.database.transaction() as connection:
        yet = await people.by_id(connection, user.id, lock=True)
        if yet is None or not yet.active:  # blocked at this very moment
            raise AccountDisabled("The shop has blocked this account. Contact the shop.")
        if yet.password_hash == user.password_hash:
            if renewed is not None:
                await people.set_password_hash(connection, user.id, renewed)
        elif not await desk.passwords.verify(yet.password_hash, password):
            raise WrongPassword  # another was chosen at this very moment
        return user, await come_in(connection, user.id, guest, now)


async def come_in(
    connection: AsyncConnection, user: UUID, guest: str | None, now: datetime
) -> str | SecondStep:
    """As :func:`enter`, for who has shown the first factor, whatever that was: of whom a code is
    asked, the login that waits for it."""
    kept = await people.factor_of(connection, user)
    if kept is not None and kept.confirmed_at is not None:
        return await people.new_step(connection, user, now)
    return await enter(connection, user, guest)


async def finish_login(
    desk: LoginDesk, step: str, code: str, now: datetime, request: str, guest: str | None = None
) -> tuple[User, str]:
    """The user and a new session's token, by the code that the login waited for. Raises
    :class:`SecondStepOver`, :class:`SecondCodeWrong`, :class:`TooManySecondCodes`."""
    async with desk.database.transaction() as connection:
        user_id = await people.step_to_try(connection, step, now)
    await desk.factors.throttle.attempt(user_id, people.normal_code(code))
    async with desk.database.transaction() as connection:
        user = await people.by_id(connection, user_id, lock=True)
        if user is None or not user.active:
            raise AccountDisabled("The shop has blocked this account. Contact the shop.")
        came_from = await use_code(connection, desk.factors, user_id, code, now)
        if not await people.take_step(connection, step):
            raise SecondStepOver("Log in again.", field="step")
        if came_from == "recovery":
            owner = people.user_owner(user_id)
            await people.note(connection, owner, "user.recovery-code-used", owner, request=request)
            await tell_owner(connection, user, "recovery-code-used", request)
        return user, await enter(connection, user_id, guest)


async def enter(connection: AsyncConnection, user: UUID, guest: str | None) -> str:
    """A new session's token: every way in ends here. What ``guest`` ordered, holds, waits for in
    line and has in the cart becomes the user's; so does who they are at a login provider that
    waited for it."""
    if guest is not None:
        owner = people.user_owner(user)
        # In the order in which the ledger's lane locks them: neither waits for the other for ever.
        await adopt_bookings(connection, guest, owner)
        await adopt_orders(connection, guest, owner)
        await adopt_certificates(connection, guest, owner)
        await adopt_line(connection, guest, owner)
        await adopt_client(connection, guest, owner)
        await bring_cart(connection, guest, owner)
        await adopt_choice(connection, guest, owner)
        provider = await people.connect_waiting(connection, guest, user)
        if provider is not None:
            await people.note(
                connection, owner, "user.login-connected", owner, {"provider": provider}
            )
            known = await people.by_id(connection, user)
            assert known is not None  # whose identity it became
            await tell_owner(connection, known, "login-connected", provider=provider)
    return await people.open_session(connection, user, guest)


async def forget_sessions(database: Database) -> int:
    """Remove sessions that are over, and one-time links that ended long ago."""
    async with database.transaction() as connection:
        await people.sweep_links(connection)
        await people.sweep_contacts(connection)
        await people.sweep_waiting(connection)
        await people.sweep_steps(connection)
        return await people.sweep_sessions(connection)


async def add_demo_users(database: Database, passwords: Passwords) -> None:
    """Add the demo's users that are not there yet; who had no password in an older demo has one."""
    for email, name, password, roles in DEMO_USERS:
        async with database.read() as connection:
            known = await people.by_email(connection, email)
        if known is None:
            await add_user(database, passwords, process("demo"), email, name, password, roles)
        elif known.password_hash == people.NO_PASSWORD:
            password_hash = await passwords.hash(password)
            async with database.transaction() as connection:
                await people.set_password_hash(connection, known.id, password_hash)
