"""Who books a photographer or a studio: their own clients, each with their sessions there."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import principal, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, reader_of
from holdfast.booking import ResourceNotFound
from holdfast.booking.bookings import BookingStatus
from holdfast.clients import MAX_NOTE, ClientNotFound, own_notes
from holdfast.flows.booking.own_calendar import own_resources
from holdfast.flows.booking.own_clients import note_own_client
from holdfast.kit import iso, shop_now
from holdfast.kit.paging import BadCursor
from holdfast.views.booking.own_clients import (
    OwnClient,
    OwnSession,
    own_client,
    own_clients,
    own_sessions,
)
from holdfast.views.names_now import booked_named

__all__ = ["router"]

router = APIRouter(prefix="/api/studio/clients", tags=["studio"])


class SpentShown(Answer):
    currency: str
    amount: int


class OwnClientShown(Answer):
    """A client, and what they have with the asker alone."""

    id: UUID
    name: str = Field(description="As calendars have it")
    sessions: int = Field(description="That took place or are going to")
    last_at: Instant | None = Field(description="When the last session began")
    next_at: Instant | None = Field(description="When the next one begins, held and asked for, too")
    spent: list[SpentShown] = Field(
        description="Kept of what was paid for sessions that took place, and for those that were "
        "cancelled or missed; less refunds"
    )


class OwnClientsAnswer(Answer):
    """A page of clients, those whose last session is latest first."""

    zone: str
    clients: list[OwnClientShown]
    next_cursor: str | None


class OwnSessionShown(Answer):
    """A session with the asker. Amounts are those of `GET /api/studio/income`, of this one."""

    id: UUID
    number: str
    order_id: UUID
    service_name: str
    start: Instant
    end: Instant
    zone: str
    local: str = Field(description="The start by the studio's clock")
    status: BookingStatus
    price: int
    earned: int
    due: int
    ahead: int
    currency: str
    conversation_id: UUID | None = Field(description="What its client and the asker write about it")
    can_write: bool = Field(description="Its client has an account to read it")


class OwnClientAnswer(Answer):
    """A client with a page of their sessions, the latest first."""

    zone: str
    client: OwnClientShown
    note: str = Field(description="What the asker notes of them, for their own eyes")
    sessions: list[OwnSessionShown]
    next_cursor: str | None


@router.get("", response_model=OwnClientsAnswer, responses=problems(ResourceNotFound, BadCursor))
async def list_own_clients(
    request: Request,
    q: Annotated[str | None, Query(max_length=100, description="In the name")] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Response:
    """Who booked the asker: once at least, and not only asked for a time, or held one."""
    parts = shop_parts(request)
    mine, *others = await own_resources(parts, principal(request))
    ids = [mine.id, *(one.id for one in others)]
    async with parts.database.read() as connection:
        found, more = await own_clients(
            connection,
            _partitions(request),
            ids,
            shop_now(),
            q=(q or "").strip() or None,
            cursor=cursor or None,
            limit=limit,
        )
    shown = [_client(one) for one in found]
    return json_answer({"zone": mine.zone, "clients": shown, "nextCursor": more})


@router.get(
    "/{client_id}",
    response_model=OwnClientAnswer,
    responses=problems(ResourceNotFound, ClientNotFound, BadCursor),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_own_client(
    request: Request, client_id: UUID, cursor: Cursor = None, limit: Limit = 20
) -> Response:
    """One of one's own, with their sessions with the asker; nobody else's."""
    parts, partitions = shop_parts(request), _partitions(request)
    mine, *others = await own_resources(parts, principal(request))
    ids = [mine.id, *(one.id for one in others)]
    async with parts.database.read() as connection:
        found = await own_client(connection, partitions, ids, shop_now(), client_id)
        if found is None:
            raise ClientNotFound("You have no such client.")
        sessions, more = await own_sessions(
            connection, partitions, ids, found.id, cursor or None, limit,
            studio=mine.id if mine.kind == "studio" else None,
        )  # fmt: skip
    notes = await own_notes(parts.database.pool, mine.id, [found.id])
    called = await booked_named(parts.database, [one.id for one in sessions], reader_of(request))
    return json_answer(
        {
            "zone": mine.zone,
            "client": _client(found),
            "note": notes.get(found.id, ""),
            "sessions": [_session(one, called.get(one.id, one.service_name)) for one in sessions],
            "nextCursor": more,
        }
    )


class OwnNoteAsked(Ask):
    """An empty one takes it away."""

    note: Annotated[str, Field(max_length=MAX_NOTE)]


@router.put(
    "/{client_id}/note",
    operation_id="noteOwnClient",
    status_code=204,
    responses=problems(ResourceNotFound, ClientNotFound),
)
async def put_own_note(request: Request, client_id: UUID, asked: OwnNoteAsked) -> None:
    """Note something of a client of one's own, in place of what was noted. Nobody else reads it,
    nor the client; it goes with what is kept of them."""
    await note_own_client(shop_parts(request), principal(request), client_id, asked.note)


def _partitions(request: Request) -> list[int]:
    return list(range(1, shop_parts(request).reader.partitions + 1))


def _client(one: OwnClient) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "sessions": one.sessions,
        "lastAt": iso(one.last_at),
        "nextAt": iso(one.next_at),
        "spent": [{"currency": name, "amount": sums} for name, sums in one.spent.items()],
    }


def _session(one: OwnSession, called: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number,
        "orderId": one.order_id,
        "serviceName": called,
        "start": iso(one.starts_at),
        "end": iso(one.ends_at),
        "zone": one.zone,
        "local": one.local,
        "status": one.status,
        "price": one.price,
        "earned": one.earned,
        "due": one.due,
        "ahead": one.ahead,
        "currency": one.currency,
        "conversationId": one.conversation_id,
        "canWrite": one.can_write,
    }
