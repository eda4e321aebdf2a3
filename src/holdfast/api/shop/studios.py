"""Who and what can be booked: photographers, studios and equipment, as everybody may know them."""

from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import database
from holdfast.api.shell.languages import LOCALE_PARAMETER, locale_of
from holdfast.booking import Resource, list_resources

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["studio"])

_LOCALE = {"parameters": [LOCALE_PARAMETER]}


class PhotographerBody(Answer):
    id: UUID
    name: str
    about: str
    tags: list[str] = Field(description="Skills")
    level: str | None
    studio_id: UUID | None = Field(description="Their home")
    zone: str


class PhotographersAnswer(Answer):
    photographers: list[PhotographerBody] = Field(description="By name")


class RoomBody(Answer):
    id: UUID
    name: str
    about: str
    tags: list[str] = Field(description="Features")
    capacity: int


class StudioBody(Answer):
    id: UUID
    name: str
    about: str
    tags: list[str] = Field(description="Features")
    address: str
    latitude: float | None
    longitude: float | None
    zone: str
    rooms: list[RoomBody]


class StudiosAnswer(Answer):
    studios: list[StudioBody] = Field(description="By name")


class EquipmentBody(Answer):
    id: UUID
    name: str
    about: str
    tags: list[str]
    studio_id: UUID | None = Field(description="Where it is; null: it travels")
    capacity: int = Field(description="How many there are")


class EquipmentAnswer(Answer):
    equipment: list[EquipmentBody] = Field(description="By name")


@router.get("/photographers", responses=problems(), openapi_extra=_LOCALE)
async def list_photographers(request: Request) -> PhotographersAnswer:
    """Photographers that can be booked."""
    locale = locale_of(request)
    return PhotographersAnswer(
        photographers=[
            PhotographerBody(
                id=one.id,
                name=one.name_in(locale),
                about=one.about_in(locale),
                tags=list(one.tags),
                level=one.level,
                studio_id=one.studio_id,
                zone=one.zone,
            )
            for one in await list_resources(database(request).pool, "photographer", "active")
        ]
    )


@router.get("/studios", responses=problems(), openapi_extra=_LOCALE)
async def list_studios(request: Request) -> StudiosAnswer:
    """Studios that can be booked, with their rooms."""
    locale, pool = locale_of(request), database(request).pool
    rooms = await list_resources(pool, "room", "active")
    return StudiosAnswer(
        studios=[
            _studio(one, [room for room in rooms if room.studio_id == one.id], locale)
            for one in await list_resources(pool, "studio", "active")
        ]
    )


@router.get("/equipment", responses=problems(), openapi_extra=_LOCALE)
async def list_equipment(request: Request) -> EquipmentAnswer:
    """Equipment that can be booked."""
    locale = locale_of(request)
    return EquipmentAnswer(
        equipment=[
            EquipmentBody(
                id=one.id,
                name=one.name_in(locale),
                about=one.about_in(locale),
                tags=list(one.tags),
                studio_id=one.studio_id,
                capacity=one.capacity,
            )
            for one in await list_resources(database(request).pool, "equipment", "active")
        ]
    )


def _studio(one: Resource, rooms: list[Resource], locale: str) -> StudioBody:
    return StudioBody(
        id=one.id,
        name=one.name_in(locale),
        about=one.about_in(locale),
        tags=list(one.tags),
        address=one.address,
        latitude=one.latitude,
        longitude=one.longitude,
        zone=one.zone,
        rooms=[
            RoomBody(
                id=room.id,
                name=room.name_in(locale),
                about=room.about_in(locale),
                tags=list(room.tags),
                capacity=room.capacity,
            )
            for room in rooms
        ],
    )
