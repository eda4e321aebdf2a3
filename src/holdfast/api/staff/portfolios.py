"""Staff, and who they are of: the pictures of a photographer's or a studio's page."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.etags import IF_MATCH, VersionMissing, etag, version_of
from holdfast.api.contract.problems import problems
from holdfast.api.contract.uploads import upload
from holdfast.api.shell.dependencies import Member, caller, database, shop_parts
from holdfast.api.shell.picture_uploads import PICTURE, PICTURE_BODY, PICTURE_PROBLEMS
from holdfast.api.shell.state import state_of
from holdfast.api.staff.picture_bodies import ImageAsked, PictureAnswer, StaffImage, staff_image
from holdfast.api.staff.pictures import taken
from holdfast.booking import MAX_PORTFOLIO, ResourceNotFound
from holdfast.flows.booking.portfolios import (
    BadPortfolio,
    PortfolioChangedMeanwhile,
    own_shown_resource,
    save_portfolio,
)
from holdfast.views.booking.portfolios import portfolio_of

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/resources", tags=["studio"])


class PortfolioAsked(Ask):
    images: Annotated[list[ImageAsked], Field(max_length=MAX_PORTFOLIO)] = Field(
        description="In their order, the main one first"
    )


class PortfolioAnswer(Answer):
    images: list[StaffImage]
    version: int = Field(description="Also as `ETag`; 0: none was saved yet")


@router.get("/{resource_id}/portfolio", responses=problems(ResourceNotFound))
async def get_portfolio(request: Request, response: Response, resource_id: UUID) -> PortfolioAnswer:
    """The pictures of a photographer's or a studio's page; who they are of finds their own."""
    await own_shown_resource(shop_parts(request), caller(request), resource_id)
    return await _shown(request, response, resource_id)


@router.put(
    "/{resource_id}/portfolio",
    responses=problems(BadPortfolio, PortfolioChangedMeanwhile, ResourceNotFound, VersionMissing),
    openapi_extra={"parameters": [IF_MATCH]},
)
async def put_portfolio(
    request: Request, response: Response, resource_id: UUID, asked: PortfolioAsked
) -> PortfolioAnswer:
    """Save the pictures over those that were read, in this order. Pictures are sent before."""
    version = version_of(request)
    known = await portfolio_of(database(request).pool, resource_id)
    if known.version != version:
        await own_shown_resource(shop_parts(request), caller(request), resource_id)
        raise PortfolioChangedMeanwhile("Look at the pictures as they are now.")
    await save_portfolio(
        shop_parts(request),
        state_of(request).pictures.book,
        caller(request),
        resource_id,
        [one.named for one in asked.images],
        known.images,
        version,
    )
    return await _shown(request, response, resource_id)


@router.post(
    "/{resource_id}/pictures",
    status_code=201,
    responses={**PICTURE_PROBLEMS, **problems(ResourceNotFound)},
    openapi_extra=PICTURE_BODY,
)
@upload(PICTURE)
async def post_portfolio_picture(request: Request, resource_id: UUID, who: Member) -> PictureAnswer:
    """Send a picture, to be named by this portfolio; as `POST /api/staff/pictures`."""
    await own_shown_resource(shop_parts(request), caller(request), resource_id)
    return await taken(request, who)


async def _shown(request: Request, response: Response, resource_id: UUID) -> PortfolioAnswer:
    found = await portfolio_of(database(request).pool, resource_id)
    response.headers["ETag"] = etag(found.version)
    return PortfolioAnswer(images=[staff_image(one) for one in found.images], version=found.version)
