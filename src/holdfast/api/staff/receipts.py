"""Staff: a receipt that the tax service did not take is made another way."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import caller, database
from holdfast.flows.staff.receipts import ReceiptNotFound, ReceiptNotWaiting, made_by_hand

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/receipts", tags=["staff"])


@router.put(
    "/{receipt_id}/by-hand",
    status_code=204,
    responses=problems(ReceiptNotFound, ReceiptNotWaiting),
)
async def put_receipt_by_hand(request: Request, receipt_id: UUID) -> Response:
    """It was made at the till or at the provider, and waits for nobody any more; on record."""
    await made_by_hand(database(request), caller(request), receipt_id)
    return Response(status_code=204)
