"""One move of a holder's money that somebody asked for: a payout set aside or come back, a debt
written off, cash handed over. It is judged by the accounts as they stand, and booked if they still
stand so."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeAlias, TypeVar

from msgspec import Struct

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import as_before, stored
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.selling.bringing import money_of
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Operation, Rider
from holdfast.sellers import Holder, HolderMoney

__all__ = ["Judge", "MoneyMove", "move_money"]

_TRIES: Final = 20
_Done = TypeVar("_Done", bound=Struct)


class MoneyMove(Struct, frozen=True):
    """What is booked, with its riders; ``name`` is its key where the request has none."""

    operations: tuple[Operation, ...]
    riders: Sequence[Rider]
    name: str


Judge: TypeAlias = Callable[[HolderMoney], Awaitable[MoneyMove | Problem]]
"""What is to be booked of the holder's money, or why nothing is."""


def _no_row(_subject: str) -> bool:
    return False


async def move_money(
    settler: Settler,
    caller: Caller,
    holder: Holder,
    currency: str,
    judge: Judge,
    done: _Done,
    moved: Callable[[str], bool] = _no_row,
) -> _Done:
    """``done`` once the move is booked, or what the same request was answered before; ``moved``:
    whether a ``Conflict`` is about the row that is judged with the money. Raises the refusal of
    ``judge``."""
    for _ in range(_TRIES):
        # The accounts first: what is read later is not older than they are.
        money = await money_of(settler.reader, holder, currency)
        found = await judge(money)
        if isinstance(found, Problem):
            return await as_before(settler, caller.key, found, type(done))
        outcome = await settler.ledger.commit(
            caller.keyed(found.operations, tuple(found.riders), found.name, done)
        )
        match outcome:
            case Accepted():
                return done
            case AlreadyDone(answer=before):
                return stored(before, type(done))
            case Conflict(subject=subject) if money.changed(subject) or moved(subject):
                continue  # something else of theirs was quicker: look again
        raise refuse(outcome)
    raise crowded_out(f"{holder.kind} {holder.id} is never still")
