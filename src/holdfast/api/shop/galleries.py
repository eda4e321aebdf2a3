"""What was delivered of a booking: looked at and downloaded by its client."""

from collections.abc import AsyncIterator
from typing import Annotated, Final, Literal
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from holdfast.api.contract.galleries import GalleryAnswer
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE
from holdfast.api.shell.named_galleries import gallery_answer
from holdfast.api.shell.state import state_of
from holdfast.api.shop.by_order_link import LINK_REFUSED, OrderLink, whoever_of
from holdfast.catalog.pictures import PicturesAway
from holdfast.flows.booking.booker import BookingNotFound
from holdfast.flows.booking.galleries.archive import archive, pictures_in_archive
from holdfast.flows.booking.galleries.choosing import done_choosing, mark
from holdfast.flows.booking.galleries.looking import gallery_for_client, picture_file
from holdfast.flows.booking.galleries.refusals import (
    GalleryBusy,
    GalleryEnded,
    NothingChosen,
    NothingDelivered,
    NotToChoose,
    PictureAlreadyYours,
    PictureNotFound,
    TooManyChosen,
)

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["booking"])

Key = Annotated[str, Query(max_length=100, description="As the gallery's answer has it")]
_CHOICE_REFUSED: Final = (
    BookingNotFound, PictureNotFound, NotToChoose, GalleryEnded, *LINK_REFUSED,
)  # fmt: skip
_HOUR: Final = {"cache-control": "private, max-age=3600"}
_FILE: Final[dict[str, object]] = {"schema": {"type": "string", "format": "binary"}}
_PICTURE: Final[dict[int | str, dict[str, object]]] = {
    200: {"content": {"image/webp": _FILE, "image/jpeg": _FILE}}
}
_ARCHIVE: Final[dict[int | str, dict[str, object]]] = {200: {"content": {"application/zip": _FILE}}}


@router.get(
    "/bookings/{booking_id}/gallery",
    operation_id="getGallery",
    response_model=GalleryAnswer,
    responses=problems(BookingNotFound, *LINK_REFUSED),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_gallery(request: Request, booking_id: UUID, order_link: OrderLink = "") -> Response:
    """The pictures that were delivered of a booking of one's own."""
    asking = await whoever_of(request, booking_id, order_link)
    found = await gallery_for_client(shop_parts(request), asking.principal, booking_id)
    return await gallery_answer(request, found)


@router.put(
    "/bookings/{booking_id}/gallery/favourites/{picture_id}",
    operation_id="chooseGalleryPicture",
    status_code=204,
    responses=problems(*_CHOICE_REFUSED, PictureAlreadyYours, TooManyChosen),
)
async def put_favourite(
    request: Request, booking_id: UUID, picture_id: UUID, order_link: OrderLink = ""
) -> None:
    """Choose a picture: as many as are included."""
    by = (await whoever_of(request, booking_id, order_link)).caller(request, "")
    await mark(shop_parts(request), by, booking_id, picture_id, favourite=True)


@router.delete(
    "/bookings/{booking_id}/gallery/favourites/{picture_id}",
    operation_id="unchooseGalleryPicture",
    status_code=204,
    responses=problems(*_CHOICE_REFUSED),
)
async def delete_favourite(
    request: Request, booking_id: UUID, picture_id: UUID, order_link: OrderLink = ""
) -> None:
    """Choose it no more."""
    by = (await whoever_of(request, booking_id, order_link)).caller(request, "")
    await mark(shop_parts(request), by, booking_id, picture_id, favourite=False)


@router.post(
    "/bookings/{booking_id}/gallery/done",
    operation_id="doneChoosing",
    response_model=GalleryAnswer,
    responses=problems(
        BookingNotFound, NotToChoose, NothingChosen, TooManyChosen, GalleryEnded, *LINK_REFUSED
    ),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_done(request: Request, booking_id: UUID, order_link: OrderLink = "") -> Response:
    """Say that one has chosen: who photographed is told. Doing it twice is done once."""
    here = shop_parts(request)
    by = (await whoever_of(request, booking_id, order_link)).caller(request, "")
    await done_choosing(here, by, booking_id)
    found = await gallery_for_client(here, by.principal, booking_id)
    return await gallery_answer(request, found)


@router.get(
    "/gallery-pictures/{picture_id}/{size}",
    operation_id="getGalleryPicture",
    response_class=Response,
    responses={**_PICTURE, **problems(PictureNotFound, PicturesAway)},
)
async def get_gallery_picture(
    request: Request, picture_id: UUID, size: Literal["small", "large", "full"], key: Key = ""
) -> Response:
    """One picture, by an address from its gallery's answer: small and large a WebP, full a JPEG
    with all its pixels."""
    store = state_of(request).pictures.store
    opened, name = await picture_file(shop_parts(request), store, picture_id, size, key)
    headers = _HOUR | {"content-length": str(opened.size)}
    if size != "full":
        return StreamingResponse(opened.pieces, media_type="image/webp", headers=headers)
    called = {"content-disposition": f"inline; filename*=UTF-8''{quote(name)}"}
    return StreamingResponse(opened.pieces, media_type="image/jpeg", headers=headers | called)


@router.get(
    "/gallery-archives/{booking_id}",
    operation_id="getGalleryArchive",
    response_class=Response,
    responses={**_ARCHIVE, **problems(NothingDelivered, GalleryBusy, PicturesAway)},
)
async def get_gallery_archive(
    request: Request, booking_id: UUID, key: Key = ""
) -> StreamingResponse:
    """All that can be downloaded of a gallery in one ZIP, sent as it is made."""
    state = state_of(request)
    found = await pictures_in_archive(shop_parts(request), booking_id, key)
    if state.archives.is_busy(booking_id, by_link=found.by_link):
        raise GalleryBusy("Try again in a minute.", headers={"Retry-After": "60"})

    async def parts() -> AsyncIterator[bytes]:
        async with state.archives.sending(booking_id, by_link=found.by_link):
            async for part in archive(state.pictures.store, found.pictures):
                yield part

    headers = {
        "content-disposition": f'attachment; filename="pictures-{booking_id.hex[-8:]}.zip"',
        "cache-control": "private, no-store",
    }
    return StreamingResponse(parts(), media_type="application/zip", headers=headers)
