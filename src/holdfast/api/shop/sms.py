"""One's own number, where one is told by SMS."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import Member, caller, database, exchange
from holdfast.api.shell.languages import order_locale
from holdfast.api.shell.state import state_of
from holdfast.flows.mailing.own_numbers import (
    NumberCodeExpired,
    NumberCodeWrong,
    NumberInvalid,
    NumberNeedsSession,
    NumberNotKept,
    SmsOff,
    TooManyNumberCodes,
    ask_number_code,
    confirm_number,
    forget_number,
    number_of,
)
from holdfast.flows.people.accounts import DemoAccount
from holdfast.kit.clock import iso
from holdfast.kit.phones import MOST_PHONE
from holdfast.mail import NUMBER_CODE_MINUTES, OwnNumber
from holdfast.people import TooManyLinks, UserUnknown

__all__ = ["router"]

router = APIRouter(prefix="/api/sms", tags=["session"])


class NumberAnswer(Answer):
    """`stopped`: nothing goes there, because whoever has it wants none or because it is none; a
    code that is asked for goes, and ends that."""

    number: str | None = Field(description="In the international form; null: none is confirmed")
    since: Instant | None
    stopped: bool


class NumberCodeAsked(Ask):
    number: Annotated[str, Field(min_length=1, max_length=MOST_PHONE)] = Field(
        description="A mobile's, with the country's code or as it is dialled where the shop is"
    )


class NumberCodeAnswer(Answer):
    number: str = Field(description="Where the code goes, in the international form")


class NumberCodeGiven(Ask):
    code: Annotated[str, Field(min_length=1, max_length=20)]


@router.get("")
async def get_number(request: Request, who: Member) -> NumberAnswer:
    """Where one is told by SMS."""
    return _shown(await number_of(database(request), who.id))


@router.post(
    "/codes",
    status_code=202,
    responses=problems(
        SmsOff, NumberInvalid, NumberNeedsSession, TooManyNumberCodes, TooManyLinks, DemoAccount,
        UserUnknown,
    ),
    description=f"Have a code sent to a number, which shows that it is one's own: for"
    f" {NUMBER_CODE_MINUTES} minutes, in place of any before. A number that is confirmed already"
    " stays until another is.",
)  # fmt: skip
async def post_number_code(request: Request, asked: NumberCodeAsked, _: Member) -> NumberCodeAnswer:
    state = state_of(request)
    number = await ask_number_code(
        database(request),
        state.mailing,
        state.link_mails,
        caller(request),
        asked.number,
        exchange(request).session,
        order_locale(request, None),
        demo=state.demo,
    )
    return NumberCodeAnswer(number=number)


@router.post("/confirm", responses=problems(SmsOff, NumberCodeWrong, NumberCodeExpired))
async def post_number_confirmed(
    request: Request, asked: NumberCodeGiven, _: Member
) -> NumberAnswer:
    """One is told at the number that the code went to, in place of any before, and nobody else is.
    After five wrong ones a code works no more."""
    mailing = state_of(request).mailing
    kept = await confirm_number(database(request), mailing, caller(request), asked.code)
    return _shown(kept)


@router.delete("", status_code=204, responses=problems(NumberNotKept))
async def delete_number(request: Request, _: Member) -> Response:
    """Tell one by SMS no more; what waits does not go."""
    await forget_number(database(request), caller(request))
    return Response(status_code=204)


def _shown(found: OwnNumber | None) -> NumberAnswer:
    if found is None:
        return NumberAnswer(number=None, since=None, stopped=False)
    return NumberAnswer(number=found.number, since=iso(found.confirmed_at), stopped=found.stopped)
