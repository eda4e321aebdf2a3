"""People turn a second factor on and off for themselves."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import people
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.people.accounts import confirm_password
from holdfast.flows.people.logging_out import log_out
from holdfast.flows.people.login_desk import LoginDesk
from holdfast.flows.people.password_links import NoPassword
from holdfast.flows.people.second_codes import SecondFactorOff, use_code
from holdfast.flows.people.telling import tell_owner
from holdfast.kit.errors import Problem
from holdfast.kit.sealing import SecretChanged
from holdfast.people import SecondCodeWrong, User

__all__ = [
    "SecondFactorOn", "Standing", "begin_second_factor", "confirm_second_factor",
    "renew_recovery_codes", "second_factor_standing", "turn_off_second_factor",
]  # fmt: skip


class SecondFactorOn(Problem):
    """One is on: it is turned off before another takes its place."""

    status = 409
    code = "second-factor-on"
    title = "The second factor is on already"


class Standing(Struct, frozen=True):
    """``since``: None while it is off. ``can``: a code comes after a password alone."""

    since: datetime | None
    recovery_left: int
    can: bool


async def second_factor_standing(database: Database, user_id: UUID) -> Standing:
    """Whether a code is asked of this user, and how many recovery codes are left."""
    async with database.read() as connection:
        user = await people.known_user(connection, user_id)
        kept = await people.factor_of(connection, user_id)
        left = await people.recovery_left(connection, user_id)
    return Standing(None if kept is None else kept.confirmed_at, left, bool(user.password_hash))


async def begin_second_factor(
    desk: LoginDesk, caller: Caller, password: str, issuer: str
) -> tuple[str, str]:
    """A new secret, and its address for the app: asked for once a code of it confirms it."""
    user = await _confirmed(desk, caller, password)
    secret = people.new_secret()
    sealed = desk.factors.sealer.seal(user.id, secret.encode())
    async with desk.database.transaction() as connection:
        if not await people.begin_factor(connection, user.id, sealed):
            raise SecondFactorOn("Turn it off first.")
    return secret, people.setup_uri(secret, user.email, issuer)


async def confirm_second_factor(
    desk: LoginDesk, caller: Caller, code: str, now: datetime, *, session: str
) -> list[str]:
    """Ask for a code from now on; the recovery codes, shown this once. Every other session ends,
    and so does the chat with the bot: none was opened with a code."""
    user_id, typed = caller.principal.user_id, people.normal_code(code)
    await desk.factors.throttle.attempt(user_id, typed)
    async with desk.database.transaction() as connection:
        user = await people.known_user(connection, user_id, lock=True)
        kept = await people.factor_of(connection, user_id)
        if kept is None:
            raise SecondFactorOff("Set it up first.")
        if kept.confirmed_at is not None:
            raise SecondFactorOn("Turn it off first.")
        try:
            secret = desk.factors.sealer.unseal(user_id, kept.sealed).decode()
        except SecretChanged:
            raise SecondFactorOff("Set it up first.") from None
        step = people.step_of(secret, typed, now, None)
        if step is None:
            raise SecondCodeWrong("Enter the code that the app shows now.", field="code")
        if not await people.confirm_factor(connection, user_id, kept.sealed, step, now):
            raise SecondFactorOff("Set it up first.")
        codes = await _new_codes(connection, user_id)
        await log_out(connection, user_id, but=session)
        await caller.note(connection, "user.second-factor-on", caller.actor)
        await tell_owner(connection, user, "second-factor-on", caller.request)
    return codes


async def renew_recovery_codes(
    desk: LoginDesk, caller: Caller, password: str, code: str, now: datetime
) -> list[str]:
    """New recovery codes, shown this once; those before work no more."""
    user = await _confirmed(desk, caller, password)
    await desk.factors.throttle.attempt(user.id, people.normal_code(code))
    async with desk.database.transaction() as connection:
        await people.by_id(connection, user.id, lock=True)
        await use_code(connection, desk.factors, user.id, code, now)
        codes = await _new_codes(connection, user.id)
        await caller.note(connection, "user.recovery-codes-renewed", caller.actor)
        await tell_owner(connection, user, "recovery-codes-renewed", caller.request)
    return codes


async def turn_off_second_factor(
    desk: LoginDesk, caller: Caller, password: str, code: str, now: datetime
) -> None:
    """Ask for no code any more. It takes the password and a code."""
    user = await _confirmed(desk, caller, password)
    await desk.factors.throttle.attempt(user.id, people.normal_code(code))
    async with desk.database.transaction() as connection:
        await people.by_id(connection, user.id, lock=True)
        await use_code(connection, desk.factors, user.id, code, now)
        await people.end_factor(connection, user.id)
        await caller.note(connection, "user.second-factor-off", caller.actor)
        await tell_owner(connection, user, "second-factor-off", caller.request)


async def _confirmed(desk: LoginDesk, caller: Caller, password: str) -> User:
    async with desk.database.read() as connection:
        if not (await people.known_user(connection, caller.principal.user_id)).password_hash:
            raise NoPassword("A second factor comes after a password.")
    return await confirm_password(desk, caller, password)


async def _new_codes(connection: AsyncConnection, user: UUID) -> list[str]:
    codes = people.new_recovery_codes()
    await people.replace_recovery_codes(connection, user, codes)
    return codes
