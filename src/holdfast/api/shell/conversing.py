"""What routes of conversations have in common, whoever asks: answers, and how often one writes."""

from uuid import UUID

from fastapi import Request

from holdfast.api.contract.conversations import (
    ConversationAnswer,
    ConversationsAnswer,
    conversation_shown,
    message_shown,
)
from holdfast.api.shell.dependencies import database, member
from holdfast.api.shell.languages import locale_of
from holdfast.api.shell.pacing import pace
from holdfast.api.shell.state import state_of
from holdfast.booking.bookings import photographer_names
from holdfast.conversations import MOST_MESSAGES, Side, messages_before
from holdfast.kit.paging import decode_cursor, encode_cursor
from holdfast.people import names_of, user_owner
from holdfast.views.conversations import (
    ConversationFilter,
    conversation_row,
    conversation_rows,
    unread_conversations,
)

__all__ = ["conversation_answer", "conversations_answer", "may_write"]


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
    pool = database(request).pool
    async with database(request).read() as connection:
        row = await conversation_row(connection, conversation_id, locale_of(request))
    found = await messages_before(pool, conversation_id, before, limit + 1)
    page = found[:limit]
    names = await names_of(pool, sorted({user_owner(one.author) for one in page}))
    as_booked = {one.author for one in page if one.side == "photographer"}
    known = await photographer_names(pool, sorted(as_booked))
    names = {**names, **{user_owner(one): name for one, name in known.items()}}
    return ConversationAnswer(
        conversation=conversation_shown(row, side),
        messages=[message_shown(one, row, side, names) for one in reversed(page)],
        next_cursor=encode_cursor(page[-1].number) if len(found) > limit else None,
    )
