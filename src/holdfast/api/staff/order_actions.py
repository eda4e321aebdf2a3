"""Staff: what is done with one order: paid or not, completed, cancelled, refunded."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Body, Request
from pydantic import Field

from holdfast.api.contract.answers import Ask
from holdfast.api.contract.order_units import UnitLines, units_of
from holdfast.api.contract.problems import COMMITS, InvalidRequest, problems
from holdfast.api.contract.repeats import EndRepeat
from holdfast.api.contract.texts import Reason
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shell.languages import locale_of
from holdfast.api.staff.of_others import ORDER_OF_ANOTHER
from holdfast.api.staff.order_pages import StaffOrderAnswer, staff_order
from holdfast.edits import EditKept, EditOpen
from holdfast.flows.commit.refusals import (
    AlreadyPaid,
    BalanceTooLarge,
    CancelByBooking,
    CompleteByBooking,
    NoRefundWaits,
    NotManual,
    NotPaid,
    OrderCancelledAlready,
    OrderCompletedAlready,
    OrderNotFound,
    PaymentUnderWay,
    ReservationExpired,
)
from holdfast.flows.ending.cancel import cancel_by_staff
from holdfast.flows.ending.cancel_units import cancel_units
from holdfast.flows.ending.codes_back import CodesNotGiven
from holdfast.flows.ending.parcels import CodesGiven, CodesToGive, OrderPacked, ParcelsUnderWay
from holdfast.flows.ending.refunded_units import (
    AmountBelowCodes,
    NothingToTakeBack,
    UnitsNotThere,
)
from holdfast.flows.payments.give_back import (
    NothingPaid,
    PaymentDisputed,
    RefundedMeanwhile,
    RefundTooLarge,
)
from holdfast.flows.people.standing import OwnStanding
from holdfast.flows.staff import orders as staff_orders
from holdfast.fraud import OrderHeld
from holdfast.fulfilment import UnitsNotToPack
from holdfast.ledger import MAX_BALANCE
from holdfast.repeats import RepeatMoved

__all__ = ["order_now", "router"]

router = APIRouter(prefix="/api/staff/orders", tags=["staff"])

_ALWAYS: Final = (OrderNotFound, *COMMITS)


class WhyAsked(Ask):
    """The reason is kept beside the order and in the audit log; the buyer does not see it."""

    reason: Reason


class CancelBecause(WhyAsked):
    """Why, and whether the repeat order ends with it."""

    end_repeat: EndRepeat = None


class RefundOfAsked(Ask):
    """Of which payment, where the refunds of several wait; else of the one that does."""

    payment_id: UUID | None = None


class HandedAsked(RefundOfAsked):
    """The same; with a `refundId`, of a payment by hand that part."""

    refund_id: UUID | None = None


Refunded = Annotated[RefundOfAsked, Body(default_factory=RefundOfAsked)]
Handed = Annotated[HandedAsked, Body(default_factory=HandedAsked)]


class RefundAsked(WhyAsked):
    """`amount` goes back to where it came from, at most what is left of what was paid; or what was
    paid for the units of `lines`, with their tax, and for delivery with the last of all units."""

    amount: Annotated[
        int | None, Field(ge=1, le=MAX_BALANCE, strict=True, description="Minor units")
    ] = None
    lines: UnitLines | None = None
    take_back: bool = Field(
        default=False,
        description="With an amount: also the codes and files that its buyer has, for which it is"
        " enough; those of `lines` always are",
    )

    end_repeat: bool = Field(
        default=False, description="The repeat order that it is of ends, too: nothing more of it"
    )

    def wanted(self) -> int | dict[int, int]:
        """As the flow takes it."""
        if self.amount is not None and self.lines is None:
            return self.amount
        if self.lines is None or self.amount is not None:
            raise InvalidRequest("Give either an amount or lines.", field="amount")
        return units_of(self.lines)


class UnitsOffBecause(WhyAsked):
    """What will not be sent."""

    lines: UnitLines
    end_repeat: EndRepeat = None


@router.post(
    "/{order_id}/mark-paid",
    dependencies=ORDER_OF_ANOTHER,
    responses=problems(
        OwnStanding,
        AlreadyPaid,
        OrderCancelledAlready,
        PaymentUnderWay,
        ReservationExpired,
        *_ALWAYS,
    ),
)
async def post_mark_paid(request: Request, order_id: UUID) -> StaffOrderAnswer:
    """The buyer has paid: on pick-up, by invoice, in cash."""
    by = caller(request, f"mark-paid/{order_id}")
    await staff_orders.mark_paid(shop_parts(request), by, order_id)
    return await order_now(request, order_id)


@router.post(
    "/{order_id}/mark-unpaid",
    responses=problems(AlreadyPaid, OrderCancelledAlready, NotManual, ReservationExpired, *_ALWAYS),
)
async def post_mark_unpaid(request: Request, order_id: UUID, why: WhyAsked) -> StaffOrderAnswer:
    """The buyer will not pay: the order is cancelled, its units are free again."""
    by = caller(request, f"mark-unpaid/{order_id}")
    await staff_orders.mark_unpaid(shop_parts(request), by, order_id, why.reason)
    return await order_now(request, order_id)


@router.post(
    "/{order_id}/complete",
    operation_id="completeOrder",
    responses=problems(
        NotPaid,
        OrderCompletedAlready,
        OrderCancelledAlready,
        ParcelsUnderWay,
        EditOpen,
        CodesToGive,
        CompleteByBooking,
        OrderHeld,
        *_ALWAYS,
    ),
)
async def post_complete(request: Request, order_id: UUID) -> StaffOrderAnswer:
    """The buyer has what was bought. A completed order can be refunded, not cancelled. One whose
    parcels are on their way is completed by the last that arrives; a booking's, with that."""
    by = caller(request, f"complete/{order_id}")
    await staff_orders.complete(shop_parts(request), by, order_id)
    return await order_now(request, order_id)


