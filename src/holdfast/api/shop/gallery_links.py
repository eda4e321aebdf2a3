"""A link by which family and friends look at the pictures of a session without an account."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.problems import RateLimited, problems
from holdfast.api.shell.dependencies import exchange, shop_parts, shop_url
from holdfast.api.shell.languages import IN_A_LANGUAGE
from holdfast.api.shell.named_galleries import family_answer
from holdfast.api.shell.pacing import pace
from holdfast.api.shell.state import state_of
from holdfast.api.shop.by_order_link import LINK_REFUSED, OrderLink, whoever_of
from holdfast.flows.booking.booker import BookingNotFound
from holdfast.flows.booking.galleries.family import (
    FamilyLink,
    family_link,
    look_by_link,
    share_gallery,
    unshare_gallery,
)
from holdfast.flows.booking.galleries.refusals import (
    GalleryEnded,
    GalleryLinkUnknown,
    NothingDelivered,
)
from holdfast.kit import iso

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["booking"])


class GalleryLinkShown(Answer):
    """`views`: how often it was opened, the last time at `seenAt`."""

    path: str = Field(description="A page of this shop; what follows `#` is the link")
    url: str | None = Field(description="Null where this shop has no address to begin it with")
    download: bool = Field(description="Who has it may take the files")
    views: int
    seen_at: Instant | None
    made_at: Instant


class GalleryLinkAnswer(Answer):
    link: GalleryLinkShown | None = Field(description="Null: none stands")


class GalleryLinkAsked(Ask):
    """Whether who has it may take the files the client may."""

    download: Annotated[bool, Field(strict=True)] = False


class GalleryLinkOpened(Ask):
    """`again`: the page is open already, which is not counted as one more view."""

    link: Annotated[str, Field(min_length=1, max_length=100, description="What follows `#` in it")]
    again: Annotated[bool, Field(strict=True)] = False


class FamilyPicture(Answer):
    """Addresses that are good for some hours, while the link stands."""

    id: UUID
    title: str
    width: int
    height: int
    stand_in: str = Field(description="A few pixels, as a data URL")
    small_url: str
    large_url: str
    full_url: str | None = Field(description="To download; null: it may be looked at alone")


class FamilyGallery(Answer):
    """What was delivered of a session, as its client shows it: without who booked it."""

    service_name: str
    local: str = Field(description="The session's start by the studio's clock")
    zone: str
    until: Instant | None = Field(description="Then its pictures are deleted")
    pictures: list[FamilyPicture]
    archive_url: str | None = Field(description="All that can be downloaded, as one ZIP")


@router.get(
    "/bookings/{booking_id}/gallery/link",
    operation_id="getGalleryLink",
    response_model=GalleryLinkAnswer,
    responses=problems(BookingNotFound, *LINK_REFUSED),
)
async def get_link(request: Request, booking_id: UUID, order_link: OrderLink = "") -> Response:
    """The link to the pictures of a booking of one's own, and how often it was opened."""
    asking = await whoever_of(request, booking_id, order_link)
    found = await family_link(shop_parts(request), asking.principal, booking_id)
    return json_answer({"link": None if found is None else _body(request, found)})


@router.put(
    "/bookings/{booking_id}/gallery/link",
    operation_id="shareGallery",
    response_model=GalleryLinkShown,
    responses=problems(BookingNotFound, GalleryEnded, NothingDelivered, *LINK_REFUSED),
)
async def put_link(
    request: Request, booking_id: UUID, asked: GalleryLinkAsked, order_link: OrderLink = ""
) -> Response:
    """Make a link to one's pictures, or say of the one that stands whether files are taken by
    it."""
    by = (await whoever_of(request, booking_id, order_link)).caller(request, "")
    made = await share_gallery(shop_parts(request), by, booking_id, download=asked.download)
    return json_answer(_body(request, made))


@router.delete(
    "/bookings/{booking_id}/gallery/link",
    operation_id="unshareGallery",
    status_code=204,
    responses=problems(BookingNotFound, *LINK_REFUSED),
)
async def delete_link(request: Request, booking_id: UUID, order_link: OrderLink = "") -> None:
    """Take the link back: nobody sees anything by it any more. The next is another."""
    by = (await whoever_of(request, booking_id, order_link)).caller(request, "")
    await unshare_gallery(shop_parts(request), by, booking_id)


@router.post(
    "/gallery-links",
    operation_id="openGalleryLink",
    response_model=FamilyGallery,
    responses=problems(GalleryLinkUnknown, RateLimited),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_gallery_link(request: Request, asked: GalleryLinkOpened) -> Response:
    """The pictures behind a link: looked at, and nothing chosen. Its view is counted."""
    await pace(state_of(request).opening, exchange(request).address)
    seen = await look_by_link(shop_parts(request), asked.link, counts=not asked.again)
    answer = await family_answer(request, seen)
    answer.headers["x-robots-tag"] = "noindex"
    return answer


def _body(request: Request, found: FamilyLink) -> dict[str, Any]:
    where, path = shop_url(request), f"/pictures#{found.token}"
    return {
        "path": path,
        "url": f"{where}{path}" if where else None,
        "download": found.link.download,
        "views": found.link.views,
        "seenAt": iso(found.link.seen_at),
        "madeAt": iso(found.link.made_at),
    }
