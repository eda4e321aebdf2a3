"""Staff: the lines of an unpaid order, edited."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.access import must_let
from holdfast.api.contract.answers import Ask
from holdfast.api.contract.carts import CART_REFUSED
from holdfast.api.contract.problems import COMMITS, InvalidRequest, problems
from holdfast.api.contract.texts import Reason
from holdfast.api.shell.dependencies import Member, caller, shop_parts
from holdfast.api.staff.of_others import ORDER_OF_ANOTHER
from holdfast.api.staff.order_actions import order_now
from holdfast.api.staff.order_pages import StaffOrderAnswer
from holdfast.flows.checkout.basket import MAX_CART_LINES, MAX_QUANTITY
from holdfast.flows.checkout.edit_lines import (
    EditedMeanwhile,
    LineEdited,
    LinesFixed,
    LinesWanted,
    PriceNotAllowed,
    edit_lines,
)
from holdfast.flows.checkout.prices import ShippingUnknown
from holdfast.flows.checkout.redemption import CouponNotUsable, PromoCodeNotUsable
from holdfast.flows.commit.refusals import (
    AlreadyPaid,
    InsufficientStock,
    NotAgreed,
    OrderCancelledAlready,
    OrderNotFound,
    PaymentUnderWay,
    ReservationExpired,
)
from holdfast.flows.people.standing import OwnStanding
from holdfast.flows.settlement.pay_links import MOST_HOURS
from holdfast.ledger import MAX_BALANCE

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/orders", tags=["staff"])


class LineWanted(Ask):
    """So many of a variant; `price` of one unit: another than it has, with a `reason`."""

    product_id: UUID
    variant_id: UUID
    quantity: Annotated[int, Field(ge=1, le=MAX_QUANTITY, strict=True)]
    price: Annotated[
        int | None,
        Field(
            ge=0,
            le=MAX_BALANCE,
            strict=True,
            description="Minor units; at most what it cost, or costs in the shop",
        ),
    ] = None


class LinesAsked(Ask):
    """All lines that the order is to have, each variant once; what is left out leaves it.
    `reservationId` is that of the order as it was shown: another is refused. Its coupon or code is
    judged again, or dropped. Its goods wait so many `hours` from now; left out, as long as they
    would have."""

    reservation_id: UUID
    items: Annotated[list[LineWanted], Field(min_length=1, max_length=MAX_CART_LINES)]
    coupon: Literal["keep", "drop"] = "keep"
    hours: Annotated[int | None, Field(ge=1, le=MOST_HOURS, strict=True)] = None
    reason: Reason | None = None

    def wanted(self) -> LinesWanted:
        """As the flow takes it. Raises :class:`InvalidRequest`."""
        seen: set[UUID] = set()
        for at, one in enumerate(self.items):
            if one.variant_id in seen:
                raise InvalidRequest("Name each variant once.", field=f"items[{at}].variantId")
            seen.add(one.variant_id)
        lines = tuple(
            LineEdited(one.product_id, one.variant_id, one.quantity, one.price)
            for one in self.items
        )
        return LinesWanted(self.reservation_id, lines, self.coupon, self.hours, self.reason)


@router.post(
    "/{order_id}/lines",
    dependencies=ORDER_OF_ANOTHER,
    responses=problems(
        OwnStanding,
        OrderNotFound,
        InsufficientStock,
        *CART_REFUSED,
        CouponNotUsable,
        PromoCodeNotUsable,
        ShippingUnknown,
        PriceNotAllowed,
        LinesFixed,
        EditedMeanwhile,
        AlreadyPaid,
        NotAgreed,
        OrderCancelledAlready,
        PaymentUnderWay,
        ReservationExpired,
        *COMMITS,
    ),
)
async def post_lines(
    request: Request, order_id: UUID, asked: LinesAsked, who: Member
) -> StaffOrderAnswer:
    """Edit what an unpaid order is of: quantities, goods, prices, how long they wait. All of it,
    or nothing: what is short is named. Another price is for whose duty it is to give money back."""
    if any(one.price is not None for one in asked.items):
        must_let(who, "POST /api/staff/orders/{order_id}/refund")
    by = caller(request, f"edit-lines/{order_id}")
    await edit_lines(shop_parts(request), by, order_id, asked.wanted())
    return await order_now(request, order_id)
