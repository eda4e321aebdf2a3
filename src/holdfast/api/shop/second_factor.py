"""One's own second factor: turned on and off, and codes for when the app is lost."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import (
    Member,
    caller,
    database,
    exchange,
    login_desk,
    shop_parts,
)
from holdfast.api.shell.state import state_of
from holdfast.api.shop.profile import Password
from holdfast.flows.people.accounts import CurrentPasswordWrong, DemoAccount
from holdfast.flows.people.password_links import NoPassword
from holdfast.flows.people.second_codes import SecondFactorOff
from holdfast.flows.people.second_factors import (
    SecondFactorOn,
    begin_second_factor,
    confirm_second_factor,
    renew_recovery_codes,
    second_factor_standing,
    turn_off_second_factor,
)
from holdfast.kit.clock import shop_now
from holdfast.kit.squares import square_code
from holdfast.people import SecondCodeWrong, TooManyLogins, TooManySecondCodes, UserUnknown

__all__ = ["Code", "router"]

router = APIRouter(prefix="/api/profile/second-factor", tags=["session"])

Code = Annotated[
    str,
    Field(
        min_length=1,
        max_length=40,
        description="Six digits of the app, or a recovery code; spaces and dashes do not count",
    ),
]


class SecondFactorShown(Answer):
    on: bool
    since: Instant | None
    recovery_codes_left: int
    can: bool = Field(description="It comes after a password: whoever has none cannot turn it on")
    needed: bool = Field(description="Roles of theirs wait for it")


class SecondFactorBegun(Ask):
    current_password: Password


class SecondFactorSecret(Answer):
    """Shown this once. No code is asked for until one has confirmed it."""

    secret: str = Field(description="Base32, to be typed into the app")
    address: str = Field(description="`otpauth://`, as the picture says it")
    picture: str = Field(description="That as a QR code: an SVG document")


class SecondFactorConfirmed(Ask):
    code: Code


class RecoveryCodes(Answer):
    """Shown this once; each works once in place of the app's code."""

    recovery_codes: list[str]


class SecondFactorChanged(Ask):
    current_password: Password
    code: Code


@router.get("", responses=problems(UserUnknown))
async def get_second_factor(request: Request, who: Member) -> SecondFactorShown:
    """Whether a code is asked for when one logs in."""
    standing = await second_factor_standing(database(request), who.user_id)
    return SecondFactorShown(
        on=standing.since is not None,
        since=standing.since,
        recovery_codes_left=standing.recovery_left,
        can=standing.can,
        needed=bool(who.withheld),
    )


@router.post(
    "/begin",
    responses=problems(
        CurrentPasswordWrong, NoPassword, DemoAccount, SecondFactorOn, TooManyLogins, UserUnknown
    ),
)
async def post_begin(asked: SecondFactorBegun, request: Request) -> SecondFactorSecret:
    """A new secret for an app that makes codes (TOTP, RFC 6238: SHA-1, six digits, 30 seconds).
    Begun again, the one before is none."""
    secret, address = await begin_second_factor(
        login_desk(request),
        caller(request),
        asked.current_password,
        (await shop_parts(request).shop.now()).name,
    )
    return SecondFactorSecret(secret=secret, address=address, picture=square_code(address))


@router.post(
    "/confirm",
    operation_id="confirmSecondFactor",
    responses=problems(SecondCodeWrong, SecondFactorOff, SecondFactorOn, TooManySecondCodes),
)
async def post_confirm(
    asked: SecondFactorConfirmed, request: Request, who: Member
) -> RecoveryCodes:
    """Turn it on by a first code. Every other session ends."""
    state = state_of(request)
    codes = await confirm_second_factor(
        login_desk(request),
        caller(request),
        asked.code,
        shop_now(),
        session=exchange(request).session,
    )
    state.credentials.ended(who.user_id)
    return RecoveryCodes(recovery_codes=codes)


_CHANGE_REFUSED = problems(
    CurrentPasswordWrong, SecondCodeWrong, NoPassword, DemoAccount, SecondFactorOff, TooManyLogins,
    TooManySecondCodes, UserUnknown,
)  # fmt: skip


@router.post("/recovery-codes", responses=_CHANGE_REFUSED)
async def post_recovery_codes(asked: SecondFactorChanged, request: Request) -> RecoveryCodes:
    """New recovery codes; those before work no more. It takes the password and a code."""
    codes = await renew_recovery_codes(
        login_desk(request), caller(request), asked.current_password, asked.code, shop_now()
    )
    return RecoveryCodes(recovery_codes=codes)


@router.post("/off", responses=_CHANGE_REFUSED)
async def post_off(asked: SecondFactorChanged, request: Request, who: Member) -> SecondFactorShown:
    """Turn it off. It takes the password and a code. Roles that the shop asks it for wait again."""
    state = state_of(request)
    await turn_off_second_factor(
        login_desk(request), caller(request), asked.current_password, asked.code, shop_now()
    )
    state.credentials.ended(who.user_id)
    return await get_second_factor(request, who)
