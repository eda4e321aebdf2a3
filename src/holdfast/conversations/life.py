"""The life of a conversation and of its messages: each move as riders, with the fact it makes
true."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from holdfast.conversations.facts import (
    ConversationClosed,
    MessageHidden,
    MessageReported,
    MessageSent,
    MessageShown,
)
from holdfast.conversations.rules import Conversation, ConversationStatus, Message, Side, Subject
from holdfast.conversations.tables import (
    CONVERSATION_STATES,
    CONVERSATIONS,
    MESSAGE_STATES,
    MESSAGES,
    PHOTO_STATES,
)
from holdfast.kit import new_id
from holdfast.ledger import NOW, Insert, Rider, Transition, tell

_ANY: tuple[ConversationStatus, ...] = ("open", "closed")


def opened(
    conversation_id: UUID,
    customer: UUID,
    seller_id: UUID | None,
    about: Subject,
    text: str,
    photos: Sequence[UUID] = (),
    *,
    side: Side = "customer",
    author: UUID | None = None,
    studio_id: UUID | None = None,
) -> tuple[Rider, ...]:
    """With its first message, which has the ``photos``: the customer's, or of an ``author`` on the
    other ``side``. Another of the same customer, seller or studio, and subject is refused as a
    ``Conflict``."""
    asked = int(side == "customer")
    row = (
        conversation_id, customer, seller_id, studio_id, about.kind, about.id, 1, asked, 1 - asked,
        asked, 1 - asked, NOW, NOW, NOW,
    )  # fmt: skip
    fact = MessageSent(
        customer=customer,
        seller_id=seller_id,
        studio_id=studio_id,
        number=1,
        side=side,
        photos=len(photos),
    )
    return (
        Insert(CONVERSATIONS, (row,)),
        _message(conversation_id, 1, side, author or customer, text),
        *_photos(conversation_id, 1, photos),
        tell(fact, conversation_id),
    )


def written(
    one: Conversation, side: Side, author: UUID, text: str, photos: Sequence[UUID] = ()
) -> tuple[Rider, ...]:
    """The next message, by whom has read those before; open again, if it was closed. Of two at
    once, or of two with the same photo, the second is refused as a ``Conflict``."""
    number = one.messages + 1
    kept: dict[str, object] = {"messages": number, "last_at": NOW, "closed_by": None}
    if side == "customer":
        kept |= {"asked": number, "read_by_customer": number, "customer_read_at": NOW}
    else:
        kept |= {"answered": number}
    if one.is_answered_by(side):
        kept |= {"read_by_merchant": number, "merchant_read_at": NOW}
    fact = MessageSent(
        **_who(one),
        number=number,
        side=side,
        photos=len(photos),
    )
    return (
        _moved(one, "open", kept),
        _message(one.id, number, side, author, text),
        *_photos(one.id, number, photos),
        tell(fact, one.id),
    )


def read(one: Conversation, side: Side, number: int) -> tuple[Rider, ...]:
    """Up to that message; ``side`` is the customer or whose it is to answer."""
    who = "customer" if side == "customer" else "merchant"
    return (_moved(one, one.status, {f"read_by_{who}": number, f"{who}_read_at": NOW}),)


def closed(one: Conversation, side: Side) -> tuple[Rider, ...]:
    fact = ConversationClosed(**_who(one), side=side)
    return (_moved(one, "closed", {"closed_by": side}, ("open",)), tell(fact, one.id))


def reported(one: Conversation, message: Message, reason: str) -> tuple[Rider, ...]:
    """By its customer."""
    fact = MessageReported(**_who(one), number=message.number)
    also = (("reported_at", NOW), ("reported_reason", reason))
    return (
        Transition(MESSAGE_STATES, message.id, ("shown",), "reported", also),
        _moved(one, one.status, {}),
        tell(fact, one.id),
    )


def hidden(one: Conversation, message: Message, by: str, reason: str) -> tuple[Rider, ...]:
    """By staff, with a reason that its author reads."""
    fact = MessageHidden(**_who(one), number=message.number, reason=reason)
    also = (("hidden_by", by), ("hidden_reason", reason))
    return (
        Transition(MESSAGE_STATES, message.id, ("shown", "reported"), "hidden", also),
        _moved(one, one.status, {}),
        tell(fact, one.id),
    )


def shown(one: Conversation, message: Message) -> tuple[Rider, ...]:
    """Staff looked at it."""
    fact = MessageShown(**_who(one), number=message.number)
    also = (("hidden_by", None), ("hidden_reason", None))
    return (
        Transition(MESSAGE_STATES, message.id, ("reported", "hidden"), "shown", also),
        _moved(one, one.status, {}),
        tell(fact, one.id),
    )


def _who(one: Conversation) -> dict[str, Any]:
    return {"customer": one.customer, "seller_id": one.seller_id, "studio_id": one.studio_id}


def _message(conversation_id: UUID, number: int, side: Side, author: UUID, text: str) -> Insert:
    return Insert(MESSAGES, ((new_id(), conversation_id, number, side, author, text, NOW),))


def _photos(conversation_id: UUID, number: int, photos: Sequence[UUID]) -> tuple[Rider, ...]:
    of: tuple[tuple[str, object], ...] = (
        ("conversation_id", conversation_id), ("number", number),
    )  # fmt: skip
    return tuple(
        Transition(PHOTO_STATES, one, ("unused",), "shown", (*of, ("place", place)))
        for place, one in enumerate(photos, 1)
    )


def _moved(
    one: Conversation,
    to: ConversationStatus,
    kept: dict[str, object],
    of: tuple[ConversationStatus, ...] = _ANY,
) -> Transition:
    states = of if to != one.status or of != _ANY else (to,)
    return Transition(CONVERSATION_STATES, one.id, states, to, (*kept.items(), ("changed_at", NOW)))
