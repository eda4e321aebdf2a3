"""What a session came to, and what of it is the photographer's or the studio's who asks."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.papers import PDF, PaperLanguage
from holdfast.api.contract.problems import problems
from holdfast.api.contract.receipts import ReceiptBody, receipt_body
from holdfast.api.shell.dependencies import principal, shop_parts
from holdfast.api.shell.receipt_papers import receipt_answer
from holdfast.booking import ResourceNotFound
from holdfast.flows.booking.booker import BookingNotFound
from holdfast.flows.booking.own_calendar import own_person
from holdfast.flows.booking.receipts import NoReceipt, own_receipt

__all__ = ["router"]

router = APIRouter(prefix="/api/studio/bookings", tags=["studio"])


@router.get(
    "/{booking_id}/receipt", responses=problems(BookingNotFound, NoReceipt, ResourceNotFound)
)
async def get_own_receipt(request: Request, booking_id: UUID) -> ReceiptBody:
    """Of one that the asker has a part in, with that part alone."""
    parts = shop_parts(request)
    mine = await own_person(parts, principal(request))
    found = await own_receipt(parts, booking_id, [mine.id])
    return receipt_body(found, shares=True, platform=False)


@router.get(
    "/{booking_id}/receipt.pdf",
    response_class=Response,
    responses={**PDF, **problems(BookingNotFound, NoReceipt, ResourceNotFound)},
)
async def get_own_receipt_paper(
    request: Request, booking_id: UUID, language: PaperLanguage = "en"
) -> Response:
    """The same on paper."""
    parts = shop_parts(request)
    mine = await own_person(parts, principal(request))
    found = await own_receipt(parts, booking_id, [mine.id])
    return await receipt_answer(request, found, language, shares=True, platform=False)
