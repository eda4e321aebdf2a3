"""Specification E's short form: `POST /api/book`, as its load test asks it."""

from typing import Annotated, Final
from uuid import UUID, uuid5

from fastapi import APIRouter, Request, Response
from msgspec.structs import replace
from pydantic import Field

from holdfast.api.contract.answers import Ask
from holdfast.api.contract.booking_asks import HOLD_REFUSED, ExpectedPrice, Near
from holdfast.api.contract.bookings import HoldAnswer
from holdfast.api.contract.problems import TELLS_AGAIN, Forbidden, problems
from holdfast.api.contract.slots import position_of
from holdfast.api.shell.dependencies import caller, database
from holdfast.api.shell.state import state_of
from holdfast.api.shell.visits import visit_named
from holdfast.api.shop.booking_choice import chosen
from holdfast.api.shop.bookings import hold_answer
from holdfast.api.shop.whose import called
from holdfast.booking.published import PublishedSlotNotFound, published_slot
from holdfast.booking.slots import BadSlotId, read_slot_id
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.commit.caller import Caller
from holdfast.kit.positions import Position
from holdfast.people import Principal, guest_owner

__all__ = ["router"]

router = APIRouter(prefix="/api/book", tags=["booking"])

_DEMO: Final = UUID("6f1f6a3c-43fb-5d0c-9a35-1f3d0f2c7e01")
_DIGITS: Final = 18  # what PostgreSQL's bigint holds


class BookAsked(Ask):
    """Who books which time, in the words of specification E."""

    user_id: Annotated[str, Field(max_length=60)] | int = Field(alias="user_id")
    slot_id: Annotated[str, Field(max_length=600)] | int = Field(
        alias="slot_id",
        description="As `GET /api/slots` gives it; or the id or number of a published one",
    )
    near: Near = None
    expected_price: ExpectedPrice = None


@router.post(
    "",
    operation_id="bookSlot",
    summary="Hold a time by its id",
    response_model=HoldAnswer,
    responses=problems(BadSlotId, PublishedSlotNotFound, *HOLD_REFUSED, *TELLS_AGAIN),
)
async def book(request: Request, asked: BookAsked) -> Response:
    by = _whose(request, caller(request, "book"), str(asked.user_id))
    near, named = position_of(asked.near), _published(asked.slot_id)
    if named is not None:
        return await _book_published(request, by, named, near, asked.expected_price)
    base, _, added = str(asked.slot_id).partition("~")
    slot = read_slot_id(base)
    service = await visit_named(request, slot.service, added)
    wanted = Wanted(slot.start, slot.minutes, (slot.resources,), near=near)
    wanted = replace(wanted, expected=asked.expected_price)
    return await hold_answer(request, by, service, wanted, slot.resources)


async def _book_published(
    request: Request, by: Caller, named: UUID | int, near: Position | None, expected: int | None
) -> Response:
    """With whose time it is, and whoever else is free."""
    slot = await published_slot(database(request).pool, named)
    service = await state_of(request).slots.service(slot.service)
    lead = (slot.lead,)
    wanted = await chosen(request, service, slot.start, minutes=slot.minutes, named=lead, near=near)
    wanted = replace(wanted, expected=expected)
    return await hold_answer(request, by, service, wanted, lead)


def _published(slot: str | int) -> UUID | int | None:
    """The number or the id of one that is published, if it is called so."""
    text = str(slot)
    if text.isascii() and text.isdigit() and len(text) <= _DIGITS:
        return int(text)
    try:
        return UUID(text) if len(text) == len(str(_DEMO)) else None
    except ValueError:
        return None


def _whose(request: Request, by: Caller, user: str) -> Caller:
    """Who asks. In a demo shop, whoever they say they are, if that is nobody with an account."""
    who = by.principal
    if called(who.id, user):
        return by
    if not state_of(request).demo:
        raise Forbidden("You can book for yourself alone.")
    guest = guest_owner(uuid5(_DEMO, user))
    return Caller(Principal(guest, "guest", address=who.address), by.request, by.key)
