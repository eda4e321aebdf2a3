"""Photographers: what clients write to them, and about the bookings that they have, which the
shop's staff read and answer, too. Studios: what clients write to them, before they book as well."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from holdfast.api.contract.conversations import (
    ConversationAnswer,
    ConversationsAnswer,
    MessageAsked,
    OrderMessageAsked,
    ReadAsked,
)
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.conversing import (
    closed,
    conversation_answer,
    conversations_answer,
    read_to,
    written,
    written_first,
)
from holdfast.api.shell.dependencies import member, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.booking import ResourceNotFound
from holdfast.conversations import (
    Conversation,
    ConversationNotFound,
    ConversationStatus,
    MessageNotFound,
    Side,
)
from holdfast.flows.commit.refusals import OrderNotFound
from holdfast.flows.conversing.of_booked import Booked, booked_party, conversation_of_booked
from holdfast.flows.conversing.writing import (
    BuyerWithoutAccount,
    ConversationFull,
    MessageEmpty,
)
from holdfast.kit.paging import BadCursor
from holdfast.kit.photos import PhotoNotFound
from holdfast.views.conversations import ConversationFilter

__all__ = ["router"]

router = APIRouter(prefix="/api/studio/conversations", tags=["studio"])

_OWN = (ResourceNotFound, ConversationNotFound)
_WRITES = (ConversationFull, MessageEmpty, PhotoNotFound, *TELLS_AGAIN)


@router.get("", responses=problems(BadCursor, ResourceNotFound), openapi_extra=IN_A_LANGUAGE)
async def list_studio_conversations(
    request: Request,
    status: Annotated[ConversationStatus | None, Query(description="Only open or closed")] = None,
    unread: Annotated[bool, Query(description="Only with something to read")] = False,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> ConversationsAnswer:
    """Conversations with oneself, and about one's own bookings."""
    party = await _party(request)
    query = ConversationFilter(
        party.side,
        locale_of(request),
        booked=party.user,
        status=status,
        unread=unread,
        cursor=cursor or None,
        limit=limit,
    )
    return await conversations_answer(request, query)


@router.post(
    "",
    status_code=201,
    responses=problems(ResourceNotFound, OrderNotFound, BuyerWithoutAccount, *_WRITES),
    openapi_extra=IN_A_LANGUAGE,
)
async def write_to_client(request: Request, asked: OrderMessageAsked) -> ConversationAnswer:
    """Write first to the client of a booking that one has, by its order."""
    party = await _party(request)
    return await written_first(request, asked, party.side, studio=party.studio)


@router.get("/{conversation_id}", responses=problems(BadCursor, *_OWN), openapi_extra=IN_A_LANGUAGE)
async def get_studio_conversation(
    request: Request,
    conversation_id: UUID,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> ConversationAnswer:
    """One of one's own, with its last messages, or those before `cursor`."""
    one, side = await _theirs(request, conversation_id)
    return await conversation_answer(request, one.id, side, cursor or None, limit)


@router.post(
    "/{conversation_id}/messages",
    status_code=201,
    responses=problems(*_OWN, *_WRITES),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_studio_message(
    request: Request, conversation_id: UUID, asked: MessageAsked
) -> ConversationAnswer:
    """Answer a client; one that was closed is open again."""
    one, side = await _theirs(request, conversation_id)
    return await written(request, one.id, side, asked)


@router.post(
    "/{conversation_id}/read",
    responses=problems(*_OWN, MessageNotFound, *TELLS_AGAIN),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_studio_read(
    request: Request, conversation_id: UUID, asked: ReadAsked
) -> ConversationAnswer:
    """One has read up to this message. Repeating it changes nothing."""
    one, side = await _theirs(request, conversation_id)
    return await read_to(request, one.id, side, asked.number)


@router.post(
    "/{conversation_id}/close",
    responses=problems(*_OWN, *TELLS_AGAIN),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_studio_close(request: Request, conversation_id: UUID) -> ConversationAnswer:
    """It is done, until somebody writes again. Repeating it changes nothing."""
    one, side = await _theirs(request, conversation_id)
    return await closed(request, one.id, side)


async def _theirs(request: Request, conversation_id: UUID) -> tuple[Conversation, Side]:
    """And on which side of it they are. Raises :class:`ConversationNotFound` of another's."""
    party = await _party(request)
    return await conversation_of_booked(shop_parts(request), party, conversation_id), party.side


async def _party(request: Request) -> Booked:
    """As whom who asks writes. Raises :class:`ResourceNotFound` of who is none."""
    return await booked_party(shop_parts(request).database.pool, member(request))
