"""Who was booked hands over to the shop cash that clients paid them: what they owe is less by it.
Staff note it, once, and never more than is owed; what they noted wrongly they take back, once."""

from uuid import UUID

from msgspec import Struct

from holdfast.booking.bookings import (
    cash_handed_over,
    handed_moved,
    handed_of,
    handed_taken_back,
)
from holdfast.flows.commit.caller import Caller
from holdfast.flows.selling.money_moves import MoneyMove, move_money
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Money, Problem, new_id
from holdfast.kit.sentences import say
from holdfast.sellers import HANDED, Holder, HolderMoney

__all__ = [
    "CashHanded", "HandedTakenBack", "MoreThanOwed", "hand_over_cash", "take_back_handed",
]  # fmt: skip


class MoreThanOwed(Problem):
    """They owe less; ``owed`` is what."""

    status = 409
    code = "more-than-owed"
    title = "More than is owed"


class HandedTakenBack(Problem):
    """What was noted is taken back already."""

    status = 409
    code = "cash-taken-back"
    title = "It was taken back already"


class CashHanded(Struct, frozen=True):
    """What was noted, or taken back."""

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


async def take_back_handed(
    settler: Settler, caller: Caller, resource_id: UUID, handed_id: UUID, reason: str
) -> CashHanded:
    """It was noted wrongly: they owe so much again, or have so much less. Raises
    :class:`HandedTakenBack` and :class:`~holdfast.booking.bookings.HandedNotFound`."""
    pool, done = settler.database.pool, CashHanded(handed_id)
    asked = await handed_of(pool, resource_id, handed_id)
    about = {"amount": asked.amount, "currency": asked.currency, "reason": reason}

    async def judge(money: HolderMoney) -> MoneyMove | Problem:
        if (await handed_of(pool, resource_id, handed_id)).is_taken_back:
            return HandedTakenBack("Nothing of it counts any more.")
        return MoneyMove(
            money.brought((-asked.amount, f"{HANDED}{handed_id}")),
            (
                handed_taken_back(handed_id),
                caller.audited("cash.taken-back", resource_id, about),
            ),
            f"handed-back/{handed_id}",
        )

    holder = Holder("resource", resource_id)
    return await move_money(settler, caller, holder, asked.currency, judge, done, handed_moved)
