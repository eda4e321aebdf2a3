"""Sellers: a pause of all that they sell, as for a holiday."""

from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field, StrictBool

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.problems import problems
from holdfast.api.seller.products import own, selling
from holdfast.api.shell.dependencies import caller, database
from holdfast.flows.selling.standing import pause, paused_of
from holdfast.sellers import SellerLeaves, SellerNotFound, SellerSuspended

__all__ = ["router"]

router = APIRouter(prefix="/api/seller", tags=["sellers"])


class PauseAsked(Ask):
    """Whether to pause, or to sell again."""

    paused: StrictBool


class PauseBody(Answer):
    """`paused`: something was put off sale by a pause, and waits to be sold again."""

    paused: bool
    products: int = Field(description="How many")


@router.get("/{seller_id}/pause", responses=problems(SellerNotFound))
async def get_pause(request: Request, seller_id: UUID) -> PauseBody:
    """Whether the seller has paused."""
    count = await paused_of(database(request).pool, await own(request, seller_id))
    return PauseBody(paused=count > 0, products=count)


@router.put("/{seller_id}/pause", responses=problems(SellerNotFound, SellerLeaves, SellerSuspended))
async def put_pause(request: Request, seller_id: UUID, asked: PauseAsked) -> PauseBody:
    """Put all that is on sale off sale at once, or what was put off so on sale again. Orders go
    on."""
    found = await selling(request, seller_id)
    await pause(database(request), caller(request), found, paused=asked.paused)
    return await get_pause(request, found)
