"""Customers ask about a product or an order of theirs, or a photographer or a studio; both sides
write, read and close."""

from collections.abc import Sequence
from uuid import UUID

from holdfast.booking.bookings import serves_order
from holdfast.conversations import (
    MAX_OPEN,
    MOST_MESSAGES,
    Conversation,
    MessageNotFound,
    Side,
    Subject,
    closed,
    conversation_about,
    must_be_unused,
    open_conversations,
    opened,
    read,
    written,
)
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import OrderNotFound
from holdfast.flows.conversing.asked import asked_of, must_take_messages
from holdfast.flows.conversing.desk import ConversationDesk, Step, Written, found, step
from holdfast.kit import Problem, new_id
from holdfast.kit.plain_text import clean_text
from holdfast.kit.sentences import say
from holdfast.people import of_owner
from holdfast.sellers import suborders_of

__all__ = [
    "BuyerWithoutAccount", "ConversationFull", "MessageEmpty", "TooManyConversations", "ask",
    "close", "mark_read", "write", "write_first",
]  # fmt: skip


class TooManyConversations(Problem):
    """So many are open; those that are done can be closed."""

    status = 409
    code = "too-many-conversations"
    title = "Too many open conversations"


class ConversationFull(Problem):
    """It has as many messages as one can have."""

    status = 409
    code = "conversation-full"
    title = "The conversation is full"


class BuyerWithoutAccount(Problem):
    """A guest has nowhere to read messages."""

    status = 409
    code = "buyer-without-account"
    title = "The buyer has no account"


class MessageEmpty(Problem):
    """There is nothing in it that is seen."""

    status = 422
    code = "message-empty"
    title = "The message is empty"


async def ask(
    desk: ConversationDesk,
    caller: Caller,
    about: Subject,
    seller_id: UUID | None,
    text: str,
    photos: Sequence[UUID] = (),
    *,
    studio_id: UUID | None = None,
) -> Written:
    """The caller's message about a product, to who sells it, or about their order, to one of its
    sellers, to the studio of their booking, or to the shop, or to a photographer or a studio: the
    first of a conversation, or the next of the one there is. Raises what
    :func:`~holdfast.flows.conversing.asked.asked_of` does, :class:`TooManyConversations`,
    :class:`ConversationFull`, :class:`MessageEmpty`, :class:`PhotoNotFound`."""
    said, customer = _said(text), caller.principal.user_id

    async def make() -> Step:
        seller, studio = await asked_of(desk, caller, about, seller_id, studio_id)
        await must_be_unused(desk.database.pool, customer, photos)
        one = await conversation_about(desk.database.pool, customer, about.id, seller, studio)
        if one is not None:
            return await _next(desk, caller, one, "customer", said, photos)
        await _one_more(desk, customer)
        made = new_id()
        riders = opened(made, customer, seller, about, said, photos, studio_id=studio)
        return Step(Written(made, 1), riders)

    return await step(desk, caller, make)


async def write_first(
    desk: ConversationDesk,
    caller: Caller,
    order_id: UUID,
    side: Side,
    seller_id: UUID | None,
    text: str,
    photos: Sequence[UUID] = (),
    *,
    studio_id: UUID | None = None,
) -> Written:
    """The caller's message to the buyer of an order, from one of its sellers, from their studio,
    or from the shop: the first of a conversation, or the next of the one there is. Raises
    :class:`OrderNotFound`,
    :class:`BuyerWithoutAccount`, :class:`ConversationFull`, :class:`MessageEmpty`,
    :class:`PhotoNotFound`."""
    said, author = _said(text), caller.principal.user_id

    async def make() -> Step:
        customer = await _buyer(desk, caller, order_id, side, seller_id)
        await must_be_unused(desk.database.pool, author, photos)
        one = await conversation_about(desk.database.pool, customer, order_id, seller_id, studio_id)
        if one is not None:
            return await _next(desk, caller, one, side, said, photos)
        made, about = new_id(), Subject("order", order_id)
        riders = opened(
            made, customer, seller_id, about, said, photos,
            side=side, author=author, studio_id=studio_id,
        )  # fmt: skip
        return Step(Written(made, 1), riders)

    return await step(desk, caller, make)


