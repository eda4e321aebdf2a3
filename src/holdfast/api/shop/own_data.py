"""One's own data: taken out as a file, and taken away with the account."""

from typing import Annotated, Literal

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.problems import RateLimited, problems
from holdfast.api.shell.dependencies import Member, caller, database, exchange, login_desk
from holdfast.api.shell.languages import order_locale
from holdfast.api.shell.leaving import (
    DATA,
    ClosingStanding,
    data_file,
    leaving,
    standing_shown,
)
from holdfast.api.shell.pacing import pace
from holdfast.api.shell.state import state_of
from holdfast.api.shop.links import MailOff
from holdfast.api.shop.profile import Password
from holdfast.flows.commit.refusals import ProviderAway
from holdfast.flows.people.accounts import CurrentPasswordWrong, DemoAccount
from holdfast.flows.personal_data.closing import close, standing
from holdfast.flows.personal_data.exporting import data_of_account, note_given
from holdfast.flows.personal_data.relied_on import StillOpen, ValueLeft
from holdfast.flows.personal_data.showing import HasPassword, ask_closing_code, must_be_theirs
from holdfast.people import (
    ClosedAlready,
    CodeExpired,
    CodeWrong,
    TooManyLinks,
    TooManyLogins,
    UserUnknown,
    known_user,
)

__all__ = ["router"]

router = APIRouter(prefix="/api/profile", tags=["session"])


class ClosingAsked(Ask):
    """The password, or of who has none the code that was mailed."""

    current_password: Password = Field(default="", description="Of who has one")
    code: Annotated[str, Field(max_length=20)] = Field(
        default="", description="Of who has none: see `POST /api/profile/closing-code`"
    )
    give_up: Annotated[bool, Field(strict=True)] = Field(
        default=False, description="Money, hours and certificates that are left are given up"
    )


class CodeMailed(Answer):
    success: Literal[True]


class AccountGone(Answer):
    success: Literal[True]


@router.get(
    "/data", response_class=StreamingResponse, responses=DATA | problems(RateLimited, UserUnknown)
)
async def get_own_data(request: Request, who: Member) -> StreamingResponse:
    """Everything that is kept about oneself, as a file; a few times a day. Secrets are not in it,
    nor what staff wrote for themselves. The audit log keeps that it was made."""
    state = state_of(request)
    await pace(state.own_files, who.id)
    async with database(request).read() as connection:
        user = await known_user(connection, who.user_id)
    by = caller(request)
    await note_given(database(request), by, "user.data-given", by.actor)
    partitions = leaving(request).shop.reader.partitions
    return data_file("my-data.json", data_of_account(database(request), partitions, user))


@router.get("/closing", responses=problems(UserUnknown))
async def get_closing(request: Request, who: Member) -> ClosingStanding:
    """Whether one's account can be closed now, and what would be lost."""
    return standing_shown(request, await standing(leaving(request), who.user_id))


@router.post(
    "/closing-code",
    status_code=202,
    responses=problems(MailOff, HasPassword, DemoAccount, ClosedAlready, TooManyLinks, UserUnknown),
)
async def post_closing_code(request: Request) -> CodeMailed:
    """Have a code mailed to the address of one's account, which closes it: for who has no password.
    It works for half an hour, and not after a later one."""
    state = state_of(request)
    if state.mailing is None or state.mailing.sender is None:
        raise MailOff("Ask the shop to close your account.")
    await ask_closing_code(
        database(request),
        state.code_mails,
        caller(request),
        order_locale(request, None),
        demo=state.demo,
    )
    return CodeMailed(success=True)


@router.post(
    "/close", operation_id="closeAccount",
    responses=problems(
        CurrentPasswordWrong, CodeWrong, CodeExpired, StillOpen, ValueLeft, DemoAccount,
        ClosedAlready, ProviderAway, TooManyLogins, UserUnknown,
    ),
)  # fmt: skip
async def post_close(asked: ClosingAsked, request: Request, who: Member) -> AccountGone:
    """Close one's account for good. Nobody comes in by it any more; addresses, logins, lists and
    subscriptions are removed, orders, bookings, messages and reviews stay without one's name.
    Papers about money stay as long as the law wants them. The address may sign up again."""
    state, by = state_of(request), caller(request)
    desk = login_desk(request)
    await must_be_theirs(desk, state.mailing, by, asked.current_password, asked.code)
    await close(leaving(request), by, who.user_id, "owner", give_up=asked.give_up, demo=state.demo)
    state.credentials.ended(who.user_id)
    here = exchange(request)
    if here.session:
        here.set_cookie("")
    return AccountGone(success=True)