@router.post(
    "/{order_id}/cancel",
    dependencies=ORDER_OF_ANOTHER,
    operation_id="cancelOrderForBuyer",
    responses=problems(
        OwnStanding,
        OrderCancelledAlready,
        OrderCompletedAlready,
        OrderPacked,
        EditOpen,
        EditKept,
        CodesGiven,
        PaymentDisputed,
        BalanceTooLarge,
        *_ALWAYS,
    ),
)
async def post_cancel(request: Request, order_id: UUID, why: CancelBecause) -> StaffOrderAnswer:
    """Cancel an order: its units are free again; if it was paid, all that is left goes back, of a
    booking also what was paid of it later. Not one of which a parcel is packed."""
    by = caller(request, f"cancel/{order_id}")
    await cancel_by_staff(shop_parts(request), by, order_id, why.reason, why.end_repeat)
    return await order_now(request, order_id)


@router.post(
    "/{order_id}/refund",
    dependencies=ORDER_OF_ANOTHER,
    responses=problems(
        OwnStanding,
        NothingPaid,
        RefundTooLarge,
        PaymentDisputed,
        RefundedMeanwhile,
        UnitsNotThere,
        EditOpen,
        CodesNotGiven,
        NothingToTakeBack,
        AmountBelowCodes,
        BalanceTooLarge,
        RepeatMoved,
        *_ALWAYS,
    ),
)
async def post_refund(request: Request, order_id: UUID, wanted: RefundAsked) -> StaffOrderAnswer:
    """Give back a part of what was paid, or what was paid for some units; the order stays as it
    is."""
    by, here = caller(request, f"refund/{order_id}"), shop_parts(request)
    await staff_orders.refund(
        here,
        by,
        order_id,
        wanted.wanted(),
        wanted.reason,
        take_back=wanted.take_back,
        end_repeat=wanted.end_repeat,
    )
    return await order_now(request, order_id)


@router.post(
    "/{order_id}/cancel-units",
    dependencies=ORDER_OF_ANOTHER,
    responses=problems(
        OwnStanding,
        NotPaid,
        OrderCancelledAlready,
        OrderCompletedAlready,
        CancelByBooking,
        UnitsNotToPack,
        EditOpen,
        NothingPaid,
        PaymentDisputed,
        BalanceTooLarge,
        RepeatMoved,
        *_ALWAYS,
    ),
)
async def post_cancel_units(
    request: Request, order_id: UUID, wanted: UnitsOffBecause
) -> StaffOrderAnswer:
    """Cancel units that are in no packed parcel: they are on sale again, and what was paid for them
    goes back. The last of them cancel the order."""
    by = caller(request, f"cancel-units/{order_id}")
    lines = units_of(wanted.lines)
    await cancel_units(shop_parts(request), by, order_id, lines, wanted.reason, wanted.end_repeat)
    return await order_now(request, order_id)


@router.post(
    "/{order_id}/retry-refund",
    responses=problems(NoRefundWaits, *_ALWAYS),
)
async def post_retry_refund(request: Request, order_id: UUID, asked: Refunded) -> StaffOrderAnswer:
    """Ask the provider once more for the refund that it refused."""
    by = caller(request, f"retry-refund/{order_id}")
    await staff_orders.retry_refund(shop_parts(request), by, order_id, asked.payment_id)
    return await order_now(request, order_id)


@router.post(
    "/{order_id}/mark-refunded",
    dependencies=ORDER_OF_ANOTHER,
    responses=problems(OwnStanding, NoRefundWaits, *_ALWAYS),
)
async def post_mark_refunded(request: Request, order_id: UUID, asked: Handed) -> StaffOrderAnswer:
    """The money is handed back: of an order that was paid by hand and is cancelled, a part of it
    that is owed, or of a payment whose refund the provider refused."""
    by = caller(request, f"mark-refunded/{order_id}")
    await staff_orders.mark_refunded(
        shop_parts(request), by, order_id, asked.payment_id, asked.refund_id
    )
    return await order_now(request, order_id)


async def order_now(request: Request, order_id: UUID) -> StaffOrderAnswer:
    """The order after what was done with it."""
    here = shop_parts(request)
    order = await here.orders.known(order_id)
    return StaffOrderAnswer.model_validate(await staff_order(here, order, locale_of(request)))
