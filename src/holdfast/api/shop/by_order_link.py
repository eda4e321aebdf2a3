"""Who asks about an order: whoever's it is, staff, or by the link from a guest's mail whoever has
shown that they read that mail, in the guest's place."""

from typing import Annotated, Final, TypeAlias
from uuid import UUID

from fastapi import Header, Request
from msgspec import Struct
from msgspec.structs import replace

from holdfast.api.shell.dependencies import caller, exchange, shop_parts
from holdfast.api.shell.state import state_of
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import OrderNotFound
from holdfast.flows.ending.by_link import LinkUnconfirmed, guest_of, order_of_its_reader
from holdfast.flows.mailing.order_links import OrderLinkUnknown
from holdfast.people import Principal

__all__ = ["LINK_REFUSED", "Asking", "OrderLink", "whoever_asks"]

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
