"""Galleries of bookings, as their clients and who photographed see them."""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.booking.galleries import MAX_PICTURES, GalleryCounts, GalleryPicture, GalleryStatus
from holdfast.flows.booking.galleries.family import FamilySees
from holdfast.flows.booking.galleries.looking import GallerySeen
from holdfast.kit import iso

__all__ = [
    "GalleryAnswer", "GalleryPictureShown", "PicturesOfBooking", "family_body", "gallery_body",
    "picture_body", "pictures_counted",
]  # fmt: skip


class GalleryPictureShown(Answer):
    """Addresses that are good for some hours, for whoever has them."""

    id: UUID
    part: Literal["proof", "final"] = Field(
        description="`proof`: to choose from; `final`: delivered for good"
    )
    title: str = Field(description="What the file was called")
    width: int
    height: int
    stand_in: str = Field(description="A few pixels, as a data URL")
    bytes: int
    shown: bool = Field(description="The client sees it")
    favourite: bool = Field(description="The client chose it")
    bought: bool = Field(description="Of those to choose from: the client paid for it")
    small_url: str
    large_url: str
    full_url: str | None = Field(description="To download; null: it is to be chosen from")


class GalleryAnswer(Answer):
    """What was delivered of a booking. `until`: then its pictures are deleted."""

    booking_id: UUID
    number: str
    service_name: str
    local: str = Field(description="The session's start by the studio's clock")
    zone: str
    status: GalleryStatus = Field(
        description="`draft`: nothing is shown yet; `choosing`: its client chooses; `chosen`: they"
        " are done; `delivered`; `ended`: its pictures are deleted"
    )
    choose: int = Field(description="How many of the proofs its client may choose")
    chosen: int = Field(description="Of those that are included")
    further_price: int | None = Field(
        description="What each more costs, in minor units; null: more are not sold"
    )
    currency: str
    delivered_at: Instant | None
    until: Instant | None
    pictures: list[GalleryPictureShown]
    most: int = Field(description="Pictures of one part")
    archive_url: str | None = Field(description="All that can be downloaded, as one ZIP")


class PicturesOfBooking(Answer):
    """What was delivered of it: `choosing`, `chosen`, `delivered`, or `ended`, when its pictures
    are deleted."""

    status: GalleryStatus
    count: int


def pictures_counted(found: GalleryCounts | None) -> dict[str, Any] | None:
    """As :class:`PicturesOfBooking`."""
    return None if found is None else {"status": found.status, "count": found.pictures}


def gallery_body(seen: GallerySeen) -> dict[str, Any]:
    """As :class:`GalleryAnswer`."""
    booking, gallery = seen.booking, seen.gallery
    files = any(one.is_theirs for one in seen.pictures)
    return {
        "bookingId": booking.id,
        "number": booking.number,
        "serviceName": booking.service_name,
        "local": booking.wall_start,
        "zone": booking.zone,
        "status": gallery.status,
        "choose": gallery.choose,
        "chosen": sum(one.favourite and not one.bought for one in seen.pictures),
        "furtherPrice": gallery.further_price,
        "currency": booking.currency,
        "deliveredAt": iso(gallery.delivered_at),
        "until": iso(gallery.until_at),
        "pictures": [picture_body(one, seen.key) for one in seen.pictures],
        "most": MAX_PICTURES,
        "archiveUrl": f"/api/gallery-archives/{booking.id}?key={seen.key}" if files else None,
    }


def picture_body(one: GalleryPicture, key: str) -> dict[str, Any]:
    """As :class:`GalleryPictureShown`."""
    urls = {size: f"/api/gallery-pictures/{one.id}/{size}?key={key}" for size in one.sizes}
    return {
        "id": one.id,
        "part": one.part,
        "title": one.title,
        "width": one.width,
        "height": one.height,
        "standIn": one.stand_in,
        "bytes": one.bytes,
        "shown": one.shown,
        "favourite": one.favourite,
        "bought": one.bought,
        "smallUrl": urls["small"],
        "largeUrl": urls["large"],
        "fullUrl": urls.get("full"),
    }


def family_body(seen: FamilySees) -> dict[str, Any]:
    """As ``FamilyGallery``."""
    booking, takes = seen.booking, seen.link.download
    pictures = []
    for one in seen.pictures:
        body = picture_body(one, seen.key)
        for kept in ("part", "bytes", "shown", "favourite", "bought"):
            del body[kept]
        pictures.append(body | ({} if takes else {"fullUrl": None}))
    files = takes and any(one.is_theirs for one in seen.pictures)
    return {
        "serviceName": booking.service_name,
        "local": booking.wall_start,
        "zone": booking.zone,
        "until": iso(seen.gallery.until_at),
        "pictures": pictures,
        "archiveUrl": f"/api/gallery-archives/{booking.id}?key={seen.key}" if files else None,
    }
