"""Where a guest who waits in lines is told of what they are offered."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.problems import LoginRequired, problems
from holdfast.api.shell.dependencies import exchange, shop_parts
from holdfast.flows.mailing.guest_contact import ContactInvalid, ContactOfAccount, tell_who_waits
from holdfast.people import is_guest
from holdfast.waiting import contacts_of

__all__ = ["router"]

router = APIRouter(prefix="/api/waiting-contact", tags=["products"])


class WaitingContactAsked(Ask):
    email: Annotated[str, Field(min_length=1, max_length=254)] | None


class WaitingContactShown(Answer):
    """`asked`: whether there is somebody to be asked; who has an account is told as it says."""

    asked: bool
    email: str | None


@router.get("", operation_id="getWaitingContact")
async def get_waiting_contact(request: Request) -> WaitingContactShown:
    """Where the guest is told of what comes free for them."""
    who = exchange(request).principal
    if who is None or not is_guest(who.id):
        return WaitingContactShown(asked=False, email=None)
    async with shop_parts(request).database.read() as connection:
        found = await contacts_of(connection, [who.id])
    return WaitingContactShown(asked=True, email=found.get(who.id))


@router.put(
    "",
    operation_id="setWaitingContact",
    responses=problems(ContactInvalid, ContactOfAccount, LoginRequired),
)
async def put_waiting_contact(request: Request, asked: WaitingContactAsked) -> WaitingContactShown:
    """Offers of what the guest waits for are mailed there from now on; with null, nowhere."""
    who = exchange(request).principal
    if who is None:
        raise LoginRequired("Join a line first.")
    email = await tell_who_waits(shop_parts(request).database, who, asked.email)
    return WaitingContactShown(asked=True, email=email)
