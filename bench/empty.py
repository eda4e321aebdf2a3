"""An endpoint that does nothing, with a reservation's body in and one of the same size out."""

from datetime import UTC, datetime
from uuid import UUID

from fastapi import APIRouter, Response

from holdfast.api.answers import json_answer
from holdfast.api.orders import ReserveAsked
from holdfast.kit import iso, utc_now

__all__ = ["PATH", "router"]

PATH = "/api/empty"
_ID = UUID("0198c5b0-7a3e-7c3a-9d8f-2f6f0f6e8f12")
_END = datetime(2030, 1, 1, tzinfo=UTC)

router = APIRouter()


@router.post(PATH)
async def post_empty(asked: ReserveAsked) -> Response:
    assert asked.items
    return json_answer(
        {
            "success": True,
            "reservationId": _ID,
            "orderId": _ID,
            "number": "7F3K9QZP",
            "expiresAt": iso(_END),
            "serverTime": iso(utc_now()),
        }
    )
