"""Staff: how clients book. What they look at, when, for which times, and what comes of it."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from msgspec import Struct
from msgspec.structs import asdict
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.csv_answers import CSV
from holdfast.api.shell.dependencies import late
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shell.spans import FirstDay, LastDay, asked_span
from holdfast.booking import list_resources
from holdfast.booking.services import load_services
from holdfast.db.engine import Database
from holdfast.views.booking_demand import (
    DemandTable,
    ahead_in,
    demand_csv,
    funnel_in,
    popular_in,
    when_booked,
)
from holdfast.views.statistics import Span, span_before

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["studio"])


class DemandSteps(Answer):
    looked: int = Field(
        description="Who looked for times; who looks at a service again in half an hour counts once"
    )
    held: int = Field(description="Bookings that clients began in these days")
    paid: int = Field(description="Of those, confirmed")
    took_place: int = Field(description="Of those paid")
    to_come: int = Field(description="Of those paid, neither over nor off")


class DemandFunnel(DemandSteps):
    first: date = Field(alias="from")
    last: date = Field(alias="to")


class InDemand(DemandSteps):
    id: UUID
    kind: Literal["service", "studio", "photographer"]
    name: str
    looked: int = Field(
        description="Of a service: who looked for its times; else: who opened the page"
    )


class HourOfDemand(Answer):
    weekday: int = Field(description="1 is Monday")
    hour: int
    bookings: int


class AheadOfTime(Answer):
    from_days: int = Field(description="Booked at least so many days before it begins")
    to_days: int | None = Field(description="And less than so many; null: or more")
    held: int
    paid: int


class BookingDemand(Answer):
    funnel: DemandFunnel
    before: DemandFunnel = Field(description="Of as many days right before")
    popular: list[InDemand] = Field(description="Most paid bookings first; at most 200")
    booked: list[HourOfDemand] = Field(description="When clients book, by the shop's clock")
    wanted: list[HourOfDemand] = Field(description="For which times, by the place's clock")
    ahead: list[AheadOfTime]


@router.get(
    "/booking-demand",
    response_model=BookingDemand,
    responses=CSV,
    openapi_extra=IN_A_LANGUAGE,
)
async def get_booking_demand(
    request: Request,
    first: FirstDay = None,
    last: LastDay = None,
    form: Annotated[
        Literal["json", "csv"], Query(alias="format", description="csv: one of the tables")
    ] = "json",
    table: Annotated[DemandTable, Query(description="Which, as CSV")] = "funnel",
) -> BookingDemand | Response:
    """By the day on which clients looked or booked, by the shop's clock, a year at most. What staff
    book for somebody is not here."""
    span, language = asked_span(first, last), locale_of(request)
    if form == "csv":
        lines = await late(request).read(lambda shop: _csv(shop, table, span, language))
        headers = {"content-disposition": f'attachment; filename="demand-{table}.csv"'}
        return Response(lines, media_type="text/csv", headers=headers)
    before = span_before(span)
    return await late(request).read(lambda shop: _demand(shop, span, before, language))


async def _csv(shop: Database, table: DemandTable, span: Span, language: str) -> str:
    names = await _names(shop, language)
    async with shop.read() as connection:
        return await demand_csv(connection, table, span, names)


async def _demand(shop: Database, span: Span, before: Span, language: str) -> BookingDemand:
    names = await _names(shop, language)
    async with shop.read() as connection:
        funnel, earlier = [
            asdict(await funnel_in(connection, one)) | {"from": one.first, "to": one.last}
            for one in (span, before)
        ]
        told: dict[str, Sequence[Struct]] = {
            "booked": await when_booked(connection, span, "booked"),
            "wanted": await when_booked(connection, span, "wanted"),
            "ahead": await ahead_in(connection, span),
        }
        popular = await popular_in(connection, span)
    return BookingDemand.model_validate(
        {
            "funnel": funnel,
            "before": earlier,
            "popular": [asdict(one) | {"name": names.get(one.id, "")} for one in popular],
            **{name: [asdict(one) for one in rows] for name, rows in told.items()},
        }
    )


async def _names(shop: Database, language: str) -> dict[UUID, str]:
    """Of resources and services."""
    resources, services = await asyncio.gather(list_resources(shop.pool), load_services(shop.pool))
    names = {one.id: one.name_in(language) for one in resources}
    return names | {one.id: one.name_in(language) for one in services}
