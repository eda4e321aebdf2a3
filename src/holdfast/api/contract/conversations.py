"""Conversations in requests and answers: as customers, sellers and staff see them."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.texts import Reason
from holdfast.booking import PageKind
from holdfast.conversations import (
    MAX_PHOTOS,
    MAX_TEXT,
    MOST_MESSAGES,
    Message,
    Side,
    Subject,
    SubjectKind,
)
from holdfast.kit.sentences import say
from holdfast.people import is_closed, public_name, user_owner
from holdfast.views.conversations import EXCERPT, MOST_UNREAD, ConversationRow

__all__ = [
    "ConversationAnswer",
    "ConversationAsked",
    "ConversationsAnswer",
    "MessageAsked",
    "MessageNumber",
    "MessageTold",
    "OrderMessageAsked",
    "ReadAsked",
    "conversation_shown",
    "message_photo_url",
    "message_shown",
]  # fmt: skip

Text: TypeAlias = Annotated[
    str,
    Field(min_length=1, max_length=MAX_TEXT, description="Plain; some of it is seen"),
]
Photos: TypeAlias = Annotated[
    tuple[UUID, ...],
    Field(max_length=MAX_PHOTOS, description="Ids that `POST /api/message-photos` answered"),
    AfterValidator(lambda ids: tuple(dict.fromkeys(ids))),
]
MessageNumber: TypeAlias = Annotated[int, Field(ge=1, le=MOST_MESSAGES)]


class ConversationAsked(Ask):
    """A question about a product, which goes to who sells it, to a photographer or a studio, or
    about one's order: `sellerId` of one of its sellers, `studioId` of the studio of its booking, or
    without both the shop, with the photographers of a booking. One that there is goes on."""

    product_id: UUID | None = None
    order_id: UUID | None = None
    resource_id: UUID | None = Field(
        default=None, description="A photographer or a studio, by the `id` of their page"
    )
    seller_id: UUID | None = Field(default=None, description="Of an order; a product says it")
    studio_id: UUID | None = Field(
        default=None, description="Of an order; one of `writesTo` of its booking"
    )
    text: Text
    photos: Photos = ()

    @model_validator(mode="after")
    def _of_one(self) -> "ConversationAsked":
        named = [one for one in (self.product_id, self.order_id, self.resource_id) if one]
        if len(named) != 1:
            raise ValueError(say("Name a product, an order, or a photographer or studio."))
        if self.studio_id is not None and (self.order_id is None or self.seller_id is not None):
            raise ValueError(say("A studio is asked about an order, and nobody beside it."))
        return self

    def about(self) -> Subject:
        """What it is about."""
        if self.product_id is not None:
            return Subject("product", self.product_id)
        if self.resource_id is not None:
            return Subject("resource", self.resource_id)
        assert self.order_id is not None, "one of them is named"
        return Subject("order", self.order_id)


class MessageAsked(Ask):
    text: Text
    photos: Photos = ()


class OrderMessageAsked(MessageAsked):
    """To the buyer of an order, who has an account. A conversation that there is goes on."""

    order_id: UUID


class ReadAsked(Ask):
    number: MessageNumber = Field(description="The last message that was read", strict=True)


class MessageTold(Ask):
    """Why a message is reported, or hidden, which its author reads."""

    reason: Reason


class VisitBody(Answer):
    service_name: str
    local: str = Field(description="When it begins, by its own clock")


class AboutBody(Answer):
    kind: SubjectKind
    id: UUID
    name: str = Field(description="The product's, the order's number, or who is asked")
    handle: str | None = Field(description="What ends the address of a page of it, if it has one")
    page: PageKind | None = Field(description="Whose page that is; null: a product's")
    visit: VisitBody | None = Field(description="Of the order of a booking")


class WithSeller(Answer):
    id: UUID
    name: str
    slug: str
    suspended: bool = Field(description="Its people cannot write; the shop's staff can")


class WithStudio(Answer):
    id: UUID
    name: str


class WithCustomer(Answer):
    id: UUID
    name: str
    email: str | None = Field(description="For staff alone")


class LastMessage(Answer):
    side: Side
    text: str = Field(description=f"Its first {EXCERPT} characters; empty if it is hidden")
    hidden: bool


class ConversationBody(Answer):
    id: UUID
    about: AboutBody
    seller: WithSeller | None = Field(description="None, and no studio: with the shop itself")
    studio: WithStudio | None = Field(description="With whose studio the booking is in")
    photographers: list[str] = Field(
        description="Who photographs, and reads and answers it beside the shop; to its customer"
        " it is with them"
    )
    customer: WithCustomer
    status: Literal["open", "closed"] = Field(description="A new message opens it again")
    closed_by: Side | None
    messages: int = Field(description=f"How many there are; at most {MOST_MESSAGES}")
    unread: bool = Field(description="Whether there is something to read for who asks")
    reported: bool = Field(description="For staff: a message waits for them to look at it")
    opened_at: Instant
    last_at: Instant
    last: LastMessage | None


class MessageBody(Answer):
    number: int = Field(description="Its place, from 1")
    side: Side = Field(
        description="Who wrote: the customer, the seller, the shop, who photographs it, or the"
        " studio it is in"
    )
    name: str | None = Field(
        description="Which person it was, for their own side and staff; a photographer, for all"
    )
    text: str = Field(description="Plain text; empty if it is hidden, but for staff")
    photos: list[str] = Field(
        description="Addresses of its pictures; none if it is hidden, but for staff"
    )
    at: Instant
    read: bool = Field(description="Whether the other side has read it")
    hidden: bool = Field(description="By staff")
    hidden_reason: str | None = Field(description="Why, for who wrote it and for staff")
    reported: bool = Field(description="For the customer and staff: it was reported")
    reported_reason: str | None = Field(description="Why, for staff")


class ConversationsAnswer(Answer):
    conversations: list[ConversationBody] = Field(description="The last written first")
    unread: int = Field(
        description="In how many there is something to read, whatever is asked for;"
        f" {MOST_UNREAD} stands for so many or more"
    )
    next_cursor: str | None


class ConversationAnswer(Answer):
    conversation: ConversationBody
    messages: list[MessageBody] = Field(description="A page of them, the oldest first")
    next_cursor: str | None = Field(description="Of those that were written before")


def conversation_shown(row: ConversationRow, side: Side) -> ConversationBody:
    """To the eyes of that side."""
    one, staff = row.conversation, side == "shop"
    seller = None
    if one.seller_id is not None:
        seller = WithSeller(
            id=one.seller_id, name=row.seller or "", slug=row.slug or "", suspended=row.suspended
        )
    last = None
    if row.last_side is not None:
        gone = row.last_status == "hidden"
        text = "" if gone and not staff else row.last_text
        last = LastMessage(side=row.last_side, text=text, hidden=gone)
    return ConversationBody(
        id=one.id,
        about=_about(row),
        seller=seller,
        studio=None
        if one.studio_id is None
        else WithStudio(id=one.studio_id, name=row.studio or ""),
        photographers=list(row.photographers),
        customer=WithCustomer(
            id=one.customer,
            name=public_name(row.customer, row.email),
            email=row.email if staff and not is_closed(row.email or "") else None,
        ),
        status=one.status,
        closed_by=one.closed_by,
        messages=one.messages,
        unread=one.is_unread(side),
        reported=row.reported and staff,
        opened_at=one.opened_at,
        last_at=one.last_at,
        last=last,
    )


def _about(row: ConversationRow) -> AboutBody:
    one, visit = row.conversation, None
    if row.service is not None and row.visit_at is not None:
        visit = VisitBody(service_name=row.service, local=row.visit_at)
    return AboutBody(
        kind=one.subject,
        id=one.subject_id,
        name=row.name,
        handle=row.handle,
        page=row.page,
        visit=visit,
    )


def message_shown(
    message: Message, row: ConversationRow, side: Side, names: Mapping[str, str]
) -> MessageBody:
    """To the eyes of that side. Customers are not told which person answered,
    but of the photographer whom they booked."""
    one, staff, own = row.conversation, side == "shop", message.side == side
    other = one.read_by_merchant if message.side == "customer" else one.read_by_customer
    named = own or staff or message.side == "photographer"
    return MessageBody(
        number=message.number,
        side=message.side,
        name=names.get(user_owner(message.author)) if named else None,
        text="" if message.is_hidden and not staff else message.text,
        photos=[]
        if message.is_hidden and not staff
        else [message_photo_url(one) for one in message.photos],
        at=message.at,
        read=message.number <= other,
        hidden=message.is_hidden,
        hidden_reason=message.hidden_reason if own or staff else None,
        reported=message.reported_at is not None and side in ("customer", "shop"),
        reported_reason=message.reported_reason if staff else None,
    )


def message_photo_url(photo_id: UUID) -> str:
    return f"/api/message-photos/{photo_id}"
