"""A carrier's own words."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.problems import problems
from holdfast.api.contract.uploads import file_body, upload
from holdfast.api.hooks.events import EVENT, EVENT_REFUSALS, EventAnswer, headers_of
from holdfast.api.shell.dependencies import body, exchange, shop_parts
from holdfast.flows.fulfilment.hearing import take_word

__all__ = ["router"]

router = APIRouter(prefix="/hooks/carriers", tags=["hooks"])


@router.post(
    "/{carrier}",
    operation_id="postCarrierWord",
    summary="Say that something became of a parcel",
    response_model=EventAnswer,
    openapi_extra=file_body("*/*"),
    responses=problems(*EVENT_REFUSALS),
)
@upload(EVENT)
async def post_word(
    request: Request,
    carrier: Annotated[str, Path(description="As `GET /api/staff/carriers` names it")],
) -> Response:
    """For the carrier itself, at most 64 kB, signed as it does. It is answered at once, and the
    carrier is then asked where the parcel is, whatever the word says of it. A word that comes again
    counts once."""
    said, came = body(request), exchange(request).id
    taken = await take_word(shop_parts(request), carrier, headers_of(request), said, came)
    return json_answer({"status": taken})
