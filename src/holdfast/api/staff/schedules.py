"""Staff, and whose they are: when a resource is open, and what is taken of that."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Annotated, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request, Response
from msgspec.structs import replace
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.etags import IF_MATCH, VersionMissing, etag, version_of
from holdfast.api.contract.moments import WRITTEN
from holdfast.api.contract.problems import COMMITS, TELLS_AGAIN, InvalidRequest, problems
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.staff.schedule_bodies import ScheduleAsked, ScheduleBody, schedule_body
from holdfast.booking import (
    Block,
    OpenHours,
    Resource,
    ResourceNotFound,
    block_of,
    blocks_between,
    open_hours_of,
    resource_of,
    schedule_of,
)
from holdfast.booking.schedule import FIRST, LAST, Schedule, Why, at_local
from holdfast.flows.booking.blocks import (
    BadBlock,
    BlockNotFound,
    BlockOfCalendar,
    lay_block,
    lift_block,
)
from holdfast.flows.booking.changing import own_resource
from holdfast.flows.booking.resources import ResourceChangedMeanwhile
from holdfast.flows.booking.schedules import BadSchedule, set_schedule
from holdfast.kit import shop_now
from holdfast.kit.sentences import say
from holdfast.kit.zones import hour_text, moment_text, zone

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/resources/{resource_id}", tags=["studio"])

MOST_DAYS: Final = 62
_DAY: Final = timedelta(days=1)


class ScheduleAnswer(Answer):
    """``version`` goes into `If-Match`; 0: it has none yet."""

    version: int
    zone_data: str | None = Field(description="The time zones' law it was written under")
    schedule: ScheduleBody


class OpenSpan(Answer):
    """`begins` and `ends`: what the resource's clock shows."""

    start: Instant
    end: Instant
    begins: str
    ends: str
    studio: UUID | None


class DayShown(Answer):
    day: date
    spans: list[OpenSpan]
    why: Why | None = Field(description="Why it is closed; null: it is not")
    note: str = Field(
        description="Of a closed day: the holiday, or what the exception says; of one on which its"
        " studio is closed that one's name first"
    )


class DaysAnswer(Answer):
    zone: str
    days: list[DayShown]


class BlockAsked(Ask):
    """Times without a zone are those of the resource's clock."""

    start: Annotated[datetime, WRITTEN]
    end: Annotated[datetime, WRITTEN]
    soft: bool = Field(default=False, description="Staff may book over it, with a reason")
    note: Annotated[str, Field(max_length=500)] = ""


class BlockBody(Answer):
    id: UUID
    start: Instant
    end: Instant
    begins: str = Field(description="What the resource's clock shows, as `2026-11-24 09:00`")
    ends: str
    soft: bool
    note: str
    source: str


class BlocksAnswer(Answer):
    blocks: list[BlockBody] = Field(description="Those that are not over, by time")


class BlockAnswer(Answer):
    block: BlockBody


@router.get("/schedule", responses=problems(ResourceNotFound))
async def get_schedule(request: Request, response: Response, resource_id: UUID) -> ScheduleAnswer:
    """The schedule that counts."""
    return await _shown(request, response, resource_id)


@router.put(
    "/schedule",
    responses=problems(BadSchedule, ResourceChangedMeanwhile, ResourceNotFound, VersionMissing),
    openapi_extra={"parameters": [IF_MATCH]},
)
async def put_schedule(
    request: Request, response: Response, resource_id: UUID, asked: ScheduleAsked
) -> ScheduleAnswer:
    """Set the schedule, from now on. What is booked stays booked."""
    here, version = shop_parts(request), version_of(request)
    await set_schedule(here, caller(request), resource_id, asked.schedule(""), version)
    return await _shown(request, response, resource_id)


