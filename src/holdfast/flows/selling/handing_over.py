"""Who was booked hands over to the shop cash that clients paid them: what they owe is less by it.
Staff note it, once, and never more than is owed."""

from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.booking.bookings import cash_handed_over
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import as_before, stored
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.selling.bringing import money_of
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Money, Problem, new_id
from holdfast.kit.sentences import say
from holdfast.ledger import Accepted, AlreadyDone, Conflict
from holdfast.sellers import HANDED, Holder

__all__ = ["CashHanded", "MoreThanOwed", "hand_over_cash"]

_TRIES: Final = 20


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
    holder, done = Holder("resource", resource_id), CashHanded(new_id())
    about = {"amount": amount, "currency": currency, "note": note}
    for _ in range(_TRIES):
        money = await money_of(settler.reader, holder, currency)
        owed = money.owed.balance
        if amount > owed:
            refusal = MoreThanOwed(
                say("{owed} is owed.", owed=Money(owed, currency)),
                field="amount",
                extra={"owed": owed},
            )
            return await as_before(settler, caller.key, refusal, CashHanded)
        command = caller.keyed(
            money.brought((amount, f"{HANDED}{done.handed_id}")),
            (
                cash_handed_over(done.handed_id, resource_id, amount, currency, note, caller.actor),
                caller.audited("cash.handed", resource_id, about),
            ),
            f"handed/{done.handed_id}",
            done,
        )
        outcome = await settler.ledger.commit(command)
        match outcome:
            case Accepted():
                return done
            case AlreadyDone(answer=answer):
                return stored(answer, CashHanded)
            case Conflict(subject=subject) if money.changed(subject):
                continue  # something else of theirs was quicker: look again
        raise refuse(outcome)
    raise RuntimeError(f"resource {resource_id} is never still")
