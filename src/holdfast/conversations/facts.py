"""What is told of conversations. Their words are not: who reads the log reads them of the shop."""

from uuid import UUID

from holdfast.db.events import Fact


class _OfConversation(Fact, frozen=True, kw_only=True):
    """``seller_id``, ``studio_id``: neither, where it is with the shop itself."""

    SUBJECT = "conversation id"
    customer: UUID
    seller_id: UUID | None = None
    studio_id: UUID | None = None


class MessageSent(_OfConversation, frozen=True, kw_only=True):
    """Somebody wrote; ``side``: the customer, one of the seller's people, the studio, the
    photographer, or one of staff. The ``number`` counts from 1: with it the conversation began.
    ``photos``: how many it has."""

    TYPE = "conversation.message"
    number: int
    side: str
    photos: int = 0


class ConversationClosed(_OfConversation, frozen=True, kw_only=True):
    """One of both said that it is done; a new message opens it again."""

    TYPE = "conversation.closed"
    side: str


class MessageReported(_OfConversation, frozen=True, kw_only=True):
    """The customer reported a message to the shop's staff."""

    TYPE = "conversation.reported"
    number: int


class MessageHidden(_OfConversation, frozen=True, kw_only=True):
    """Staff hid a message; ``reason`` is what its author reads."""

    TYPE = "conversation.hidden"
    number: int
    reason: str


class MessageShown(_OfConversation, frozen=True, kw_only=True):
    """Staff looked at a message that was reported or hidden, and it shows."""

    TYPE = "conversation.shown"
    number: int
