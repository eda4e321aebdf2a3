"""Staff: messages between orders and payments that could not be read, and reading them again."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import Member, exchange, platform
from holdfast.flows.messaging.messages import QUEUES
from holdfast.flows.messaging.post import BrokerAway, DeadLetter, DeadLetters, Post
from holdfast.flows.stuck.dead_letters import QueueUnknown, known_queue, replay_dead_letters
from holdfast.kit import decode_cursor, encode_cursor
from holdfast.kit.paging import BadCursor

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/dead-letters", tags=["staff"])

MOST = 500  # at once
MAX_SKIP = 10_000_000
SHOWN = 4096  # characters of a body; one of ours has a few hundred


class DeadLetterShown(Answer):
    queue: str
    message_id: str = Field(description="What it says it is; of a forged one anything")
    body: str = Field(description="As it came; what is no text is shown as such")
    reason: str = Field(description="Why it could not be read")
    at: Instant


class DeadLettersShown(Answer):
    letters: list[DeadLetterShown] = Field(description="Those that lie there longest first")
    next_cursor: str | None = Field(description="Of the next page")
    count: dict[str, int] = Field(description="How many lie there, by queue")


class ReplayAsked(Ask):
    """All of a queue's, or those with these ids."""

    queue: str
    message_ids: Annotated[list[str], Field(max_length=MOST)] | None = None


class Replayed(Answer):
    success: Literal[True]
    sent: int


def _dead_letters(request: Request) -> DeadLetters | None:
    """None where nothing is settled by message."""
    post: Post | None = request.app.state.post
    return None if post is None else post.dead_letters


@router.get("", responses=problems(QueueUnknown, BadCursor, BrokerAway))
async def list_dead_letters(
    request: Request,
    queue: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> DeadLettersShown:
    """Messages that could not be read, by queue, each with its reason. What is replayed meanwhile
    moves those behind it forward: begin again after that."""
    dead = _dead_letters(request)
    if dead is None:
        return DeadLettersShown(letters=[], next_cursor=None, count={})
    asked = list(QUEUES) if queue is None else [known_queue(queue)]
    count = {name: await dead.count(name) for name in asked}
    first, skip = (asked[0], 0) if cursor is None else _place(cursor, asked)
    letters: list[DeadLetterShown] = []
    after: str | None = None
    for name in asked[asked.index(first) :]:
        left = limit - len(letters)
        found = await dead.look(name, left + 1, skip)
        letters += [_shown(one) for one in found[:left]]
        if len(found) > left:
            after = encode_cursor(name, skip + left)
            break
        skip = 0
    return DeadLettersShown(letters=letters, next_cursor=after, count=count)


def _place(cursor: str, queues: list[str]) -> tuple[str, int]:
    """In which queue to go on, after how many."""
    queue, skip = decode_cursor(cursor, (str, int))
    if queue not in queues or not isinstance(skip, int) or not 0 <= skip <= MAX_SKIP:
        raise BadCursor("Start again from the first page.", field="cursor")
    return str(queue), skip


def _shown(dead: DeadLetter) -> DeadLetterShown:
    return DeadLetterShown(
        queue=dead.letter.queue,
        message_id=dead.letter.id[:SHOWN],
        body=dead.letter.body[:SHOWN].decode(errors="replace"),
        reason=dead.reason,
        at=dead.at,
    )


@router.post("/replay", responses=problems(QueueUnknown, BrokerAway))
async def post_replay(request: Request, asked: ReplayAsked, who: Member) -> Replayed:
    """Send them to their queue again. Messages are safe to repeat; what still cannot be read comes
    back here."""
    dead = _dead_letters(request)
    if dead is None:
        return Replayed(success=True, sent=0)
    sent = await replay_dead_letters(
        platform(request).database,
        dead,
        asked.queue,
        asked.message_ids,
        who.id,
        exchange(request).id,
    )
    return Replayed(success=True, sent=sent)
