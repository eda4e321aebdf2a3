"""Where mail reaches whoever asks for a booking, and the code that shows it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import caller, database, exchange
from holdfast.api.shell.languages import order_locale
from holdfast.api.shell.state import state_of
from holdfast.api.shop.links import MailOff
from holdfast.booking.services import load_rules
from holdfast.flows.mailing.confirming import (
    ask_contact_code,
    confirm_by_code,
    contact_now,
    forget_contact,
)
from holdfast.flows.mailing.guest_contact import ContactInvalid
from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.people.accounts import DemoAccount
from holdfast.flows.people.verifying import AlreadyVerified
from holdfast.people import CodeExpired, CodeWrong, TooManyLinks, UserUnknown

__all__ = ["router"]

router = APIRouter(prefix="/api/contact", tags=["booking"])


class ContactShown(Answer):
    email: str = Field(description="Of the account, or what a guest said last")
    confirmed: bool = Field(description="A code that went there came back")
    recent: bool = Field(
        description="A guest's within the last hour, as a guest's order takes it on another device"
    )
    needed: bool = Field(description="Only then may a booking be asked for")
    can_ask: bool = Field(description="The shop sends mail")


class CodeAsked(Ask):
    email: Annotated[str, Field(max_length=254)] = Field(
        default="", description="A guest's; a member's code goes to the address of the account"
    )


class CodeOnItsWay(Answer):
    success: Literal[True]
    email: str


class CodeGiven(Ask):
    code: Annotated[str, Field(min_length=1, max_length=20)]


class ContactConfirmed(Answer):
    success: Literal[True]
    email: str


@router.get("")
async def get_contact(request: Request) -> ContactShown:
    """Whether one's address is confirmed, and has to be to ask for a booking."""
    async with database(request).read() as connection:
        found = await contact_now(connection, exchange(request).principal)
    rules = await load_rules(database(request).pool)
    return ContactShown(
        email=found.email,
        confirmed=found.confirmed,
        recent=found.recent,
        needed=rules.requests.confirmed,
        can_ask=_sending(request) is not None,
    )


@router.post(
    "/codes",
    status_code=202,
    responses=problems(
        MailOff, AlreadyVerified, DemoAccount, ContactInvalid, TooManyLinks, UserUnknown
    ),
)
async def post_contact_code(request: Request, asked: CodeAsked) -> CodeOnItsWay:
    """Have a code mailed, which shows that mail there reaches who asks. It works for half an hour,
    in this browser, and not after a later one."""
    if _sending(request) is None:
        raise MailOff("The shop cannot send a code.")
    state, by = state_of(request), caller(request)
    email = await ask_contact_code(
        database(request),
        state.code_mails,
        by,
        asked.email,
        order_locale(request, None),
        demo=state.demo,
    )
    return CodeOnItsWay(success=True, email=email)


@router.post("/confirm", responses=problems(MailOff, CodeWrong, CodeExpired))
async def post_contact_confirmed(request: Request, asked: CodeGiven) -> ContactConfirmed:
    """Confirm one's address by the code that went there. After five wrong ones it works no more."""
    mailing = _sending(request)
    if mailing is None:
        raise MailOff("The shop cannot send a code.")
    found = await confirm_by_code(database(request), mailing, caller(request), asked.code)
    return ContactConfirmed(success=True, email=found.email)


@router.delete("", operation_id="forgetContact", status_code=204)
async def delete_contact(request: Request) -> None:
    """Forget the address that a guest has confirmed in this browser, as on a computer that others
    use, too. A member's is the account's, and stays."""
    await forget_contact(database(request), exchange(request).principal)


def _sending(request: Request) -> Mailing | None:
    mailing = state_of(request).mailing
    return mailing if mailing is not None and mailing.sender is not None else None
