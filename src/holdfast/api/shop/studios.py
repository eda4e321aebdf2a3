"""Where one can be photographed, and with what: studios and equipment, as everybody knows them."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Query, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.problems import InvalidRequest, problems
from holdfast.api.shell.dependencies import database
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shop.products import ImageBody, image_shown
from holdfast.booking import Nearest, Resource, list_resources, page_slug
from holdfast.kit.positions import Position
from holdfast.kit.sentences import say
from holdfast.reviews import resource_ratings_of
from holdfast.views.booking.portfolios import main_pictures
from holdfast.views.booking.profiles import UNRATED

__all__ = ["router", "said", "shown_of"]

router = APIRouter(prefix="/api", tags=["studio"])

MOST_NEAR: Final = 100


class RoomBody(Answer):
    id: UUID
    name: str
    about: str
    tags: list[str] = Field(description="Features")
    capacity: int


class StudioBody(Answer):
    id: UUID
    slug: str = Field(description="The last word of its page's address")
    name: str
    about: str
    tags: list[str] = Field(description="Features")
    rating: float = Field(description="The mean of the stars, to one decimal; 0: nobody rated yet")
    reviews_count: int
    picture: ImageBody | None = Field(description="The main one of the portfolio")
    address: str
    latitude: float | None
    longitude: float | None
    zone: str
    distance_km: float | None = Field(description="From where `near` is; null: not asked")
    rooms: list[RoomBody]


class StudiosAnswer(Answer):
    studios: list[StudioBody] = Field(description="By name; asked `near`, the nearest first")


class EquipmentBody(Answer):
    id: UUID
    name: str
    about: str
    tags: list[str]
    studio_id: UUID | None = Field(description="Where it is; null: it travels")
    capacity: int = Field(description="How many there are")


class EquipmentAnswer(Answer):
    equipment: list[EquipmentBody] = Field(description="By name")


@router.get("/studios", responses=problems(), openapi_extra=IN_A_LANGUAGE)
async def list_studios(
    request: Request,
    near: Annotated[
        str | None,
        Query(max_length=60, description="Those whose place is known, as `52.52,13.405`"),
    ] = None,
) -> StudiosAnswer:
    """Studios that can be booked, with their rooms; `near` a place, the nearest 100."""
    locale, pool = locale_of(request), database(request).pool
    here = None if near is None else _place(near)
    studios = await list_resources(pool, "studio", "active")
    shown = await shown_of(pool, studios, locale)
    rooms: dict[UUID | None, list[Resource]] = {}
    for room in await list_resources(pool, "room", "active"):
        rooms.setdefault(room.studio_id, []).append(room)
    return StudiosAnswer(
        studios=[
            _studio(one, away, rooms.get(one.id, []), locale, shown[one.id])
            for away, one in _by_distance(studios, here)
        ]
    )


def said(one: Resource, locale: str) -> dict[str, Any]:
    """What is told of any of them, in the language."""
    return {
        "id": one.id,
        "name": one.name_in(locale),
        "about": one.about_in(locale),
        "tags": list(one.tags),
    }


async def shown_of(
    pool: asyncpg.Pool, some: Sequence[Resource], locale: str
) -> dict[UUID, dict[str, Any]]:
    """What leads to each one's page, how it looks, and what clients think of it."""
    ids = [one.id for one in some]
    ratings, pictures = await asyncio.gather(
        resource_ratings_of(pool, ids), main_pictures(pool, ids)
    )
    return {
        one.id: {
            "slug": page_slug(one),
            "rating": ratings.get(one.id, UNRATED).mean,
            "reviews_count": ratings.get(one.id, UNRATED).count,
            "picture": image_shown(pictures[one.id], locale) if one.id in pictures else None,
        }
        for one in some
    }


def _by_distance(
    studios: Sequence[Resource], here: Position | None
) -> Sequence[tuple[float | None, Resource]]:
    if here is None:
        return [(None, one) for one in studios]
    known = (
        (Position(one.latitude, one.longitude), one)
        for one in studios
        if one.latitude is not None and one.longitude is not None
    )
    return [(round(away, 3), one) for away, one in Nearest(known).nearest(here, MOST_NEAR)]


def _place(near: str) -> Position:
    """Raises :class:`InvalidRequest`."""
    try:
        latitude, longitude = map(float, near.split(","))
    except ValueError:
        latitude = longitude = float("nan")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise InvalidRequest(
            say("Write a place as latitude and longitude, as in 52.52,13.405."), field="near"
        )
    return Position(latitude, longitude)


@router.get("/equipment", responses=problems(), openapi_extra=IN_A_LANGUAGE)
async def list_equipment(request: Request) -> EquipmentAnswer:
    """Equipment that can be booked."""
    locale = locale_of(request)
    return EquipmentAnswer(
        equipment=[
            EquipmentBody(
                **said(one, locale),
                studio_id=one.studio_id,
                capacity=one.capacity,
            )
            for one in await list_resources(database(request).pool, "equipment", "active")
        ]
    )


def _studio(
    one: Resource,
    away: float | None,
    rooms: list[Resource],
    locale: str,
    shown: Mapping[str, Any],
) -> StudioBody:
    return StudioBody(
        **said(one, locale),
        **shown,
        address=one.address,
        latitude=one.latitude,
        longitude=one.longitude,
        zone=one.zone,
        distance_km=away,
        rooms=[
            RoomBody(
                **said(room, locale),
                capacity=room.capacity,
            )
            for room in rooms
        ],
    )
