"""Staff: which pictures of sessions are kept, for whom, until when, and how much room they take."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant, json_answer
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import principal, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, reader_of
from holdfast.booking.galleries import GalleryStatus
from holdfast.kit import iso
from holdfast.kit.paging import BadCursor
from holdfast.views.booking.galleries import galleries_listed, room_taken
from holdfast.views.client_names import Known, known_clients
from holdfast.views.names_now import booked_named

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["studio"])


class GalleryRow(Answer):
    """`local`: the session's start by the studio's clock. `shown`: so many its client sees."""

    booking_id: UUID
    number: str
    order_id: UUID
    client: str | None = Field(description="Their name, if it is known")
    client_id: UUID | None
    service_name: str
    local: str
    zone: str
    status: GalleryStatus
    choose: int
    chosen: int
    pictures: int
    shown: int
    bytes: int = Field(description="Of all files of its pictures")
    delivered_at: Instant | None
    until: Instant | None


class GalleriesAnswer(Answer):
    """What was changed last comes first. `kept`, `pictures` and `bytes` are of all that is kept."""

    galleries: list[GalleryRow]
    kept: int = Field(description="Galleries with pictures")
    pictures: int
    bytes: int
    next_cursor: str | None


@router.get(
    "/galleries",
    response_model=GalleriesAnswer,
    responses=problems(BadCursor),
    openapi_extra=IN_A_LANGUAGE,
)
async def list_galleries(
    request: Request,
    status: Annotated[GalleryStatus | None, Query(description="Only those")] = None,
    q: Annotated[
        str | None,
        Query(max_length=100, description="In number, service, or the client's name or mail"),
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response:
    """The galleries of all sessions, with the room they take."""
    principal(request)
    database = shop_parts(request).database
    pool = database.pool
    words = (q or "").strip() or None
    page, more = await galleries_listed(pool, limit, cursor=cursor, status=status, words=words)
    taken = await room_taken(pool)
    known = await known_clients(pool, [one.user_id for one in page])
    called = await booked_named(database, [one.booking_id for one in page], reader_of(request))
    rows = [
        {
            "bookingId": one.booking_id,
            "number": one.number,
            "orderId": one.order_id,
            "client": (who := known.get(one.user_id, Known())).name,
            "clientId": who.client_id,
            "serviceName": called.get(one.booking_id, one.service),
            "local": one.local,
            "zone": one.zone,
            "status": one.status,
            "choose": one.choose,
            "chosen": one.chosen,
            "pictures": one.pictures,
            "shown": one.shown,
            "bytes": one.bytes,
            "deliveredAt": iso(one.delivered_at),
            "until": iso(one.until_at),
        }
        for one in page
    ]
    return json_answer(
        {
            "galleries": rows,
            "kept": taken.galleries,
            "pictures": taken.pictures,
            "bytes": taken.bytes,
            "nextCursor": more,
        }
    )
