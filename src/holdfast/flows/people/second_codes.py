"""Codes of a second factor, as they are checked wherever one is asked for."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import people
from holdfast.kit.errors import Problem
from holdfast.kit.sealing import Sealer, SecretChanged
from holdfast.people import SecondCodeThrottle, SecondCodeWrong

__all__ = ["SecondFactorOff", "SecondFactors", "use_code"]


class SecondFactorOff(Problem):
    """No code is asked of this user: there is nothing to check one by."""

    status = 409
    code = "second-factor-off"
    title = "The second factor is not set up"


class SecondFactors(Struct, frozen=True):
    """What opens the apps' secrets, and how often codes are tried."""

    sealer: Sealer
    throttle: SecondCodeThrottle


async def use_code(
    connection: AsyncConnection, factors: SecondFactors, user: UUID, code: str, now: datetime
) -> Literal["app", "recovery"]:
    """What the right code came from: it is used up, if the transaction commits. Raises
    :class:`SecondFactorOff`, :class:`SecondCodeWrong`."""
    kept = await people.factor_of(connection, user)
    if kept is None or kept.confirmed_at is None:
        raise SecondFactorOff("Set it up first.")
    typed = people.normal_code(code)
    if not people.is_timed(typed):
        if await people.use_recovery_code(connection, user, typed, now):
            return "recovery"
        raise SecondCodeWrong("Each recovery code works once.", field="code")
    try:
        secret = factors.sealer.unseal(user, kept.sealed).decode()
    except SecretChanged:
        raise SecondCodeWrong(
            "The shop's secret was changed: use a recovery code.", field="code"
        ) from None
    step = people.step_of(secret, typed, now, kept.used)
    if step is None or not await people.use_step(connection, user, step):
        raise SecondCodeWrong("Enter the code the app shows now; each works once.", field="code")
    return "app"
