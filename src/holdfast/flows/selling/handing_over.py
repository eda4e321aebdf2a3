"""Who was booked hands over to the shop cash that clients paid them: what they owe is less by it.
Staff note it, once, and never more than is owed."""

from uuid import UUID

from msgspec import Struct

from holdfast.booking.bookings import cash_handed_over
from holdfast.flows.commit.caller import Caller
from holdfast.flows.selling.money_moves import MoneyMove, move_money
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Money, Problem, new_id
from holdfast.kit.sentences import say
from holdfast.sellers import HANDED, Holder, HolderMoney

__all__ = ["CashHanded", "MoreThanOwed", "hand_over_cash"]


class MoreThanOwed(Problem):
    """They owe less; ``owed`` is what."""

    status = 409
    code = "more-than-owed"
    title = "More than is owed"


class CashHanded(Struct, frozen=True):
    """What was noted."""

    handed_id: UUID


async def hand_over_cash(
    settler: Settler, caller: Caller, resource_id: UUID, currency: str, amount: int, note: str
) -> CashHanded:
    """So much of what they owe was handed over. Raises :class:`MoreThanOwed`."""
    done = CashHanded(new_id())
    about = {"amount": amount, "currency": currency, "note": note}

    async def judge(money: HolderMoney) -> MoneyMove | Problem:
        owed = money.owed.balance
        if amount > owed:
            said = say("{owed} is owed.", owed=Money(owed, currency))
            return MoreThanOwed(said, field="amount", extra={"owed": owed})
        return MoneyMove(
            money.brought((amount, f"{HANDED}{done.handed_id}")),
            (
                cash_handed_over(done.handed_id, resource_id, amount, currency, note, caller.actor),
                caller.audited("cash.handed", resource_id, about),
            ),
            f"handed/{done.handed_id}",
        )

    holder = Holder("resource", resource_id)
    return await move_money(settler, caller, holder, currency, judge, done)
