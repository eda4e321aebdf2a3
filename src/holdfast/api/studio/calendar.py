"""The own time of a photographer or a studio: what stands in it, what may be moved there, and the
rules they say themselves."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from msgspec.structs import replace
from pydantic import Field

from holdfast.api.contract.answers import Ask, json_answer
from holdfast.api.contract.board import MOST_OWN, BoardAnswer, board_body, days_asked
from holdfast.api.contract.booking_asks import MOVE_REFUSED, Length, MoveAsked
from holdfast.api.contract.bookings import MoveAnswer
from holdfast.api.contract.conflicts import ConflictsAnswer, conflicts_answer
from holdfast.api.contract.etags import IF_MATCH, VersionMissing, etag, version_of
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, principal, shop_parts
from holdfast.api.shell.languages import order_locale
from holdfast.api.shell.state import state_of
from holdfast.api.shop.by_order_link import Asking
from holdfast.api.shop.moving_bookings import moved
from holdfast.api.staff.resource_bodies import ResourceAnswer, Tag, resource_body
from holdfast.booking import ResourceNotFound
from holdfast.flows.booking.booker import BookingEnded
from holdfast.flows.booking.own_calendar import (
    own_booking,
    own_person,
    own_resources,
    save_own_rules,
)
from holdfast.flows.booking.resources import BadResource, ResourceChangedMeanwhile
from holdfast.flows.commit.refusals import BalanceTooLarge, PaymentUnderWay, ReservationExpired
from holdfast.views.booking.board import read_board
from holdfast.views.booking.board_names import board_named, conflicts_named
from holdfast.views.booking.booking_pages import booking_pages
from holdfast.views.booking.conflicts import find_conflicts
from holdfast.views.booking.own_clients import own_clients_noted

__all__ = ["router"]

router = APIRouter(prefix="/api/studio", tags=["studio"])

Minutes = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]


class OwnRulesAsked(Ask):
    """What photographers and studios say of their own time, all of it; the rest is staff's."""

    buffer_before: Minutes = Field(description="Minutes: whole cells")
    buffer_after: Minutes = Field(description="Minutes: whole cells")
    lead_minutes: Minutes = Field(description="How long before it must be booked")
    horizon_days: Minutes = Field(description="How far ahead it can be booked")
    tags: Annotated[list[Tag], Field(max_length=50)] | None = Field(
        default=None, description="Skills; left out, they stay"
    )


class OwnMoveAsked(Ask):
    """Where it is to be moved; whoever serves it stays. What is left out stays as it is."""

    start: datetime = Field(description="Without a zone it is by the studio's clock")
    length: Length | None = None


@router.get("/calendar", response_model=BoardAnswer, responses=problems(ResourceNotFound))
async def get_own_calendar(
    request: Request,
    first: Annotated[
        str, Query(alias="from", max_length=10, description="The first day, as 2026-01-31")
    ],
    last: Annotated[str, Query(alias="to", max_length=10, description="The day after the last")],
) -> Response:
    """One's own hours, bookings, blocks, conflicts, and what is left, as `GET /api/staff/board`; of
    a studio also of its rooms and of what stays there, itself first."""
    parts, days = shop_parts(request), days_asked(first, last, 1)
    mine = await own_resources(parts, principal(request))
    there, clock = state_of(request).slots.availability, mine[0].zone
    board = await read_board(parts.database.pool, there, mine[:MOST_OWN], clock, *days)
    ids = {one.id for one in mine}
    own = replace(
        board,
        conflicts=[one for one in board.conflicts if one.resource_id in ids],
        more=board.more or len(mine) > MOST_OWN,
    )
    locale = order_locale(request, None) or ""
    noted = await own_clients_noted(
        parts.database.pool, mine[0].id, [one.user_id for one in board.bookings]
    )
    return json_answer(board_body(await board_named(parts.database, own, locale), locale, noted))


@router.get("/conflicts", responses=problems(ResourceNotFound))
async def list_own_conflicts(request: Request) -> ConflictsAnswer:
    """Bookings at odds with one's own time, on whatever day, as `GET /api/staff/conflicts`; of a
    studio also those of its rooms."""
    parts = shop_parts(request)
    mine = await own_resources(parts, principal(request))
    found = await find_conflicts(parts.database.pool, mine[0].id)
    locale = order_locale(request, None) or ""
    return conflicts_answer(await conflicts_named(parts.database, found, locale))


@router.post(
    "/bookings/{booking_id}/move",
    response_model=MoveAnswer,
    responses=problems(
        *MOVE_REFUSED,
        BookingEnded,
        PaymentUnderWay,
        ReservationExpired,
        BalanceTooLarge,
        *TELLS_AGAIN,
    ),
)
async def post_own_move(request: Request, booking_id: UUID, asked: OwnMoveAsked) -> Response:
    """Move a booking of one's own time, or stretch it. What it costs more is paid at the studio,
    what it costs less goes back."""
    parts, by = shop_parts(request), caller(request, f"move-own-booking/{booking_id}")
    booking = await own_booking(parts, by.principal, booking_id)
    (page,) = await booking_pages(parts.database, [booking])
    same = [one.resource_id for one in page.takings]
    there = MoveAsked.model_construct(start=asked.start, length=asked.length, resources=same)
    asking = Asking(by.principal)
    return json_answer(await moved(request, asking, by, booking_id, there, own_booking))


@router.get("/rules", responses=problems(ResourceNotFound))
async def get_own_rules(request: Request, response: Response) -> ResourceAnswer:
    """Oneself, as clients book one."""
    mine = await own_person(shop_parts(request), principal(request))
    response.headers["etag"] = etag(mine.revision)
    return ResourceAnswer(resource=resource_body(mine))


@router.put(
    "/rules",
    responses=problems(BadResource, ResourceChangedMeanwhile, ResourceNotFound, VersionMissing),
    openapi_extra={"parameters": [IF_MATCH]},
)
async def put_own_rules(
    request: Request, response: Response, asked: OwnRulesAsked
) -> ResourceAnswer:
    """Set buffers, lead time, horizon and skills of one's own. What is booked stays booked."""
    await save_own_rules(
        shop_parts(request),
        caller(request),
        version_of(request),
        **asked.model_dump(exclude_none=True),
    )
    return await get_own_rules(request, response)
