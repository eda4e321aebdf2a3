"""A calendar provider's own calls: something changed in a calendar that is connected."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Request

from holdfast.api.contract.problems import BodyTooLarge, RateLimited, problems
from holdfast.api.contract.uploads import Upload, file_body, upload
from holdfast.api.shell.dependencies import calendars, exchange
from holdfast.booking.outside import CalendarNotFound
from holdfast.flows.booking.outside.watching import called

__all__ = ["router"]

router = APIRouter(prefix="/hooks", tags=["hooks"])

_CALL = Upload(64 * 1024, ("",), seconds=20.0)  # what it says is not read


@router.post(
    "/calendars/{calendar_id}",
    operation_id="postCalendarCall",
    summary="Say that something changed in a connected calendar",
    status_code=204,
    openapi_extra=file_body("*/*"),
    responses=problems(CalendarNotFound, BodyTooLarge, RateLimited),
)
@upload(_CALL)
async def post_call(
    request: Request,
    calendar_id: UUID,
    token: Annotated[
        str,
        Header(alias="x-goog-channel-token", max_length=256, description="Given with the channel"),
    ] = "",
) -> None:
    """For Google itself. The calendar is read at once, whatever the call says of it."""
    if not await called(calendars(request), calendar_id, token, exchange(request).id):
        raise CalendarNotFound("There is no such calendar.")
