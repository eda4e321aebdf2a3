"""Staff: what got stuck, having it tried again, giving it up."""

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from msgspec.structs import replace
from pydantic import ConfigDict, Field, model_validator

from holdfast.api.contract.access import lets
from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.problems import problems
from holdfast.api.contract.texts import Reason
from holdfast.api.shell.dependencies import Member, caller, shop_parts
from holdfast.api.shell.state import state_of
from holdfast.flows.messaging.post import BrokerAway
from holdfast.flows.stuck.deliveries import StuckDeliveries
from holdfast.flows.stuck.jobs import StillOwed, StuckJobs
from holdfast.flows.stuck.letters import StuckLetters
from holdfast.flows.stuck.mails import StuckMails
from holdfast.flows.stuck.thing import AT_ONCE, KINDS, Kind, NotStuck, Stuck, StuckThings, Which
from holdfast.kit.paging import MAX_PAGE, BadCursor, decode_cursor, encode_cursor
from holdfast.kit.sentences import say

__all__ = ["router", "stuck_things"]

router = APIRouter(prefix="/api/staff/stuck", tags=["staff"])

_Id = Annotated[str, Field(min_length=1, max_length=300)]


class StuckShown(Answer):
    """A job, a letter between services, a mail, or an order (or another subject) that a data
    platform is not told of any more."""

    model_config = ConfigDict(from_attributes=True)

    kind: Kind
    id: str
    name: str = Field(
        description="The job's name, the letter's queue, the platform's, or the mail's kind"
    )
    subject: str = Field(description="What it is about: a payment, a message id, an order")
    order_id: str | None = Field(description="If it is an order")
    order_number: str | None = Field(description="The order's number as people read it")
    content: str = Field(
        description="What was to be done or said; of a delivery the types of all its messages"
    )
    reason: str = Field(description="What the last try ended with, or why it cannot be read")
    tries: int | None = Field(description="Null of a letter")
    request: str = Field(description="The request that led to it, where known")
    since: Instant


class StuckCount(Answer):
    kind: Kind
    name: str
    count: int = Field(description="10,000 at most")


class StuckAnswer(Answer):
    stuck: list[StuckShown]
    counts: list[StuckCount] = Field(description="Of all pages, by kind and name")
    next_cursor: str | None
    broker_away: bool = Field(
        False, description="The message broker does not answer, so letters are not shown"
    )


class StuckAsked(Ask):
    """All of a kind (of one name), or those with these ids; at most 100 at once. Giving up is for
    good, and takes a reason."""

    action: Literal["retry", "give-up"]
    kind: Kind
    name: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    ids: Annotated[list[_Id], Field(min_length=1, max_length=AT_ONCE)] | None = None
    reason: Reason | None = None

    @model_validator(mode="after")
    def _with_reason(self) -> "StuckAsked":
        if self.action == "give-up" and self.reason is None:
            raise ValueError(say("Give a reason."))
        return self


class StuckDone(Answer):
    success: Literal[True]
    count: int


def stuck_things(request: Request) -> Mapping[Kind, StuckThings]:
    """All kinds that there can be here."""
    here = shop_parts(request)
    found: dict[Kind, StuckThings] = {
        "job": StuckJobs(here.database, here),
        "delivery": StuckDeliveries(here.database),
        "mail": StuckMails(here.database),
    }
    post = state_of(request).post
    if post is not None:
        found["letter"] = StuckLetters(here.database, post.dead_letters)
    return found


@router.get("", responses=problems(BadCursor, BrokerAway))
async def list_stuck(
    request: Request,
    who: Member,
    kind: Annotated[Kind | None, Query(description="Only those of this kind")] = None,
    name: Annotated[str | None, Query(max_length=100, description="Only those of it")] = None,
    cursor: Annotated[str | None, Query(max_length=600)] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
) -> StuckAnswer:
    """What got stuck: jobs and messages to data platforms that failed for a day, mails that their
    server refused, those given up last first, and letters between services that could not be
    read. To whom a mail goes, and what it says, is for whose duty mails are."""
    things = dict(stuck_things(request))
    counts, away = await _counts(things, kind)
    if away:
        del things["letter"]
    kinds = [one for one in KINDS if one in things and kind in (None, one)]
    begin, inner = (kinds[0], None) if kinds else ("job", None)
    if cursor is not None:
        begin, inner = _place(cursor, kinds)
    found: list[Stuck] = []
    after: str | None = None
    for at, one in enumerate(kinds):
        if at < kinds.index(begin):
            continue
        page, more = await things[one].page(name or None, inner, limit - len(found))
        found, inner = found + page, None
        if more is not None:
            after = encode_cursor(one, more)
            break
        if len(found) == limit and at + 1 < len(kinds):
            after = encode_cursor(kinds[at + 1], "")
            break
    if not lets(who, "GET /api/staff/mails"):
        found = [_unaddressed(one) if one.kind == "mail" else one for one in found]
    shown = [StuckShown.model_validate(one) for one in found]
    return StuckAnswer(stuck=shown, counts=counts, next_cursor=after, broker_away=away)


async def _counts(
    things: Mapping[Kind, StuckThings], kind: Kind | None
) -> tuple[list[StuckCount], bool]:
    """How many there are of each; and whether letters cannot be counted now."""
    found: list[StuckCount] = []
    for one in KINDS:
        if one not in things:
            continue
        try:
            counted = await things[one].count()
        except BrokerAway:
            if kind == one:
                raise
            return found, True
        found += [
            StuckCount(kind=one, name=name, count=count)
            for name, count in sorted(counted.items())
            if count
        ]
    return found, False


def _unaddressed(mail: Stuck) -> Stuck:
    return replace(mail, subject="", content="", reason="")


def _place(cursor: str, kinds: list[Kind]) -> tuple[Kind, str | None]:
    kind, inner = decode_cursor(cursor, tuple[str, str])
    for one in kinds:
        if one == kind:
            return one, str(inner) or None
    raise BadCursor


@router.post("", responses=problems(NotStuck, StillOwed, BrokerAway))
async def post_stuck(request: Request, asked: StuckAsked) -> StuckDone:
    """Have them tried again, with all their tries, or give them up. What is tried again is safe to
    repeat; what still fails comes back here. A refund given up is one that staff hand over."""
    things = stuck_things(request).get(asked.kind)
    which = Which(asked.ids, asked.name)
    count = 0
    if things is not None:
        count = await (things.retry if asked.action == "retry" else things.give_up)(
            which, caller(request), asked.reason or ""
        )
    if not count and asked.ids is not None:
        raise NotStuck("It was tried again, or given up, meanwhile.")
    return StuckDone(success=True, count=count)