@router.get("/days", responses=problems(ResourceNotFound))
async def get_days(
    request: Request,
    resource_id: UUID,
    first: Annotated[date, Query(alias="from", description="The first day")],
    days: Annotated[int, Query(ge=1, le=MOST_DAYS, description="How many")] = 7,
) -> DaysAnswer:
    """When it is open on each day, by its own clock, and why it is closed on the others."""
    if not FIRST <= first <= LAST:
        detail = say("Use a date from {first} to {last}.", first=str(FIRST), last=str(LAST))
        raise InvalidRequest(detail, field="from")
    resource, pool = await _own(request, resource_id), shop_parts(request).database.pool
    clock = zone(resource.zone)
    begins, ends = at_local(clock, first, 0), at_local(clock, first + days * _DAY, 0)
    said = (await open_hours_of(pool, [resource], begins, ends))[resource_id]
    said = replace(
        said,
        own=said.own or Schedule(resource.zone),
        blocks=_hard(said.blocks),
        studio_blocks=_hard(said.studio_blocks),
    )
    home = None if resource.home is None else await resource_of(pool, resource.home)
    studio = "" if home is None else home.name
    return DaysAnswer(
        zone=resource.zone,
        days=[_day(said, clock, first + number * _DAY, studio) for number in range(days)],
    )


@router.get("/blocks", responses=problems(ResourceNotFound))
async def list_blocks(request: Request, resource_id: UUID) -> BlocksAnswer:
    """What lies over it and is not over."""
    resource = await _own(request, resource_id)
    here = shop_parts(request)
    now = shop_now()
    far = now + timedelta(days=36600)
    found = await blocks_between(here.database.pool, [resource_id], now, far)
    return BlocksAnswer(blocks=[_block(resource, one) for one in found[resource_id]])


@router.post(
    "/blocks", status_code=201, responses=problems(BadBlock, ResourceNotFound, *TELLS_AGAIN)
)
async def post_block(request: Request, resource_id: UUID, asked: BlockAsked) -> BlockAnswer:
    """Take time away. What is booked in it stays booked, and is listed as a conflict."""
    here, by = shop_parts(request), caller(request, f"block/{resource_id}")
    made = await lay_block(
        here, by, resource_id, asked.start, asked.end, soft=asked.soft, note=asked.note
    )
    resource, block = await _own(request, resource_id), await block_of(here.database.pool, made)
    assert block is not None  # it is committed, and none is ever deleted
    return BlockAnswer(block=_block(resource, block))


@router.delete(
    "/blocks/{block_id}",
    status_code=204,
    responses=problems(BlockNotFound, BlockOfCalendar, ResourceNotFound, *COMMITS),
)
async def delete_block(request: Request, resource_id: UUID, block_id: UUID) -> None:
    """Give the time back; nothing happens if that was done. What a connected calendar says
    (`source` is `calendar`) is changed there."""
    await lift_block(shop_parts(request), caller(request), resource_id, block_id)


async def _own(request: Request, resource_id: UUID) -> Resource:
    return await own_resource(shop_parts(request), caller(request), resource_id)


async def _shown(request: Request, response: Response, resource_id: UUID) -> ScheduleAnswer:
    resource = await _own(request, resource_id)
    said = await schedule_of(shop_parts(request).database.pool, resource_id)
    version = 0 if said is None else said.version
    response.headers["etag"] = etag(version)
    schedule = Schedule(resource.zone, holidays=resource.country)
    return ScheduleAnswer(
        version=version,
        zone_data=None if said is None else said.zone_data,
        schedule=schedule_body(schedule if said is None else said.schedule),
    )


def _hard(blocks: Iterable[Block]) -> list[Block]:
    return [one for one in blocks if not one.soft]


def _day(hours: OpenHours, clock: ZoneInfo, day: date, studio: str) -> DayShown:
    spans = hours.spans(day, day + _DAY)
    closed = None if spans else hours.why_closed(day)
    note = "" if closed is None else closed.note
    if closed is not None and closed.by_studio:
        note = f"{studio}: {note}" if note else studio
    return DayShown(
        day=day,
        spans=[
            OpenSpan(
                start=one.start,
                end=one.end,
                begins=hour_text(one.start.astimezone(clock)),
                ends=hour_text(one.end.astimezone(clock)),
                studio=one.studio,
            )
            for one in spans
        ],
        why=None if closed is None else closed.why,
        note=note,
    )


def _block(resource: Resource, one: Block) -> BlockBody:
    clock = zone(resource.zone)
    return BlockBody(
        id=one.id,
        start=one.starts_at,
        end=one.ends_at,
        begins=moment_text(one.starts_at.astimezone(clock)),
        ends=moment_text(one.ends_at.astimezone(clock)),
        soft=one.soft,
        note=one.note,
        source=one.source,
    )
