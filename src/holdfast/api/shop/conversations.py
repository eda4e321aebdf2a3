"""Customers: what they write with sellers, photographers, studios and the shop, about products and
orders of theirs, or before they book."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request

from holdfast.api.contract.conversations import (
    ConversationAnswer,
    ConversationAsked,
    ConversationsAnswer,
    MessageAsked,
    MessageTold,
    ReadAsked,
)
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.conversing import (
    closed,
    conversation_answer,
    conversations_answer,
    may_write,
    read_to,
    written,
)
from holdfast.api.shell.dependencies import Member, caller, database, member, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.booking import ResourceNotFound
from holdfast.catalog import ProductNotFound
from holdfast.conversations import (
    MOST_MESSAGES,
    Conversation,
    ConversationNotFound,
    MessageNotFound,
    conversation_of,
)
from holdfast.flows.commit.refusals import OrderNotFound
from holdfast.flows.conversing.asked import MessagesNotTaken
from holdfast.flows.conversing.moderating import report_message
from holdfast.flows.conversing.writing import (
    ConversationFull,
    MessageEmpty,
    TooManyConversations,
    ask,
)
from holdfast.kit.paging import BadCursor
from holdfast.kit.photos import PhotoNotFound
from holdfast.sellers import SellerNotFound
from holdfast.views.conversations import ConversationFilter

__all__ = ["router"]

router = APIRouter(prefix="/api/conversations", tags=["conversations"])

_ASKED = (ResourceNotFound, MessagesNotTaken)
_WRITES = (ConversationFull, MessageEmpty, PhotoNotFound, TooManyConversations, *TELLS_AGAIN)


@router.get("", responses=problems(BadCursor), openapi_extra=IN_A_LANGUAGE)
async def list_conversations(
    request: Request,
    who: Member,
    about: Annotated[
        UUID | None,
        Query(description="Only about this product, order, photographer or studio, by its id"),
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> ConversationsAnswer:
    """One's own conversations."""
    query = ConversationFilter(
        "customer",
        locale_of(request),
        customer=who.user_id,
        subject_id=about,
        cursor=cursor or None,
        limit=limit,
    )
    return await conversations_answer(request, query)


@router.post(
    "",
    status_code=201,
    responses=problems(ProductNotFound, OrderNotFound, SellerNotFound, *_ASKED, *_WRITES),
    openapi_extra=IN_A_LANGUAGE,
)
async def ask_about(request: Request, asked: ConversationAsked) -> ConversationAnswer:
    """Ask a photographer or a studio, or about a product or an order of one's own: one conversation
    with each seller, each studio, or the shop, about each."""
    await may_write(request)
    by = caller(request, "conversation")
    made = await ask(
        shop_parts(request), by, asked.about(), asked.seller_id, asked.text, asked.photos,
        studio_id=asked.studio_id,
    )  # fmt: skip
    return await conversation_answer(request, made.conversation_id, "customer")


@router.get(
    "/{conversation_id}",
    responses=problems(BadCursor, ConversationNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_conversation(
    request: Request, conversation_id: UUID, cursor: Cursor = None, limit: Limit = 50
) -> ConversationAnswer:
    """One of one's own, with its last messages, or those before `cursor`."""
    one = await _own(request, conversation_id)
    return await conversation_answer(request, one.id, "customer", cursor or None, limit)


@router.post(
    "/{conversation_id}/messages",
    status_code=201,
    responses=problems(ConversationNotFound, *_ASKED, *_WRITES),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_message(
    request: Request, conversation_id: UUID, asked: MessageAsked
) -> ConversationAnswer:
    """Write in it; one that was closed is open again. Whoever is asked still takes messages."""
    one = await _own(request, conversation_id)
    return await written(request, one.id, "customer", asked)


@router.post(
    "/{conversation_id}/read",
    operation_id="markConversationRead",
    responses=problems(ConversationNotFound, MessageNotFound, *TELLS_AGAIN),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_read(
    request: Request, conversation_id: UUID, asked: ReadAsked
) -> ConversationAnswer:
    """One has read up to this message. Repeating it changes nothing."""
    one = await _own(request, conversation_id)
    return await read_to(request, one.id, "customer", asked.number)


@router.post(
    "/{conversation_id}/close",
    operation_id="closeConversation",
    responses=problems(ConversationNotFound, *TELLS_AGAIN),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_close(request: Request, conversation_id: UUID) -> ConversationAnswer:
    """It is done, until somebody writes again. Repeating it changes nothing."""
    one = await _own(request, conversation_id)
    return await closed(request, one.id, "customer")


@router.post(
    "/{conversation_id}/messages/{number}/report",
    responses=problems(ConversationNotFound, MessageNotFound, *TELLS_AGAIN),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_report(
    request: Request,
    conversation_id: UUID,
    number: Annotated[int, Path(ge=1, le=MOST_MESSAGES, description="The message's place")],
    asked: MessageTold,
) -> ConversationAnswer:
    """Tell the shop's staff of a message that one was written. Repeating it changes nothing."""
    one = await _own(request, conversation_id)
    await may_write(request)
    await report_message(shop_parts(request), caller(request), one.id, number, asked.reason)
    return await conversation_answer(request, one.id, "customer")


async def _own(request: Request, conversation_id: UUID) -> Conversation:
    """Raises :class:`ConversationNotFound` of another's."""
    one = await conversation_of(database(request).pool, conversation_id)
    if one is None or one.customer != member(request).user_id:
        raise ConversationNotFound("There is no such conversation.")
    return one
