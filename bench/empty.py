"""Endpoints that do nothing, with a reservation's body in and one of the same size out: one that
FastAPI calls, and one that is called directly, as reserving is.
"""

from datetime import UTC, datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.answers import json_answer
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shop.orders import ReserveAsked
from holdfast.kit import iso, utc_now

__all__ = ["DIRECT_PATH", "PATH", "direct_router", "router"]

PATH = "/api/empty"
DIRECT_PATH = "/api/empty-direct"
_ID = UUID("0198c5b0-7a3e-7c3a-9d8f-2f6f0f6e8f12")
_END = datetime(2030, 1, 1, tzinfo=UTC)

router = APIRouter()
direct_router = APIRouter(route_class=DirectRoute)


@router.post(PATH)
async def post_empty(asked: ReserveAsked) -> Response:
    return _answer(asked)


@direct_router.post(DIRECT_PATH)
async def post_empty_directly(_: Request, asked: ReserveAsked) -> Response:
    return _answer(asked)


def _answer(asked: ReserveAsked) -> Response:
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
