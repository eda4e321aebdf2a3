"""Staff: money taken for a series at the desk."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.contract.series import SeriesAnswer, series_body
from holdfast.api.shell.dependencies import caller, principal, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, reader_of
from holdfast.booking.series import SeriesNotFound
from holdfast.flows.staff.series import series_paid

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/series", tags=["studio"])


@router.post(
    "/{series_id}/paid",
    response_model=SeriesAnswer,
    responses=problems(SeriesNotFound, *TELLS_AGAIN),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_series_paid(request: Request, series_id: UUID) -> Response:
    """The client has paid at the studio for all that is held: each of them stands."""
    parts = shop_parts(request)
    await series_paid(parts, caller(request), series_id)
    return json_answer(await series_body(parts, principal(request), series_id, reader_of(request)))
