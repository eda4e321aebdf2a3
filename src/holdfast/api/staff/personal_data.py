"""Staff: a person's data, for who asks the shop for it or wants it gone; only an admin may."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from msgspec import Struct
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.shell.dependencies import caller, database, shop_parts
from holdfast.api.shell.leaving import (
    DATA,
    ClosingStanding,
    OpenShown,
    data_file,
    leaving,
    standing_shown,
)
from holdfast.api.shell.state import state_of
from holdfast.flows.commit.idempotency import answered, keep
from holdfast.flows.commit.refusals import ProviderAway
from holdfast.flows.people.accounts import DemoAccount
from holdfast.flows.people.standing import AdminNeeded, OwnStanding, person_to_serve, serves_data
from holdfast.flows.personal_data.closing import close, standing
from holdfast.flows.personal_data.exporting import data_of_account, data_of_address, note_given
from holdfast.flows.personal_data.guests import GuestFound, HasAccount, erase_guest, guest_at
from holdfast.flows.personal_data.relied_on import StillOpen, ValueLeft
from holdfast.flows.personal_data.whose import guest_handle
from holdfast.people import BadEmail, ClosedAlready, UserUnknown

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["staff"])

_ALWAYS: Final = (UserUnknown, AdminNeeded, OwnStanding, ClosedAlready, DemoAccount)


class ClosingForAsked(Ask):
    """They asked for it, and said what becomes of money and hours that are left."""

    give_up: Annotated[bool, Field(strict=True)] = Field(
        default=False, description="They said that these are given up"
    )


class AccountClosedAnswer(Answer):
    user_id: UUID


class GuestMailAsked(Ask):
    """Where mail reached whoever bought or booked without an account."""

    email: Annotated[str, Field(min_length=3, max_length=254)]


class GuestDataAnswer(Answer):
    """How much is kept by an address; it can be taken away while nothing is open."""

    email: str
    orders: int
    bookings: int
    clients: int
    open: list[OpenShown]


class _Done(Struct, frozen=True):
    """What a key stands for."""

    done: bool = True


@router.get(
    "/people/{user_id}/data",
    response_class=StreamingResponse,
    responses=DATA | problems(*_ALWAYS),
)
async def get_persons_data(request: Request, user_id: UUID) -> StreamingResponse:
    """Everything that is kept about a user, as the file they could have made themselves. The audit
    log keeps that it was made."""
    by, here = caller(request), database(request)
    user = await person_to_serve(here, user_id, by, "user.data-given", demo=state_of(request).demo)
    partitions = shop_parts(request).reader.partitions
    return data_file("data.json", data_of_account(here, partitions, user))


@router.get("/people/{user_id}/closing", responses=problems(*_ALWAYS))
async def get_persons_closing(request: Request, user_id: UUID) -> ClosingStanding:
    """Whether a user's account can be closed now, and what they would lose."""
    by = caller(request)
    await person_to_serve(database(request), user_id, by, demo=state_of(request).demo)
    return standing_shown(request, await standing(leaving(request), user_id))


@router.post(
    "/people/{user_id}/close",
    responses=problems(StillOpen, ValueLeft, ProviderAway, *_ALWAYS, *COMMITS),
)
async def post_persons_closing(
    request: Request, user_id: UUID, asked: ClosingForAsked
) -> AccountClosedAnswer:
    """Close a user's account for good, as they asked; see `POST /api/profile/close`."""
    parts, state = shop_parts(request), state_of(request)
    by = caller(request, f"people/close/{user_id}")
    if by.key is None or await answered(parts, by.key) is None:
        await person_to_serve(database(request), user_id, by, demo=state.demo)
        await close(leaving(request), by, user_id, "staff", give_up=asked.give_up, demo=state.demo)
        state.credentials.ended(user_id)
        kept = by.request_key(_Done())
        if kept is not None:
            await keep(parts.ledger, kept)
    return AccountClosedAnswer(user_id=user_id)


@router.post("/guests/find", responses=problems(AdminNeeded, BadEmail))
async def post_guest_to_find(request: Request, asked: GuestMailAsked) -> GuestDataAnswer:
    """How much is kept of who bought or booked without an account, by an address of mail."""
    serves_data(caller(request).principal)
    return _shown(await guest_at(database(request), asked.email))


@router.post(
    "/guests/data",
    response_class=StreamingResponse,
    responses=DATA | problems(AdminNeeded, BadEmail),
)
async def post_guest_for_data(request: Request, asked: GuestMailAsked) -> StreamingResponse:
    """Everything that is kept by an address of mail, outside of accounts, as a file. The audit log
    keeps that it was made."""
    by = caller(request)
    serves_data(by.principal)
    found = await guest_at(database(request), asked.email)
    await note_given(database(request), by, "guest.data-given", guest_handle(found.email))
    partitions = shop_parts(request).reader.partitions
    return data_file("data.json", data_of_address(database(request), partitions, found.email))


@router.post(
    "/guests/erase", responses=problems(AdminNeeded, BadEmail, HasAccount, StillOpen, *COMMITS)
)
async def post_guest_to_erase(request: Request, asked: GuestMailAsked) -> GuestDataAnswer:
    """Take away what is kept by an address of mail: orders and bookings stay without name, address
    and contact; they are told there. The answer says what there was."""
    parts = shop_parts(request)
    by = caller(request, "guests/erase")
    serves_data(by.principal)
    if by.key is not None and await answered(parts, by.key) is not None:
        return _shown(await guest_at(database(request), asked.email))
    found = await erase_guest(database(request), by, asked.email, state_of(request).mailing)
    kept = by.request_key(_Done())
    if kept is not None:
        await keep(parts.ledger, kept)
    return _shown(found)


def _shown(found: GuestFound) -> GuestDataAnswer:
    told: dict[str, Any] = {
        "email": found.email,
        "orders": found.orders,
        "bookings": found.bookings,
        "clients": found.clients,
        "open": [{"code": one.code, "count": one.count} for one in found.open],
    }
    return GuestDataAnswer.model_validate(told)
