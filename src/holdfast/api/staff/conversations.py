"""Staff: what customers write to the shop, and answers; a look at what they write with sellers,
which the audit log keeps; and hiding what breaks the shop's rules."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request

from holdfast.api.contract.conversations import (
    ConversationAnswer,
    ConversationsAnswer,
    MessageAsked,
    MessageTold,
    OrderMessageAsked,
    ReadAsked,
)
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.conversing import (
    closed,
    conversation_answer,
    conversations_answer,
    written,
    written_first,
)
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.conversations import (
    MOST_MESSAGES,
    ConversationNotFound,
    ConversationStatus,
    MessageNotFound,
)
from holdfast.flows.commit.refusals import OrderNotFound
from holdfast.flows.conversing.moderating import hide_message, look_at, show_message
from holdfast.flows.conversing.writing import (
    BuyerWithoutAccount,
    ConversationFull,
    MessageEmpty,
    mark_read,
)
from holdfast.kit.paging import BadCursor
from holdfast.kit.photos import PhotoNotFound
from holdfast.views.conversations import ConversationFilter, Whose

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/conversations", tags=["staff"])

_MESSAGE = (ConversationNotFound, MessageNotFound, *TELLS_AGAIN)
_Number = Annotated[int, Path(ge=1, le=MOST_MESSAGES, description="The message's place")]
_WRITES = (ConversationFull, MessageEmpty, PhotoNotFound, *TELLS_AGAIN)


@router.get("", responses=problems(BadCursor), openapi_extra=IN_A_LANGUAGE)
async def list_staff_conversations(
    request: Request,
    whose: Annotated[
        Whose | None, Query(description="Only with the shop itself, with sellers, or with studios")
    ] = None,
    status: Annotated[ConversationStatus | None, Query(description="Only open or closed")] = None,
    unread: Annotated[
        bool, Query(description="Only where who is to answer has something to read")
    ] = False,
    reported: Annotated[
        bool, Query(description="Only with a message that waits for staff to look at it")
    ] = False,
    unanswered: Annotated[
        bool,
        Query(
            description="Only where a photographer or a studio was asked before a booking, and"
            " nobody answered"
        ),
    ] = False,
    seller_id: Annotated[
        UUID | None, Query(alias="sellerId", description="Only with this seller")
    ] = None,
    customer_id: Annotated[
        UUID | None, Query(alias="customerId", description="Only with this customer")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> ConversationsAnswer:
    """All conversations. `unread` of the answer counts those with the shop itself."""
    query = ConversationFilter(
        "shop",
        locale_of(request),
        customer=customer_id,
        seller_id=seller_id,
        whose=whose,
        status=status,
        unread=unread,
        reported=reported,
        unanswered=unanswered,
        cursor=cursor or None,
        limit=limit,
    )
    return await conversations_answer(request, query)


@router.post(
    "",
    status_code=201,
    responses=problems(OrderNotFound, BuyerWithoutAccount, *_WRITES),
    openapi_extra=IN_A_LANGUAGE,
)
async def write_to_buyer_for_shop(request: Request, asked: OrderMessageAsked) -> ConversationAnswer:
    """Write first to the buyer of an order, in the name of the shop."""
    return await written_first(request, asked, "shop")


@router.get(
    "/{conversation_id}",
    responses=problems(BadCursor, ConversationNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_staff_conversation(
    request: Request, conversation_id: UUID, cursor: Cursor = None, limit: Limit = 50
) -> ConversationAnswer:
    """One, with its last messages, or those before `cursor`. That one of a seller's or a studio's
    was read stands in the audit log, once an hour."""
    await look_at(shop_parts(request), caller(request), conversation_id)
    return await conversation_answer(request, conversation_id, "shop", cursor or None, limit)


@router.post(
    "/{conversation_id}/messages",
    status_code=201,
    responses=problems(ConversationNotFound, *_WRITES),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_staff_message(
    request: Request, conversation_id: UUID, asked: MessageAsked
) -> ConversationAnswer:
    """Answer a customer, also in place of a seller or a studio; one that was closed opens again."""
    return await written(request, conversation_id, "shop", asked)


@router.post(
    "/{conversation_id}/read",
    responses=problems(*_MESSAGE),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_staff_read(
    request: Request, conversation_id: UUID, asked: ReadAsked
) -> ConversationAnswer:
    """The shop has read up to this message; of one with a seller or a studio nothing changes.
    Repeating it changes nothing."""
    by = caller(request)
    await mark_read(shop_parts(request), by, conversation_id, "shop", asked.number)
    return await conversation_answer(request, conversation_id, "shop")


@router.post(
    "/{conversation_id}/close",
    responses=problems(ConversationNotFound, *TELLS_AGAIN),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_staff_close(request: Request, conversation_id: UUID) -> ConversationAnswer:
    """It is done, until somebody writes again. Repeating it changes nothing."""
    return await closed(request, conversation_id, "shop")


@router.post(
    "/{conversation_id}/messages/{number}/hide",
    responses=problems(*_MESSAGE),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_hide_message(
    request: Request, conversation_id: UUID, number: _Number, asked: MessageTold
) -> ConversationAnswer:
    """Only staff read it from now on; who wrote it reads why. Repeating it changes nothing."""
    by = caller(request)
    await hide_message(shop_parts(request), by, conversation_id, number, asked.reason)
    return await conversation_answer(request, conversation_id, "shop")


@router.post(
    "/{conversation_id}/messages/{number}/show",
    responses=problems(*_MESSAGE),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_show_message(
    request: Request, conversation_id: UUID, number: _Number
) -> ConversationAnswer:
    """Looked at, whether it was reported or hidden: it shows. Repeating it changes nothing."""
    await show_message(shop_parts(request), caller(request), conversation_id, number)
    return await conversation_answer(request, conversation_id, "shop")
