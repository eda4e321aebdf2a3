"""Photographers to choose from, as everybody may know them."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.problems import problems
from holdfast.api.contract.slots import day_of
from holdfast.api.shell.dependencies import database
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shell.state import state_of
from holdfast.api.shop.products import ImageBody
from holdfast.api.shop.studios import said, shown_of
from holdfast.booking.services import ServiceNotFound
from holdfast.kit.zones import zone
from holdfast.views.booking.directory import Listed, Sought, photographers_sought

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["studio"])


class FreeTimeBody(Answer):
    """The first time of a day that somebody can be booked."""

    service_id: UUID
    service: str = Field(description="What it is called")
    start: Instant
    zone: str = Field(description="The studio's")
    local: str = Field(description="The start by the studio's clock")


class PhotographerBody(Answer):
    id: UUID
    slug: str = Field(description="The last word of their page's address")
    name: str
    about: str
    tags: list[str] = Field(description="Skills")
    rating: float = Field(description="The mean of the stars, to one decimal; 0: nobody rated yet")
    reviews_count: int
    picture: ImageBody | None = Field(description="The main one of the portfolio")
    level: str | None
    studio_id: UUID | None = Field(description="Their home")
    studio: str | None = Field(description="What it is called")
    zone: str
    request_hours: int | None = Field(
        description="On request: within so many hours they answer; null: booked at once"
    )
    price_from: int | None = Field(
        description="What their cheapest service costs before uplifts, at its first length, in"
        " minor units; asked for a `service`, what that does; null: nothing can be booked"
    )
    currency: str | None
    free: FreeTimeBody | None = Field(description="On the `day` that is asked for; else null")


class NamedBody(Answer):
    id: UUID
    name: str


class PhotographersAnswer(Answer):
    photographers: list[PhotographerBody]
    skills: list[str] = Field(description="By which any can be looked for")
    studios: list[NamedBody] = Field(description="Where any are at home")
    services: list[NamedBody] = Field(description="Which any can be booked for")


@router.get("/photographers", responses=problems(ServiceNotFound), openapi_extra=IN_A_LANGUAGE)
async def list_photographers(
    request: Request,
    skill: Annotated[str | None, Query(max_length=100, description="One of `skills`")] = None,
    studio: Annotated[UUID | None, Query(description="At home there")] = None,
    service: Annotated[UUID | None, Query(description="Can be booked for it")] = None,
    day: Annotated[
        str | None,
        Query(max_length=10, description="Free then, by the clock of where they are: `2026-12-31`"),
    ] = None,
    sort: Annotated[
        Literal["name", "rating", "price"],
        Query(description="The best rated or the cheapest first; else by name"),
    ] = "name",
) -> PhotographersAnswer:
    """Photographers that can be booked: all, or those that fit."""
    locale, pool = locale_of(request), database(request).pool
    on = None if day is None else day_of(day, "day")
    sought = Sought(skill=skill, studio=studio, service=service, day=on)
    known = await photographers_sought(pool, state_of(request).slots, sought)
    shown = await shown_of(pool, [one.resource for one in known.found], locale)
    found = [
        PhotographerBody(
            **said(one.resource, locale),
            **shown[one.resource.id],
            level=one.resource.level,
            studio_id=one.resource.studio_id,
            studio=one.studio and one.studio.name_in(locale),
            zone=one.resource.zone,
            request_hours=one.resource.request_hours,
            price_from=one.least and one.least.amount,
            currency=one.least and one.least.currency,
            free=_free(one, locale),
        )
        for one in known.found
    ]
    return PhotographersAnswer(
        photographers=_sorted(found, sort),
        skills=list(known.skills),
        studios=[NamedBody(id=one.id, name=one.name_in(locale)) for one in known.studios],
        services=[NamedBody(id=one.id, name=one.name_in(locale)) for one in known.services],
    )


def _free(one: Listed, locale: str) -> FreeTimeBody | None:
    if one.free is None:
        return None
    service, time = one.free
    return FreeTimeBody(
        service_id=service.id,
        service=service.name_in(locale),
        start=time.start,
        zone=time.zone,
        local=f"{time.start.astimezone(zone(time.zone)):%Y-%m-%dT%H:%M}",
    )


def _sorted(found: list[PhotographerBody], sort: str) -> list[PhotographerBody]:
    match sort:
        case "rating":
            return sorted(found, key=lambda one: (-one.rating, -one.reviews_count))
        case "price":  # of one currency after the other; who has none comes last
            return sorted(found, key=lambda one: (one.currency or "~", one.price_from or 0))
    return found
