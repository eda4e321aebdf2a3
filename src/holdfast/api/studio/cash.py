"""Who photographed takes what is due of a session in cash."""

from uuid import UUID

from fastapi import APIRouter, Request

from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.flows.booking.attending import NotBegun
from holdfast.flows.booking.booker import BookingEnded, BookingNotFound
from holdfast.flows.booking.paying_due import NothingDue
from holdfast.flows.commit.refusals import AlreadyPaid, PaymentUnderWay, ReservationExpired
from holdfast.flows.staff.cash import take_cash

__all__ = ["router"]

router = APIRouter(prefix="/api/studio/bookings", tags=["studio"])


@router.post(
    "/{booking_id}/rest-paid",
    operation_id="takeRestInCash",
    status_code=204,
    responses=problems(
        BookingNotFound, BookingEnded, NothingDue, NotBegun, AlreadyPaid, PaymentUnderWay,
        ReservationExpired, *TELLS_AGAIN,
    ),
)  # fmt: skip
async def post_own_rest_paid(request: Request, booking_id: UUID) -> None:
    """The client of a session of one's own has paid all that is due of it, in cash, to who asks:
    they keep it, and the studio settles so much less with them."""
    by = caller(request, f"own-rest-paid/{booking_id}")
    await take_cash(shop_parts(request), by, booking_id)
