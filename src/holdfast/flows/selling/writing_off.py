"""What a seller owes is written off: the shop gives it up, with a reason. Then it keeps nobody who
leaves.
"""

from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import as_before, stored
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.selling.bringing import money_of
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Money, Problem, new_id
from holdfast.kit.sentences import say
from holdfast.ledger import Accepted, AlreadyDone, Conflict
from holdfast.sellers import Holder, HolderMoney

__all__ = ["DebtAnother", "WrittenOff", "write_off"]

_TRIES: Final = 20


class DebtAnother(Problem):
    """They owe another sum by now, or nothing: ``owed`` says what."""

    status = 409
    code = "debt-changed"
    title = "The debt is another by now"


class WrittenOff(Struct, frozen=True):
    """What is owed no more."""

    amount: int
    currency: str


async def write_off(
    settler: Settler, caller: Caller, seller_id: UUID, debt: Money, reason: str
) -> WrittenOff:
    """All that is owed in a currency, if it is what whoever asks has seen. Raises
    :class:`DebtAnother`."""
    holder, done = Holder("seller", seller_id), WrittenOff(debt.amount, debt.currency)
    for _ in range(_TRIES):
        money = await money_of(settler.reader, holder, debt.currency)
        if not debt.amount or money.owed.balance != debt.amount:
            return await as_before(settler, caller.key, _another(money), WrittenOff)
        written = new_id()
        about = {"amount": debt.amount, "currency": debt.currency, "reason": reason}
        command = caller.keyed(
            money.written_off(written),
            (caller.audited("seller.written-off", seller_id, about),),
            f"write-off/{written}",
            done,
        )
        outcome = await settler.ledger.commit(command)
        match outcome:
            case Accepted():
                return done
            case AlreadyDone(answer=answer):
                return stored(answer, WrittenOff)
            case Conflict(subject=subject) if money.changed(subject):
                continue  # earned or refunded at this very moment: look again
        raise refuse(outcome)
    raise RuntimeError(f"seller {seller_id} is never still")


def _another(money: HolderMoney) -> DebtAnother:
    owed = Money(money.owed.balance, money.currency)
    return DebtAnother(
        say("They owe {money}. Look at it again.", money=owed),
        field="amount",
        extra={"owed": owed.amount},
    )
