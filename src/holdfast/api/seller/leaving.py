"""Sellers: the end of selling."""

from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import StrictBool

from holdfast.api.contract.answers import Ask
from holdfast.api.contract.problems import problems
from holdfast.api.contract.seller_leaving import LeavingBody, leaving_of
from holdfast.api.seller.products import own, speaking
from holdfast.api.shell.dependencies import caller, database, shop_parts
from holdfast.flows.selling.leaving import end, leave
from holdfast.flows.selling.standing import SellerElsewhere
from holdfast.kit import shop_now
from holdfast.sellers import SellerNotFound, SellerSuspended

__all__ = ["router"]

router = APIRouter(prefix="/api/seller", tags=["sellers"])


class LeavingAsked(Ask):
    """Whether to end selling, or to stay."""

    leaving: StrictBool


@router.get("/{seller_id}/leaving", responses=problems(SellerNotFound))
async def get_leaving(request: Request, seller_id: UUID) -> LeavingBody:
    """Whether the seller ends selling, and what would have to be finished first."""
    return await leaving_of(shop_parts(request), await own(request, seller_id))


@router.put(
    "/{seller_id}/leaving", responses=problems(SellerNotFound, SellerSuspended, SellerElsewhere)
)
async def put_leaving(request: Request, seller_id: UUID, asked: LeavingAsked) -> LeavingBody:
    """End selling: all is off sale at once, what was sold goes on, what was earned is paid out, and
    once nothing is open the account is closed by itself. Until then one may stay."""
    found, parts = await speaking(request, seller_id), shop_parts(request)
    await leave(database(request), caller(request), found, leaving=asked.leaving)
    if asked.leaving:
        await end(parts, found, shop_now())
    return await leaving_of(parts, found)
