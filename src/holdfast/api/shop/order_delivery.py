"""Where an order goes, how, and what its buyer asks of who packs it: changed until it is on its
way. Where its guest is told of it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field, model_validator

from holdfast.api.contract.addresses import AddressAsked
from holdfast.api.contract.answers import Ask
from holdfast.api.contract.guest_contacts import OrderContactAsked
from holdfast.api.contract.pickups import OrderCollectorAsked, OrderNoteAsked
from holdfast.api.contract.prices import SHIPPING_ADDRESS, Expected
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller
from holdfast.api.shell.dependencies import exchange as exchange_of
from holdfast.api.shell.dependencies import shop_parts as shop_parts_of
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.state import state_of
from holdfast.api.shop.order_answers import OrderAnswer, order_answer
from holdfast.flows.checkout.change_delivery import Delivered
from holdfast.flows.checkout.price_changed import PriceChanged
from holdfast.flows.checkout.prices import ShippingUnknown
from holdfast.flows.checkout.redemption import CouponNotUsable, PromoCodeNotUsable
from holdfast.flows.commit.refusals import (
    AlreadyPaid,
    OrderCancelledAlready,
    OrderNotFound,
    PaymentUnderWay,
    ReservationExpired,
    TooManyReservations,
)
from holdfast.flows.fulfilment.buyer_notes import NoteTooLate, note_of_buyer
from holdfast.flows.fulfilment.collecting import CollectorInvalid, NotToPickUp, picked_up_by
from holdfast.flows.mailing.guest_contact import (
    ContactInvalid,
    ContactOfAccount,
    NobodyComes,
    contact_guest,
)
from holdfast.flows.shipping.readdressing import AddressElsewhere, AddressFixed, readdress
from holdfast.kit.sentences import say
from holdfast.shipping import AddressInvalid

__all__ = ["router"]

router = APIRouter(prefix="/api/orders", tags=["orders"], route_class=DirectRoute)


class OrderDeliveryAsked(Ask):
    """What is to change; what is left out stays."""

    shipping_address: AddressAsked | None = None
    shipping_method: Annotated[
        str | None, Field(min_length=1, max_length=40, description="By its id")
    ] = None
    expected_total: Expected = None

    @model_validator(mode="after")
    def something(self) -> "OrderDeliveryAsked":
        if self.shipping_address is None and self.shipping_method is None:
            raise ValueError(say("Send shippingAddress or shippingMethod."))
        return self


@router.put(
    "/{order_id}/delivery",
    operation_id="changeOrderDelivery",
    summary="Where an order goes and how; one not paid yet is priced anew, its goods stay held",
    response_model=OrderAnswer,
    responses=problems(
        OrderNotFound,
        AddressInvalid,
        AddressFixed,
        AddressElsewhere,
        ShippingUnknown,
        PriceChanged,
        CouponNotUsable,
        PromoCodeNotUsable,
        AlreadyPaid,
        OrderCancelledAlready,
        ReservationExpired,
        PaymentUnderWay,
        TooManyReservations,
        *TELLS_AGAIN,
    ),
)
async def change_order_delivery(
    request: Request, order_id: UUID, asked: OrderDeliveryAsked
) -> Response:
    """Of another price the reservation has another id; it ends when the one before would have."""
    shop_parts, by = shop_parts_of(request), caller(request, f"delivery-of/{order_id}")
    address = asked.shipping_address
    wanted = Delivered(
        None if address is None else address.address(f"{SHIPPING_ADDRESS}."),
        asked.shipping_method,
        asked.expected_total,
    )
    await readdress(shop_parts, by, order_id, wanted)
    order = await shop_parts.orders.known(order_id)
    principal = exchange_of(request).principal
    staff = principal is not None and principal.is_staff
    return await order_answer(shop_parts, order, staff=staff, own=order.owner == by.actor)


@router.put(
    "/{order_id}/collector",
    operation_id="changeOrderCollector",
    summary="Who picks an order up in place of its buyer",
    response_model=OrderAnswer,
    responses=problems(OrderNotFound, NotToPickUp, CollectorInvalid, *TELLS_AGAIN),
)
async def change_order_collector(
    request: Request, order_id: UUID, asked: OrderCollectorAsked
) -> Response:
    shop_parts, by = shop_parts_of(request), caller(request, f"collector-of/{order_id}")
    told = asked.collector
    await picked_up_by(shop_parts, by, order_id, None if told is None else told.collector())
    order = await shop_parts.orders.known(order_id)
    return await order_answer(shop_parts, order, own=True)


@router.put(
    "/{order_id}/note",
    operation_id="changeOrderNote",
    summary="What the buyer asks of whoever packs an order, until it has left",
    response_model=OrderAnswer,
    responses=problems(OrderNotFound, NoteTooLate, *TELLS_AGAIN),
)
async def change_order_note(request: Request, order_id: UUID, asked: OrderNoteAsked) -> Response:
    shop_parts, by = shop_parts_of(request), caller(request, f"note-of/{order_id}")
    await note_of_buyer(shop_parts, by, order_id, asked.note or "")
    order = await shop_parts.orders.known(order_id)
    return await order_answer(shop_parts, order, own=True)


@router.put(
    "/{order_id}/contact",
    operation_id="changeOrderContact",
    summary="Where a guest is told of an order by mail, if its address does not say; who comes to"
    " a booked session",
    response_model=OrderAnswer,
    responses=problems(OrderNotFound, ContactInvalid, ContactOfAccount, NobodyComes, *TELLS_AGAIN),
)
async def change_order_contact(
    request: Request, order_id: UUID, asked: OrderContactAsked
) -> Response:
    shop_parts = shop_parts_of(request)
    by = caller(request, f"contact-of/{order_id}")
    await contact_guest(shop_parts, by, order_id, asked.contact(), state_of(request).mailing)
    order = await shop_parts.orders.known(order_id)
    return await order_answer(shop_parts, order, own=True)
