"""What a booking that has ended came to."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.papers import PDF, PaperLanguage
from holdfast.api.contract.problems import problems
from holdfast.api.contract.receipts import ReceiptBody, receipt_body
from holdfast.api.shell.dependencies import exchange, shop_parts
from holdfast.api.shell.receipt_papers import receipt_answer
from holdfast.flows.booking.booker import BookingNotFound
from holdfast.flows.booking.receipts import NoReceipt, receipt_of

__all__ = ["router"]

router = APIRouter(prefix="/api/bookings", tags=["booking"])


@router.get("/{booking_id}/receipt", responses=problems(BookingNotFound, NoReceipt))
async def get_receipt(request: Request, booking_id: UUID) -> ReceiptBody:
    """What was paid, kept and given back, of one's own booking; staff see that of any, and whose it
    is."""
    who = exchange(request).principal
    found = await receipt_of(shop_parts(request), who, booking_id)
    staff = who is not None and who.is_staff
    return receipt_body(found, shares=staff, platform=staff)


@router.get(
    "/{booking_id}/receipt.pdf",
    response_class=Response,
    responses={**PDF, **problems(BookingNotFound, NoReceipt)},
)
async def get_receipt_paper(
    request: Request, booking_id: UUID, language: PaperLanguage = "en"
) -> Response:
    """The same on paper."""
    who = exchange(request).principal
    found = await receipt_of(shop_parts(request), who, booking_id)
    staff = who is not None and who.is_staff
    return await receipt_answer(request, found, language, shares=staff, platform=staff)
