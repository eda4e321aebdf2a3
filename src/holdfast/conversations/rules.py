"""Who writes to whom, about what, and how much. Pure."""

from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.kit import Problem

__all__ = [
    "MAX_OPEN", "MAX_TEXT", "MOST_MESSAGES", "Conversation", "ConversationNotFound",
    "ConversationStatus", "Message", "MessageNotFound", "MessageStatus", "Side", "Subject",
    "SubjectKind",
]  # fmt: skip

MAX_TEXT: Final = 2000
"""Characters of one message."""
MAX_OPEN: Final = 20
"""Conversations that one customer has open at once."""
MOST_MESSAGES: Final = 500
"""Of one conversation."""

Side: TypeAlias = Literal["customer", "seller", "shop", "photographer", "studio"]
"""Who wrote: the customer, one of the seller's people, one of staff, who photographs what the order
is of, or whose studio it is in."""
SubjectKind: TypeAlias = Literal["product", "order", "resource"]
"""``resource``: a photographer or a studio, whom the customer has not booked yet."""
ConversationStatus: TypeAlias = Literal["open", "closed"]
MessageStatus: TypeAlias = Literal["shown", "reported", "hidden"]


class ConversationNotFound(Problem):
    """No such conversation, or one of others."""

    status = 404
    code = "conversation-not-found"
    title = "No such conversation"


class MessageNotFound(Problem):
    """The conversation has no such message."""

    status = 404
    code = "message-not-found"
    title = "No such message"


class Subject(Struct, frozen=True):
    """What a conversation is about."""

    kind: SubjectKind
    id: UUID


class Conversation(Struct, frozen=True):
    """As it stands. ``seller_id``: none, where it is with the shop itself, or with a studio, which
    is ``studio_id``. Messages are numbered
    from 1; ``asked`` is the last by the customer, ``answered`` the last to them, 0 where there is
    none; each side has read up to a number."""

    id: UUID
    customer: UUID
    seller_id: UUID | None
    studio_id: UUID | None
    subject: SubjectKind
    subject_id: UUID
    status: ConversationStatus
    messages: int
    asked: int
    answered: int
    read_by_customer: int
    read_by_merchant: int
    closed_by: Side | None
    opened_at: datetime
    last_at: datetime

    @property
    def about(self) -> Subject:
        return Subject(self.subject, self.subject_id)

    @property
    def is_open(self) -> bool:
        """Nobody closed it since its last message."""
        return self.status == "open"

    def is_answered_by(self, side: Side) -> bool:
        """Whose it is to answer: a seller's people, a studio, or the shop's staff and
        photographers."""
        if self.studio_id is not None:
            return side == "studio"
        return side in (("shop", "photographer") if self.seller_id is None else ("seller",))

    @property
    def is_with_shop(self) -> bool:
        """Whether nobody else is to answer it: what its photographers answer, staff answer, too."""
        return self.seller_id is None and self.studio_id is None

    def read_by(self, side: Side) -> int:
        """Up to which message. Staff who look at a seller's read nothing in their place."""
        return self.read_by_customer if side == "customer" else self.read_by_merchant

    def is_unread(self, side: Side) -> bool:
        """Whether there is something for that side to read."""
        to = self.answered if side == "customer" else self.asked
        return to > self.read_by(side)


class Message(Struct, frozen=True):
    """``author`` is a user's id. ``hidden_reason``: why staff hid it, ``reported_reason``: why the
    customer reported it; staff who looked at it and left it shown said so by that."""

    id: UUID
    conversation_id: UUID
    number: int
    side: Side
    author: UUID
    text: str
    status: MessageStatus
    at: datetime
    hidden_reason: str | None = None
    hidden_by: str | None = None
    reported_reason: str | None = None
    reported_at: datetime | None = None
    photos: tuple[UUID, ...] = ()

    @property
    def is_hidden(self) -> bool:
        """By staff."""
        return self.status == "hidden"

    @property
    def is_shown(self) -> bool:
        """There is nothing for staff to do with it."""
        return self.status == "shown"

    @property
    def may_be_reported(self) -> bool:
        """By the customer to whom it was written, once."""
        return self.is_shown and self.reported_at is None and self.side != "customer"
