"""Staff: what came of bookings, what they brought, and how full the studios' hours are."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from msgspec import Struct
from msgspec.structs import asdict
from pydantic import Field

from holdfast.api.contract.answers import Amount, Answer
from holdfast.api.contract.csv_answers import CSV
from holdfast.api.shell.dependencies import late
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shell.spans import FirstDay, LastDay, asked_span
from holdfast.booking import list_resources
from holdfast.booking.services import load_services
from holdfast.db.engine import Database
from holdfast.views.statistics import Span, span_before
from holdfast.views.studio_figures import (
    cancelled_in,
    groups_in,
    hours_in,
    totals_of,
    weeks_in,
)
from holdfast.views.studio_load import Load, load_in, people_and_places
from holdfast.views.studio_tables import Table, studio_csv

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["studio"])

_GROUPS: Final = {"people": "person", "services": "service", "studios": "studio"}


class SessionsCame(Answer):
    sessions: int = Field(description="Booked for these days and not cancelled")
    took_place: int
    missed: int = Field(description="To which nobody came")
    cancelled: int = Field(description="After they were paid")
    minutes: int = Field(description="Of the sessions, without buffers")
    income: list[Amount] = Field(
        description="What was kept of what was paid for them, after refunds; by currency"
    )
    covered: list[Amount] = Field(
        description="Of the income: what hours, points and certificates paid"
    )
    penalties: list[Amount] = Field(description="Of the income: kept of those cancelled")


class SessionTotals(SessionsCame):
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    lead_minutes: int | None = Field(description="From booking to begin, on average")
    clients: int = Field(description="Who came")
    returning: int = Field(description="Of those, who had come before")
    taken_minutes: int = Field(
        description="Of people, rooms, and studios without rooms; buffers included"
    )
    open_minutes: int


class WeekOfSessions(SessionsCame):
    week: date = Field(description="Its Monday; only days of the span count")


class SessionGroup(SessionsCame):
    id: UUID | None = Field(description="null: of none")
    name: str


class SessionsCancelled(Answer):
    reason: str
    cancelled: int
    kept: list[Amount]


class HourOfSessions(Answer):
    weekday: int = Field(description="1 is Monday")
    hour: int
    sessions: int = Field(description="That begin then, by their place's clock")


class HourLoad(Answer):
    hour: int
    taken: int = Field(description="Minutes, times the seats taken")
    open: int = Field(description="Minutes, times the seats there are")


class ResourceLoad(Answer):
    id: UUID
    name: str
    kind: str
    studio_id: UUID | None
    taken: int
    open: int
    hours: list[HourLoad] = Field(description="By its own clock; those in which it was neither "
                                  "open nor taken are left out")  # fmt: skip


class StudioNamed(Answer):
    id: UUID
    name: str


class StudioFigures(Answer):
    totals: SessionTotals
    before: SessionTotals = Field(description="Of as many days right before")
    weeks: list[WeekOfSessions]
    people: list[SessionGroup] = Field(description="Income that several earned is shared")
    services: list[SessionGroup]
    studios: list[SessionGroup]
    cancellations: list[SessionsCancelled]
    hours: list[HourOfSessions] = Field(description="In which most begin; at most 10")
    load: list[ResourceLoad] = Field(description="By kind and name; at most 200 resources")
    all_studios: list[StudioNamed] = Field(description="That can be asked for")


@router.get(
    "/studio-figures",
    response_model=StudioFigures,
    responses=CSV,
    openapi_extra=IN_A_LANGUAGE,
)
async def get_studio_figures(
    request: Request,
    first: FirstDay = None,
    last: LastDay = None,
    studio: Annotated[UUID | None, Query(description="Only what takes place there")] = None,
    form: Annotated[
        Literal["json", "csv"], Query(alias="format", description="csv: one of the tables")
    ] = "json",
    table: Annotated[Table, Query(description="Which, as CSV")] = "load",
) -> StudioFigures | Response:
    """Sessions by the day on which they begin, by their place's clock, a year at most; their sums
    beside those of the days before; and how much of the open time is taken."""
    span, language = asked_span(first, last), locale_of(request)
    if form == "csv":
        lines = await late(request).read(lambda shop: _csv(shop, table, span, studio, language))
        headers = {"content-disposition": f'attachment; filename="studio-{table}.csv"'}
        return Response(lines, media_type="text/csv", headers=headers)
    before = span_before(span)
    return await late(request).read(lambda shop: _figures(shop, span, before, studio, language))


async def _csv(shop: Database, table: Table, span: Span, studio: UUID | None, language: str) -> str:
    names, _ = await _names(shop, language)
    return await studio_csv(shop, table, span, studio, names)


async def _figures(
    shop: Database, span: Span, before: Span, studio: UUID | None, language: str
) -> StudioFigures:
    names, studios = await _names(shop, language)
    loads = [await load_in(shop.pool, one, studio) for one in (span, before)]
    async with shop.read() as connection:
        sums = [await totals_of(connection, one, studio) for one in (span, before)]
        groups = {
            name: await groups_in(connection, span, studio, by) for name, by in _GROUPS.items()
        }
        told: dict[str, Sequence[Struct]] = {
            "weeks": await weeks_in(connection, span, studio),
            "cancellations": await cancelled_in(connection, span, studio),
            "hours": await hours_in(connection, span, studio),
        }
    totals, earlier = (
        asdict(each)
        | {"from": of.first, "to": of.last}
        | {"taken_minutes": sum(_taken(one) for one in counted)}
        | {"open_minutes": sum(_open(one) for one in counted)}
        for of, each, counted in zip(
            (span, before), sums, map(people_and_places, loads), strict=True
        )
    )
    return StudioFigures.model_validate(
        {
            "totals": totals,
            "before": earlier,
            "load": [_load(one, names) for one in loads[0]],
            "all_studios": [{"id": one, "name": names[one]} for one in studios],
            **{name: [asdict(one) for one in rows] for name, rows in told.items()},
            **{
                name: [asdict(one) | {"name": _name(one.id, names)} for one in rows]
                for name, rows in groups.items()
            },
        }
    )


async def _names(shop: Database, language: str) -> tuple[dict[UUID, str], list[UUID]]:
    """Of resources and services; and which of them are studios that are open."""
    resources, services = await asyncio.gather(list_resources(shop.pool), load_services(shop.pool))
    names = {one.id: one.name_in(language) for one in resources}
    names |= {one.id: one.name_in(language) for one in services}
    return names, [one.id for one in resources if one.kind == "studio" and one.is_active]


def _name(one: UUID | None, names: Mapping[UUID, str]) -> str:
    return "" if one is None else names.get(one, "")


def _load(one: Load, names: Mapping[UUID, str]) -> dict[str, object]:
    resource = one.resource
    return {
        "id": resource.id,
        "name": names[resource.id],
        "kind": resource.kind,
        "studio_id": resource.studio_id,
        "taken": _taken(one),
        "open": _open(one),
        "hours": [
            {"hour": hour, "taken": one.taken.get(hour, 0), "open": one.open.get(hour, 0)}
            for hour in one.hours
        ],
    }


def _taken(one: Load) -> int:
    return sum(one.taken.values())


def _open(one: Load) -> int:
    return sum(one.open.values())
