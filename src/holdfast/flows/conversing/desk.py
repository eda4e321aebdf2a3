"""What conversations work with, and how each of their steps is committed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.conversations import Conversation, ConversationNotFound, conversation_of
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import as_before, stored
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.kit import Problem, new_id
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Rider
from holdfast.orders import OrderBook

__all__ = ["ConversationDesk", "Step", "Written", "found", "step"]

_TRIES: Final = 8


@dataclass(frozen=True, kw_only=True)
class ConversationDesk(Stockroom):
    """Goods and orders that customers ask about."""

    orders: OrderBook


class Written(Struct, frozen=True):
    """Which conversation, and the number of its message that it is about."""

    conversation_id: UUID
    number: int


class Step(Struct, frozen=True):
    """No riders: nothing is to be done."""

    answer: Written
    riders: tuple[Rider, ...]


_Make: TypeAlias = Callable[[], Awaitable[Step]]


async def found(desk: ConversationDesk, conversation_id: UUID) -> Conversation:
    """As it is now. Raises :class:`ConversationNotFound`."""
    one = await conversation_of(desk.database.pool, conversation_id)
    if one is None:
        raise ConversationNotFound("There is no such conversation.")
    return one


async def step(desk: ConversationDesk, caller: Caller, make: _Make) -> Written:
    """What is made of the conversation as it stands; looked at again when somebody else was
    quicker. Once for each key."""
    try:
        for _ in range(_TRIES):
            made = await make()
            if not made.riders:
                return made.answer
            other = f"conversation-step/{new_id()}"
            outcome = await desk.ledger.commit(caller.keyed((), made.riders, other, made.answer))
            match outcome:
                case Accepted():
                    return made.answer
                case AlreadyDone(answer=answer):
                    return stored(answer, Written)
                case Conflict():
                    continue
            raise refuse(outcome)
        raise crowded_out(f"{caller.actor} does not get a word in")
    except Problem as problem:
        return await as_before(desk, caller.key, problem, Written)
