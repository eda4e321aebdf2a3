"""A booking of one's own moved to another time, or to others."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from holdfast.api.contract.answers import Answer, json_answer
from holdfast.api.contract.booking_asks import MOVE_REFUSED, MoveAsked
from holdfast.api.contract.bookings import MoveAnswer
from holdfast.api.contract.problems import TELLS_AGAIN, Forbidden, problems
from holdfast.api.contract.slots import position_of
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shell.languages import reader_of
from holdfast.api.shell.visits import serves, visit_booked
from holdfast.api.shop.booking_choice import INSTEAD, chosen, instead, no_farther
from holdfast.api.shop.by_order_link import (
    LINK_REFUSED,
    Asking,
    OrderLink,
    way_to_pay,
    whoever_of,
)
from holdfast.api.shop.one_booking import one_booking
from holdfast.booking.bookings import minutes_asked
from holdfast.booking.services import MAX_PEOPLE, Service, whole_length
from holdfast.flows.booking.booker import BookingEnded, found_booking
from holdfast.flows.booking.holding import Find, move_booking, move_comes_to
from holdfast.flows.booking.planning import NotOffered, Wanted
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import BalanceTooLarge, PaymentUnderWay, ReservationExpired
from holdfast.kit.sentences import say
from holdfast.views.booking.booking_pages import booking_pages

__all__ = ["moved", "router"]

router = APIRouter(prefix="/api/bookings", tags=["booking"])


@router.post(
    "/{booking_id}/move",
    operation_id="moveBooking",
    summary="Move a booking to another time, or to others",
    response_model=MoveAnswer,
    responses=problems(
        *MOVE_REFUSED, Forbidden, BookingEnded, PaymentUnderWay, ReservationExpired,
        BalanceTooLarge, *LINK_REFUSED, *TELLS_AGAIN,
    ),
)  # fmt: skip
async def post_move(
    request: Request, booking_id: UUID, asked: MoveAsked, order_link: OrderLink = ""
) -> Response:
    asking = await whoever_of(request, booking_id, order_link)
    by = asking.caller(request, f"move-booking/{booking_id}")
    return json_answer(await moved(request, asking, by, booking_id, asked, found_booking))


class PeopleComeTo(Answer):
    """`price` with so many; `more` is paid before, `back` goes back of what was paid. What staff
    change is not paid before: what it costs more is due."""

    price: int
    more: int
    back: int
    currency: str


@router.get(
    "/{booking_id}/people",
    operation_id="getCostOfPeople",
    summary="What it would come to with another number of people",
    response_model=PeopleComeTo,
    responses=problems(*MOVE_REFUSED, Forbidden, BookingEnded, *LINK_REFUSED),
)
async def get_cost_of_people(
    request: Request,
    booking_id: UUID,
    people: Annotated[int, Query(ge=1, le=MAX_PEOPLE, description="How many are to come")],
    order_link: OrderLink = "",
) -> Response:
    asking = await whoever_of(request, booking_id, order_link)
    by = asking.caller(request, f"cost-of-people/{booking_id}")
    booking = await found_booking(shop_parts(request), by.principal, booking_id)
    asked = MoveAsked.model_construct(
        start=booking.starts_at, length=None, resources=None, people=people, over="", near=None,
        move_fee=None, pay_difference=False,
    )  # fmt: skip
    service, wanted, _ = await _wanted(request, by, booking_id, asked, found_booking)
    comes = await move_comes_to(shop_parts(request), by, booking_id, service, wanted)
    body = {"price": comes.price, "more": comes.more, "back": comes.back}
    return json_answer(body | {"currency": comes.currency})


async def moved(
    request: Request, asking: Asking, by: Caller, booking_id: UUID, asked: MoveAsked, find: Find
) -> dict[str, Any]:
    """As :class:`MoveAnswer`; of a booking that ``find`` finds for who asks."""
    parts = shop_parts(request)
    service, wanted, named = await _wanted(request, by, booking_id, asked, find)
    try:
        done = await move_booking(
            parts,
            by,
            booking_id,
            service,
            wanted,
            pay=asked.pay_difference,
            fee=asked.move_fee,
            find=find,
        )
    except INSTEAD as refusal:
        raise await instead(request, service, wanted, named, refusal) from None
    found = await find(parts, by.principal, booking_id)
    shown = await one_booking(request, found, asking)
    answer = {"success": True, "refund": done.refund, "booking": shown}
    if done.order_id is None:
        return answer
    path = await way_to_pay(request, by, await parts.orders.known(done.order_id))
    due = {"orderId": done.order_id, "reservationId": done.reservation_id, "payPath": path}
    return answer | due


async def _wanted(
    request: Request, by: Caller, booking_id: UUID, asked: MoveAsked, find: Find
) -> tuple[Service, Wanted, Sequence[UUID]]:
    """Of which service, what, and who is named for it."""
    parts = shop_parts(request)
    booking = await find(parts, by.principal, booking_id)
    service = await visit_booked(request, booking, by.principal)
    (page,) = await booking_pages(parts.database, [booking], reader_of(request))
    by_role = {one.role: one.resource_id for one in page.takings}
    now = [by_role[need.role] for need in service.needs if need.role in by_role]
    if asked.people is not None and asked.people > max(service.people, booking.people):
        raise NotOffered(say("Use {bound} or less.", bound=service.people), field="people")
    anybody = isinstance(asked.resources, str)
    named = () if asked.resources is None or isinstance(asked.resources, str) else asked.resources
    as_it_is = minutes_asked(booking.starts_at, booking.ends_at, page.takings)
    length = whole_length(service, asked.length) or as_it_is
    wanted = await chosen(
        request,
        service,
        asked.start,
        minutes=length,
        people=asked.people or booking.people,
        named=named,
        first=now if not anybody and len(now) == len(service.needs) else (),
        note=booking.note,
        over=asked.over.strip(),
        near=position_of(asked.near) or booking.at,
        has=as_it_is if serves(by.principal, booking) else None,
    )
    if by.actor == booking.user_id:
        wanted = no_farther(service, wanted, by_role)
    return service, wanted, named
