"""Galleries as their answers have them, in the language of who reads them."""

from typing import TypeVar

from fastapi import Request, Response
from msgspec.structs import replace

from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.galleries import family_body, gallery_body
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shell.languages import reader_of
from holdfast.flows.booking.galleries.family import FamilySees
from holdfast.flows.booking.galleries.looking import GallerySeen
from holdfast.views.names_now import bookings_named

__all__ = ["family_answer", "gallery_answer"]

Seen = TypeVar("Seen", GallerySeen, FamilySees)


async def gallery_answer(request: Request, seen: GallerySeen) -> Response:
    """As :class:`~holdfast.api.contract.galleries.GalleryAnswer`."""
    return json_answer(gallery_body(await _named(request, seen)))


async def family_answer(request: Request, seen: FamilySees) -> Response:
    """As ``FamilyGallery``."""
    return json_answer(family_body(await _named(request, seen)))


async def _named(request: Request, seen: Seen) -> Seen:
    database = shop_parts(request).database
    (booking,) = await bookings_named(database, [seen.booking], reader_of(request))
    return replace(seen, booking=booking)
