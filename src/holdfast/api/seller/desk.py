"""Sellers: what the shop has that their own products and parcels are made with."""

from fastapi import APIRouter, Request

from holdfast.api.staff.attributes import StaffAttributes, attributes_shown
from holdfast.api.staff.labels import CarriersAnswer, carriers_answer
from holdfast.api.staff.products import DescriptionAsked, DescriptionShown
from holdfast.catalog import clean_html

__all__ = ["router"]

router = APIRouter(prefix="/api/seller", tags=["sellers"])


@router.get("/attributes")
async def list_known_attributes(request: Request) -> StaffAttributes:
    """What products are described by, in the shop's order."""
    return await attributes_shown(request)


@router.post("/texts")
async def post_own_text(asked: DescriptionAsked) -> DescriptionShown:
    """A description as it would be kept, for a preview. It changes nothing."""
    return DescriptionShown(html=clean_html(asked.html))


@router.get("/carriers")
async def list_known_carriers(request: Request) -> CarriersAnswer:
    """The carriers of which labels are bought."""
    return carriers_answer(request)
