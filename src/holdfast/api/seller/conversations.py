"""Sellers: what customers write to them about their products and orders. While a seller is
suspended its people read, and the shop's staff answer."""

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
from holdfast.api.seller.products import own, speaking
from holdfast.api.shell.conversing import (
    closed,
    conversation_answer,
    conversations_answer,
    read_to,
    written,
    written_first,
)
from holdfast.api.shell.dependencies import database
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.conversations import (
    Conversation,
    ConversationNotFound,
    ConversationStatus,
    MessageNotFound,
    conversation_of,
)
from holdfast.flows.commit.refusals import OrderNotFound
from holdfast.flows.conversing.writing import (
    BuyerWithoutAccount,
    ConversationFull,
    MessageEmpty,
)
from holdfast.kit.paging import BadCursor
from holdfast.kit.photos import PhotoNotFound
from holdfast.sellers import SellerNotFound, SellerSuspended
from holdfast.views.conversations import ConversationFilter

__all__ = ["router"]

router = APIRouter(prefix="/api/seller/{seller_id}/conversations", tags=["sellers"])

_THEIRS = (SellerNotFound, ConversationNotFound)
_WRITES = (ConversationFull, MessageEmpty, PhotoNotFound, *TELLS_AGAIN)


@router.get("", responses=problems(BadCursor, SellerNotFound), openapi_extra=IN_A_LANGUAGE)
async def list_own_conversations(
    request: Request,
    seller_id: UUID,
    status: Annotated[ConversationStatus | None, Query(description="Only open or closed")] = None,
    unread: Annotated[bool, Query(description="Only with something to read")] = False,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> ConversationsAnswer:
    """The seller's conversations with customers."""
    query = ConversationFilter(
        "seller",
        locale_of(request),
        seller_id=await own(request, seller_id),
        status=status,
        unread=unread,
        cursor=cursor or None,
        limit=limit,
    )
    return await conversations_answer(request, query)


@router.post(
    "",
    status_code=201,
    responses=problems(
        SellerNotFound, SellerSuspended, OrderNotFound, BuyerWithoutAccount, *_WRITES
    ),
    openapi_extra=IN_A_LANGUAGE,
)
async def write_to_buyer(
    request: Request, seller_id: UUID, asked: OrderMessageAsked
) -> ConversationAnswer:
    """Write first to the buyer of an order that the seller has a part in."""
    seller = await speaking(request, seller_id)
    return await written_first(request, asked, "seller", seller)


@router.get(
    "/{conversation_id}", responses=problems(BadCursor, *_THEIRS), openapi_extra=IN_A_LANGUAGE
)
async def get_own_conversation(
    request: Request,
    seller_id: UUID,
    conversation_id: UUID,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> ConversationAnswer:
    """One of the seller's, with its last messages, or those before `cursor`."""
    one = await _theirs(request, await own(request, seller_id), conversation_id)
    return await conversation_answer(request, one.id, "seller", cursor or None, limit)


@router.post(
    "/{conversation_id}/messages",
    status_code=201,
    responses=problems(*_THEIRS, SellerSuspended, *_WRITES),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_own_message(
    request: Request, seller_id: UUID, conversation_id: UUID, asked: MessageAsked
) -> ConversationAnswer:
    """Answer a customer; one that was closed is open again."""
    one = await _theirs(request, await speaking(request, seller_id), conversation_id)
    return await written(request, one.id, "seller", asked)


@router.post(
    "/{conversation_id}/read",
    responses=problems(*_THEIRS, MessageNotFound, *TELLS_AGAIN),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_own_read(
    request: Request, seller_id: UUID, conversation_id: UUID, asked: ReadAsked
) -> ConversationAnswer:
    """The seller has read up to this message. Repeating it changes nothing."""
    one = await _theirs(request, await own(request, seller_id), conversation_id)
    return await read_to(request, one.id, "seller", asked.number)


@router.post(
    "/{conversation_id}/close",
    responses=problems(*_THEIRS, SellerSuspended, *TELLS_AGAIN),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_own_close(
    request: Request, seller_id: UUID, conversation_id: UUID
) -> ConversationAnswer:
    """It is done, until somebody writes again. Repeating it changes nothing."""
    one = await _theirs(request, await speaking(request, seller_id), conversation_id)
    return await closed(request, one.id, "seller")


async def _theirs(request: Request, seller_id: UUID, conversation_id: UUID) -> Conversation:
    """Raises :class:`ConversationNotFound` of another's."""
    one = await conversation_of(database(request).pool, conversation_id)
    if one is None or one.seller_id != seller_id:
        raise ConversationNotFound("There is no such conversation.")
    return one
