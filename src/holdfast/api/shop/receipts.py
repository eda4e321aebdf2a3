"""What a booking that has ended came to."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.papers import PDF, PaperLanguage
from holdfast.api.contract.problems import problems
from holdfast.api.contract.receipts import ReceiptBody, receipt_body
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shell.receipt_papers import receipt_answer
from holdfast.api.shop.by_order_link import LINK_REFUSED, OrderLink, whoever_of
from holdfast.flows.booking.booker import BookingNotFound
from holdfast.flows.booking.receipts import NoReceipt, receipt_of

__all__ = ["router"]

router = APIRouter(prefix="/api/bookings", tags=["booking"])


@router.get("/{booking_id}/receipt", responses=problems(BookingNotFound, NoReceipt, *LINK_REFUSED))
async def get_receipt(
    request: Request, booking_id: UUID, order_link: OrderLink = ""
) -> ReceiptBody:
    """What was paid, kept and given back, of one's own booking; staff see that of any, and whose it
    is."""
    asking = await whoever_of(request, booking_id, order_link)
    found = await receipt_of(shop_parts(request), asking.principal, booking_id)
    staff = asking.is_staff
    return receipt_body(found, shares=staff, platform=staff)


@router.get(
    "/{booking_id}/receipt.pdf",
    response_class=Response,
    responses={**PDF, **problems(BookingNotFound, NoReceipt, *LINK_REFUSED)},
)
async def get_receipt_paper(
    request: Request,
    booking_id: UUID,
    language: PaperLanguage = "en",
    order_link: OrderLink = "",
) -> Response:
    """The same on paper."""
    asking = await whoever_of(request, booking_id, order_link)
    found = await receipt_of(shop_parts(request), asking.principal, booking_id)
    staff = asking.is_staff
    return await receipt_answer(request, found, language, shares=staff, platform=staff)
