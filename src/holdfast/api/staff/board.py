"""Staff: the time of all resources beside each other."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.board import BoardAnswer, board_body, clock_of, days_asked
from holdfast.api.contract.problems import problems
from holdfast.api.contract.slots import MAX_RESOURCES, ids_asked
from holdfast.api.shell.dependencies import database
from holdfast.api.shell.languages import order_locale
from holdfast.api.shell.state import state_of
from holdfast.booking import Kind, list_resources
from holdfast.kit.zones import UnknownZone, zone
from holdfast.views.booking.board import read_board
from holdfast.views.booking.board_names import board_named

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/board", tags=["studio"])


@router.get("", response_model=BoardAnswer, responses=problems(UnknownZone))
async def get_board(
    request: Request,
    first: Annotated[
        str, Query(alias="from", max_length=10, description="The first day, as 2026-01-31")
    ],
    last: Annotated[str, Query(alias="to", max_length=10, description="The day after the last")],
    resources: Annotated[
        str | None,
        Query(
            max_length=37 * MAX_RESOURCES,
            description="Only of these: ids with commas between; else all that are active",
        ),
    ] = None,
    kind: Annotated[Kind | None, Query(description="Only of this kind")] = None,
    clock: Annotated[
        str | None,
        Query(
            alias="zone",
            max_length=60,
            description="Whose days; else `readerZone`, or those most go by",
        ),
    ] = None,
    reader_zone: Annotated[
        str | None,
        Query(
            alias="readerZone",
            max_length=60,
            description="The reader's own: its days, where one of the resources goes by it",
        ),
    ] = None,
) -> Response:
    """Hours, bookings with their buffers, blocks, conflicts, and what is left."""
    pool, wanted = database(request).pool, ids_asked(resources)
    found = await list_resources(pool, kind, None if wanted else "active")
    shown = [one for one in found if not wanted or one.id in wanted]
    days = days_asked(first, last, len(shown))
    where = clock or clock_of(shown, reader_zone)
    zone(where)
    board = await read_board(pool, state_of(request).slots.availability, shown, where, *days)
    locale = order_locale(request, None) or ""
    return json_answer(board_body(await board_named(database(request), board, locale), locale))
