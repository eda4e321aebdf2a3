"""What routes of conversations have in common, whoever asks. Each finds its own conversation first:
whose it is, is its side's to judge.
"""

from uuid import UUID

from fastapi import Request

from holdfast.api.contract.conversations import (
    ConversationAnswer,
    ConversationsAnswer,
    MessageAsked,
    OrderMessageAsked,
    conversation_shown,
    message_shown,
)
from holdfast.api.shell.dependencies import caller, database, member, shop_parts
from holdfast.api.shell.languages import locale_of
from holdfast.api.shell.pacing import pace
from holdfast.api.shell.state import state_of
from holdfast.booking.bookings import photographer_names
from holdfast.conversations import MOST_MESSAGES, Side, messages_before
from holdfast.flows.conversing.writing import close, mark_read, write, write_first
from holdfast.kit.paging import BadCursor, decode_cursor, encode_cursor
from holdfast.people import names_of, user_owner
from holdfast.views.conversations import (
    ConversationFilter,
    conversation_row,
    conversation_rows,
    unread_conversations,
)
from holdfast.views.names_now import conversations_named

__all__ = [
    "closed", "conversation_answer", "conversations_answer", "may_write", "read_to", "written",
    "written_first",
]  # fmt: skip


async def may_write(request: Request) -> None:
    """A person and their address of the net write so often; staff as often as they like. Raises
    ``RateLimited``."""
    who = member(request)
    if not who.is_staff:
        await pace(state_of(request).writing, who.id)
        await pace(state_of(request).writing_there, who.address)


async def conversations_answer(request: Request, query: ConversationFilter) -> ConversationsAnswer:
    """A page, as whose eyes look."""
    async with database(request).read() as connection:
        rows, next_cursor = await conversation_rows(connection, query)
        unread = await unread_conversations(connection, query)
    rows = await conversations_named(database(request), rows, query.locale)
    return ConversationsAnswer(
        conversations=[conversation_shown(row, query.side) for row in rows],
        unread=unread,
        next_cursor=next_cursor,
    )


async def conversation_answer(
    request: Request, conversation_id: UUID, side: Side, cursor: str | None = None, limit: int = 50
) -> ConversationAnswer:
    """One that who asks may see, and a page of its messages, the last ones first."""
    before = MOST_MESSAGES + 1 if cursor is None else decode_cursor(cursor, tuple[int])[0]
    if not 0 < before <= MOST_MESSAGES + 1:
        raise BadCursor
    pool = database(request).pool
    async with database(request).read() as connection:
        row = await conversation_row(connection, conversation_id, locale_of(request))
    (row,) = await conversations_named(database(request), [row], locale_of(request))
    found = await messages_before(pool, conversation_id, before, limit + 1)
    page = found[:limit]
    authors = sorted({user_owner(one.author) for one in page})
    names = await names_of(pool, authors, public=side != "shop")
    as_booked = {one.author for one in page if one.side == "photographer"}
    known = await photographer_names(pool, sorted(as_booked))
    names = {**names, **{user_owner(one): name for one, name in known.items()}}
    return ConversationAnswer(
        conversation=conversation_shown(row, side),
        messages=[message_shown(one, row, side, names) for one in reversed(page)],
        next_cursor=encode_cursor(page[-1].number) if len(found) > limit else None,
    )


async def written_first(
    request: Request,
    asked: OrderMessageAsked,
    side: Side,
    seller: UUID | None = None,
    *,
    studio: UUID | None = None,
) -> ConversationAnswer:
    """A first message to the buyer of an order, once for each key."""
    await may_write(request)
    by = caller(request, f"conversation/{seller or studio or side}")
    made = await write_first(
        shop_parts(request), by, asked.order_id, side, seller, asked.text, asked.photos,
        studio_id=studio,
    )  # fmt: skip
    return await conversation_answer(request, made.conversation_id, side)


async def written(
    request: Request, conversation_id: UUID, side: Side, asked: MessageAsked
) -> ConversationAnswer:
    """A message more, once for each key; what was closed is open again."""
    await may_write(request)
    by = caller(request, f"message/{conversation_id}")
    await write(shop_parts(request), by, conversation_id, side, asked.text, asked.photos)
    return await conversation_answer(request, conversation_id, side)


async def read_to(
    request: Request, conversation_id: UUID, side: Side, number: int
) -> ConversationAnswer:
    """Who is on this side has read up to that message."""
    await mark_read(shop_parts(request), caller(request), conversation_id, side, number)
    return await conversation_answer(request, conversation_id, side)


async def closed(request: Request, conversation_id: UUID, side: Side) -> ConversationAnswer:
    """It is done, until somebody writes again."""
    await close(shop_parts(request), caller(request), conversation_id, side)
    return await conversation_answer(request, conversation_id, side)
