"""Sellers: from how many on hand a variant of their own is low, of which they are told."""

from uuid import UUID

from fastapi import APIRouter, Request

from holdfast.api.contract.problems import problems
from holdfast.api.seller.products import selling
from holdfast.api.shell.dependencies import caller, database
from holdfast.api.staff.variants import Threshold, ThresholdNow
from holdfast.catalog import VariantNotFound
from holdfast.flows.digital.delivery import must_be_of
from holdfast.flows.inventory.stock import change_threshold
from holdfast.sellers import SellerLeaves, SellerNotFound, SellerSuspended

__all__ = ["router"]

router = APIRouter(prefix="/api/seller/{seller_id}/variants/{variant_id}", tags=["sellers"])


@router.put(
    "/threshold",
    operation_id="setOwnThreshold",
    responses=problems(VariantNotFound, SellerNotFound, SellerLeaves, SellerSuspended),
)
async def put_own_threshold(
    request: Request, seller_id: UUID, variant_id: UUID, asked: Threshold
) -> ThresholdNow:
    """From how many on hand one of the seller's variants counts as low."""
    theirs = await selling(request, seller_id)
    async with database(request).read() as connection:
        await must_be_of(connection, variant_id, theirs)
    await change_threshold(database(request), caller(request), variant_id, asked.threshold)
    return ThresholdNow(variant_id=variant_id, threshold=asked.threshold)
