"""An endpoint that does nothing, to measure what everything around the others costs. Only there
with ``HOLDFAST_BENCH=on``."""

from fastapi import APIRouter, Request, Response

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_BODY = (
    b'{"success":true,"reservationId":"0193a1d2-0000-7000-8000-000000000000",'
    b'"orderId":"0193a1d2-0000-7000-8000-000000000001","number":"7F3K9QZP",'
    b'"expiresAt":"2026-01-01T00:00:00.000Z","serverTime":"2026-01-01T00:00:00.000Z"}'
)


@router.post("/api/empty")
async def post_empty(request: Request) -> Response:
    await request.body()
    return Response(_BODY, media_type="application/json")