async def write(
    desk: ConversationDesk,
    caller: Caller,
    conversation_id: UUID,
    side: Side,
    text: str,
    photos: Sequence[UUID] = (),
) -> Written:
    """The next message of a conversation that the caller takes part in, on that side. Raises
    what :func:`~holdfast.flows.conversing.asked.must_take_messages` does,
    :class:`TooManyConversations`, :class:`ConversationFull`, :class:`MessageEmpty`,
    :class:`PhotoNotFound`."""
    said = _said(text)

    async def make() -> Step:
        one = await found(desk, conversation_id)
        await must_be_unused(desk.database.pool, caller.principal.user_id, photos)
        return await _next(desk, caller, one, side, said, photos)

    return await step(desk, caller, make)


async def mark_read(
    desk: ConversationDesk, caller: Caller, conversation_id: UUID, side: Side, number: int
) -> None:
    """That side has read up to this message; nothing happens if it had, or if it is staff and a
    seller or a studio is to answer. Raises :class:`MessageNotFound`."""

    async def make() -> Step:
        one = await found(desk, conversation_id)
        if number > one.messages:
            raise MessageNotFound("There is no such message.")
        reads = side == "customer" or one.is_answered_by(side)
        before = one.read_by(side) >= number or not reads
        return Step(Written(one.id, number), () if before else read(one, side, number))

    await step(desk, caller, make)


async def close(desk: ConversationDesk, caller: Caller, conversation_id: UUID, side: Side) -> None:
    """It is done, until somebody writes again; nothing happens if it is closed."""

    async def make() -> Step:
        one = await found(desk, conversation_id)
        riders = closed(one, side) if one.is_open else ()
        return Step(Written(one.id, one.messages), riders)

    await step(desk, caller, make)


async def _buyer(
    desk: ConversationDesk, caller: Caller, order_id: UUID, side: Side, seller_id: UUID | None
) -> UUID:
    """Of an order that the caller's side has something to do with."""
    order = await desk.orders.get(order_id)
    if order is None or not await _is_theirs(desk, caller, order_id, side, seller_id):
        raise OrderNotFound("There is no such order.", field="orderId")
    if order.owner == caller.actor:
        raise OrderNotFound("This order is your own.", field="orderId")
    buyer = of_owner(order.owner)
    if buyer.kind != "user":
        raise BuyerWithoutAccount("Write to the address that stands on the order.")
    return buyer.user_id


async def _is_theirs(
    desk: ConversationDesk, caller: Caller, order_id: UUID, side: Side, seller_id: UUID | None
) -> bool:
    pool = desk.database.pool
    if side in ("photographer", "studio"):
        return await serves_order(pool, caller.principal.user_id, order_id)
    return seller_id is None or seller_id in {
        one.seller_id for one in await suborders_of(pool, order_id)
    }


async def _next(
    desk: ConversationDesk,
    caller: Caller,
    one: Conversation,
    side: Side,
    said: str,
    photos: Sequence[UUID],
) -> Step:
    if one.messages >= MOST_MESSAGES:
        raise ConversationFull(
            say("A conversation can have at most {most} messages.", most=MOST_MESSAGES)
        )
    if side == "customer" and one.subject == "resource":
        await must_take_messages(desk, caller, one.subject_id)
    if side == "customer" and not one.is_open:
        await _one_more(desk, one.customer)
    riders = written(one, side, caller.principal.user_id, said, photos)
    return Step(Written(one.id, one.messages + 1), riders)


async def _one_more(desk: ConversationDesk, customer: UUID) -> None:
    if await open_conversations(desk.database.pool, customer) >= MAX_OPEN:
        raise TooManyConversations(
            say("{most} conversations are open. Close one of them.", most=MAX_OPEN)
        )


def _said(text: str) -> str:
    said = clean_text(text)
    if not said:
        raise MessageEmpty("Write something.", field="text")
    return said
