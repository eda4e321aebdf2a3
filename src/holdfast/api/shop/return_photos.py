"""Photos of what is sent back: for the buyer and the shop, nobody else."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.photos import WEBP, photo_response
from holdfast.api.contract.problems import RateLimited, problems
from holdfast.api.contract.returns import photo_urls
from holdfast.api.contract.uploads import upload
from holdfast.api.shell.dependencies import body, exchange, shop_parts
from holdfast.api.shell.picture_uploads import PICTURE, PICTURE_BODY, PICTURE_PROBLEMS, may_send
from holdfast.api.shell.state import state_of
from holdfast.api.shop.by_order_link import LINK_REFUSED, OrderLink, whoever_asks
from holdfast.flows.returning.asking import seen_by
from holdfast.flows.returning.photos import keep_photo
from holdfast.kit.photos import PhotoNotFound, TooManyPhotos
from holdfast.returns import (
    MAX_PHOTOS,
    ReturnEnded,
    ReturnNotFound,
    ReturnReceivedAlready,
    photo_of,
)

__all__ = ["PhotoNumber", "photo_answer", "router"]

router = APIRouter(prefix="/api/returns/{return_id}/photos", tags=["orders"])

PhotoNumber = Annotated[int, Path(ge=1, le=MAX_PHOTOS, description="From 1")]


class PhotoAnswer(Answer):
    number: int = Field(description="Its place in the return, from 1")
    url: str


@router.post(
    "",
    operation_id="sendReturnPhoto",
    status_code=201,
    responses={
        **PICTURE_PROBLEMS,
        **problems(
            ReturnNotFound,
            ReturnEnded,
            ReturnReceivedAlready,
            TooManyPhotos,
            RateLimited,
            *LINK_REFUSED,
        ),
    },
    openapi_extra=PICTURE_BODY,
)
@upload(PICTURE)
async def post_photo(request: Request, return_id: UUID, order_link: OrderLink = "") -> PhotoAnswer:
    """Send a photo of what is sent back, as `POST /api/staff/pictures` takes pictures, before it
    came. The same photo sent again is the same."""
    here = shop_parts(request)
    who = exchange(request).principal
    asking = await whoever_asks(request, order_link)
    found = await seen_by(here, asking.principal, return_id, asking.only)
    assert who is not None, "whose it is"
    await may_send(request, who)
    workshop = state_of(request).pictures.workshop
    number = await keep_photo(here, workshop, found, body(request))
    return PhotoAnswer(number=number, url=photo_urls(found.found.id, number)[-1])


@router.get(
    "/{number}",
    operation_id="getReturnPhoto",
    response_class=Response,
    responses={**WEBP, **problems(ReturnNotFound, PhotoNotFound, *LINK_REFUSED)},
)
async def get_photo(
    request: Request, return_id: UUID, number: PhotoNumber, order_link: OrderLink = ""
) -> Response:
    """One of its photos, a WebP."""
    asking = await whoever_asks(request, order_link)
    await seen_by(shop_parts(request), asking.principal, return_id, asking.only)
    return await photo_answer(request, return_id, number)


async def photo_answer(request: Request, return_id: UUID, number: int) -> Response:
    return photo_response(await photo_of(shop_parts(request).database.pool, return_id, number))
