"""A seller's page in the shop; what they sell is found by the search (`seller`)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.problems import problems
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shell.state import state_of
from holdfast.sellers import SellerNotFound, remembered_as

__all__ = ["router"]

router = APIRouter(prefix="/api/sellers", tags=["products"])


class SellerPageBody(Answer):
    id: UUID
    slug: str = Field(description="The last word of the page's address")
    name: str
    about: str = Field(description="Plain text; may be empty")
    logo: str | None = Field(description="The address of a picture")
    left: bool = Field(description="It no longer sells here")


@router.get(
    "/{seller}",
    responses=problems(SellerNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_seller(
    request: Request,
    seller: Annotated[str, Path(max_length=255, description="Its id or slug")],
) -> SellerPageBody:
    """Who sells here, or did, by id or slug, and has a page of their own."""
    known = (await state_of(request).products.directory.now()).sellers
    found = remembered_as(known.values(), seller)
    if found is None:
        raise SellerNotFound("There is no such seller.")
    return SellerPageBody(
        id=found.id,
        slug=found.slug,
        name=found.name,
        about=found.about_in(locale_of(request)),
        logo=found.logo,
        left=found.has_left,
    )
