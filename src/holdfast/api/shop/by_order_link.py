"""Who asks about an order or a booking: whoever's it is, staff, or by the link from a guest's mail
whoever has shown that they read that mail, in the guest's place."""

from typing import Annotated, Final, TypeAlias
from uuid import UUID

from fastapi import Header, Request
from msgspec import Struct
from msgspec.structs import replace

from holdfast.api.shell.dependencies import caller, exchange, shop_parts
from holdfast.api.shell.state import state_of
from holdfast.booking.bookings import booking_of
from holdfast.flows.booking.booker import BookingNotFound
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import OrderNotFound
from holdfast.flows.ending.by_link import LinkUnconfirmed, guest_of, order_of_its_reader
from holdfast.flows.mailing.order_links import OrderLinkUnknown
from holdfast.flows.settlement.pay_links import make_pay_link
from holdfast.orders import Order
from holdfast.people import Principal

__all__ = ["LINK_REFUSED", "Asking", "OrderLink", "way_to_pay", "whoever_asks", "whoever_of"]

OrderLink: TypeAlias = Annotated[
    str,
    Header(
        alias="Order-Link",
        max_length=100,
        description="Of a guest's order on another device, what follows `#` in the link of a mail "
        "about it: who has confirmed where that mail goes (`POST /api/contact/codes`) does it in "
        "the guest's place, with that order alone",
    ),
]

LINK_REFUSED: Final = (OrderLinkUnknown, LinkUnconfirmed)


class Asking(Struct, frozen=True):
    """``only``: the one order that they may ask about, by its link."""

    principal: Principal | None
    only: UUID | None = None

    @property
    def is_staff(self) -> bool:
        return self.principal is not None and self.principal.is_staff

    def caller(self, request: Request, scope: str) -> Caller:
        """As :func:`~holdfast.api.shell.dependencies.caller`, in the guest's place if by a link."""
        by = caller(request, scope)
        if self.only is None or self.principal is None:
            return by
        return replace(by, principal=self.principal)

    def may_be(self, order_id: UUID) -> bool:
        """Whether it is not for another order that the link is."""
        return self.only in (None, order_id)

    def must_be(self, order_id: UUID) -> None:
        """Raises :class:`OrderNotFound`, if it is for another order."""
        if not self.may_be(order_id):
            raise OrderNotFound("You have no such order.")


async def whoever_asks(request: Request, link: str) -> Asking:
    """Raises :class:`~holdfast.flows.mailing.order_links.OrderLinkUnknown`,
    :class:`~holdfast.flows.ending.by_link.LinkUnconfirmed`."""
    who = exchange(request).principal
    if not link:
        return Asking(who)
    order = await order_of_its_reader(shop_parts(request), state_of(request).mailing, who, link)
    return Asking(guest_of(order), order.id)


async def whoever_of(request: Request, booking_id: UUID, link: str) -> Asking:
    """Whose booking it is needs no link. Raises what :func:`whoever_asks` does, and
    :class:`BookingNotFound` of another order's link."""
    who = exchange(request).principal
    booking = await booking_of(shop_parts(request).database.pool, booking_id) if link else None
    if booking is not None and who is not None and booking.user_id == who.id:
        return Asking(who)
    asking = await whoever_asks(request, link)
    if link and (booking is None or not asking.may_be(booking.order_id)):
        raise BookingNotFound("You have no such booking.")
    return asking


async def way_to_pay(request: Request, by: Caller, order: Order) -> str | None:
    """Where who asks in its buyer's place pays the order; None for its buyer, who has it."""
    who = exchange(request).principal
    if (who is not None and who.id == order.owner) or not order.is_pending:
        return None
    return f"/pay/{(await make_pay_link(shop_parts(request), by, order)).token}"
