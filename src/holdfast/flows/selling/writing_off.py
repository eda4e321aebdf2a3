"""What a seller, a photographer or a studio owes is written off: the shop gives it up, with a
reason. Then it keeps no seller who leaves.
"""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from holdfast.flows.commit.caller import Caller
from holdfast.flows.selling.money_moves import MoneyMove, move_money
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Money, Problem, new_id
from holdfast.kit.sentences import say
from holdfast.sellers import Holder, HolderKind, HolderMoney

__all__ = ["DebtAnother", "WrittenOff", "write_off"]


_WRITTEN_OFF: Final[Mapping[HolderKind, str]] = {
    "seller": "seller.written-off",
    "resource": "resource.written-off",
}


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
    settler: Settler, caller: Caller, holder: Holder, debt: Money, reason: str
) -> WrittenOff:
    """All that is owed in a currency, if it is what whoever asks has seen. Raises
    :class:`DebtAnother`."""
    written = new_id()
    about = {"amount": debt.amount, "currency": debt.currency, "reason": reason}

    async def judge(money: HolderMoney) -> MoneyMove | Problem:
        if not debt.amount or money.owed.balance != debt.amount:
            return _another(money)
        return MoneyMove(
            money.written_off(written),
            (caller.audited(_WRITTEN_OFF[holder.kind], holder.id, about),),
            f"write-off/{written}",
        )

    done = WrittenOff(debt.amount, debt.currency)
    return await move_money(settler, caller, holder, debt.currency, judge, done)


def _another(money: HolderMoney) -> DebtAnother:
    owed = Money(money.owed.balance, money.currency)
    return DebtAnother(
        say("They owe {money}. Look at it again.", money=owed),
        field="amount",
        extra={"owed": owed.amount},
    )
