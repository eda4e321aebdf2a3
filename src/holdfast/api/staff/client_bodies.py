"""What is told of clients, and what is asked for."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Amount, Answer, Ask, Instant
from holdfast.api.contract.texts import one_line, written
from holdfast.clients import (
    MAX_LINE,
    MAX_NOTE,
    MAX_TAG,
    MAX_TAGS,
    ClientRequest,
    ClientTerms,
    Note,
    RequestTerms,
    Stage,
    Task,
)
from holdfast.flows.insights.shop_clock import clock_of
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit.clock import shop_now
from holdfast.kit.sentences import say
from holdfast.views.clients import ClientRow

__all__ = [
    "ClientAsked",
    "ClientNoteAsked",
    "ClientNoteShown",
    "ClientShown",
    "RequestAsked",
    "RequestShown",
    "TaskAsked",
    "TaskShown",
    "asked_terms",
    "client_body",
    "note_body",
    "request_body",
    "request_terms",
    "task_body",
    "today_of",
]  # fmt: skip

_Line = Annotated[str, Field(max_length=MAX_LINE), AfterValidator(one_line)]
_Title = Annotated[
    str,
    Field(min_length=1, max_length=MAX_LINE),
    written(say("This field is required.")),
    AfterValidator(one_line),
]


class ClientShown(Answer):
    """A client. `name` and `email` are those of the account where staff wrote none."""

    id: UUID
    revision: int
    name: str
    email: str
    phone: str
    own_name: str = Field(description="As staff wrote it; empty: the account tells it")
    own_email: str
    tags: list[str]
    consent: bool = Field(description="May be written to with offers")
    consent_at: Instant | None = Field(description="When that was last given or taken back")
    consent_by: str | None
    source: str = Field(description="`staff`, `booking` or `file`")
    created_at: Instant
    accounts: list[str] = Field(description="The owners of orders and bookings that they are")
    bookings: int = Field(description="Without those that were cancelled")
    missed: int = Field(description="Of these, to how many nobody came")
    orders: int = Field(description="That were paid")
    value: list[Amount] = Field(description="What the shop kept of their money")
    last_visit: Instant | None
    last_zone: str | None = Field(description="Of where that was, by its IANA name")
    next_visit: Instant | None
    next_zone: str | None


class ClientAsked(Ask):
    """A client as staff write it."""

    name: _Line = ""
    email: _Line = ""
    phone: _Line = ""
    tags: list[
        Annotated[str, Field(min_length=1, max_length=MAX_TAG), AfterValidator(one_line)]
    ] = Field(default=[], max_length=MAX_TAGS)
    consent: bool = False


class ClientNoteAsked(Ask):
    text: Annotated[
        str, Field(min_length=1, max_length=MAX_NOTE), written(say("This field is required."))
    ]


class ClientNoteShown(Answer):
    id: UUID
    text: str
    by: str | None
    at: Instant


class TaskAsked(Ask):
    """Something to be done for a client by the end of a day."""

    title: _Title
    due_on: date


class TaskShown(Answer):
    id: UUID
    client_id: UUID
    client: str | None = Field(default=None, description="Their name")
    title: str
    due_on: date
    overdue: bool = Field(description="Not done, and its day is over by the shop's clock")
    done: bool
    done_at: Instant | None
    done_by: str | None
    by: str | None


class RequestAsked(Ask):
    """What a client asks for."""

    title: _Title
    note: str = Field(default="", max_length=MAX_NOTE)
    wanted_on: date | None = None


class RequestShown(Answer):
    id: UUID
    revision: int
    client_id: UUID
    client: str | None = Field(default=None, description="Their name")
    title: str
    note: str
    wanted_on: date | None
    stage: Stage
    place: int = Field(description="From the top of its stage")
    made_at: Instant
    moved_at: Instant = Field(description="When it came to its stage")


def client_body(one: ClientRow, names: Mapping[str, str] | None = None) -> ClientShown:
    return ClientShown(
        id=one.id,
        revision=one.revision,
        name=one.name,
        email=one.email,
        phone=one.phone,
        own_name=one.own_name,
        own_email=one.own_email,
        tags=list(one.tags),
        consent=one.consent,
        consent_at=one.consent_at,
        consent_by=_named(one.consent_by, names),
        source=one.source,
        created_at=one.created_at,
        accounts=list(one.owners),
        bookings=one.bookings,
        missed=one.missed,
        orders=one.orders,
        value=[Amount.model_validate(part) for part in one.value],
        last_visit=one.last_visit,
        last_zone=one.last_zone,
        next_visit=one.next_visit,
        next_zone=one.next_zone,
    )


def asked_terms(asked: ClientAsked) -> ClientTerms:
    return ClientTerms(
        name=asked.name,
        email=asked.email,
        phone=asked.phone,
        tags=tuple(asked.tags),
        consent=asked.consent,
    )


def request_terms(asked: RequestAsked) -> RequestTerms:
    return RequestTerms(title=asked.title, note=asked.note.strip(), wanted_on=asked.wanted_on)


def note_body(one: Note, names: Mapping[str, str]) -> ClientNoteShown:
    return ClientNoteShown(id=one.id, text=one.text, by=_named(one.made_by, names), at=one.made_at)


async def today_of(here: ShopParts) -> date:
    """By the clock of the shop's working days."""
    return shop_now().astimezone(clock_of((await here.shop.now()).dispatch.zone)).date()


def task_body(
    one: Task,
    names: Mapping[str, str],
    today: date,
    clients: Mapping[UUID, ClientRow] | None = None,
) -> TaskShown:
    client = (clients or {}).get(one.client_id)
    return TaskShown(
        id=one.id,
        client_id=one.client_id,
        client=None if client is None else client.name,
        title=one.title,
        due_on=one.due_on,
        overdue=one.done_at is None and one.due_on < today,
        done=one.done_at is not None,
        done_at=one.done_at,
        done_by=_named(one.done_by, names),
        by=_named(one.made_by, names),
    )


def request_body(one: ClientRequest, clients: Mapping[UUID, ClientRow]) -> RequestShown:
    client = clients.get(one.client_id)
    return RequestShown(
        id=one.id,
        revision=one.revision,
        client_id=one.client_id,
        client=None if client is None else client.name,
        title=one.title,
        note=one.note,
        wanted_on=one.wanted_on,
        stage=one.stage,
        place=one.place,
        made_at=one.made_at,
        moved_at=one.moved_at,
    )


def _named(by: str | None, names: Mapping[str, str] | None) -> str | None:
    """The name of who did it; what has none is not told by its id."""
    return None if by is None else (names or {}).get(by)
