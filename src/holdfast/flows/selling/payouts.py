"""Payouts: what a seller, a photographer or a studio earned is set aside for them now and then, and
staff say that they sent it, or that it did not arrive. Never more than was earned, and nothing that
may still be returned.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.booking.bookings import fresh_shares_of
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.idempotency import as_before, stored
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.selling.money_moves import MoneyMove, move_money
from holdfast.flows.selling.undecided import undecided_of
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Money, Problem, new_id, shop_now
from holdfast.kit.sentences import say
from holdfast.ledger import Accepted, AlreadyDone, Conflict, KeyRange
from holdfast.payments import takes_wholes
from holdfast.sellers import (
    EARNED,
    Holder,
    HolderMoney,
    account_of,
    fresh_of,
    not_sent,
    paid_out_since,
    payout_moved,
    payout_of,
    proposed,
    seal_accounts,
    sellers_among,
    sent,
)

__all__ = [
    "NothingToPayOut", "PaidOut", "PayoutBeingSent", "PayoutSettled", "Standing", "fail_payout",
    "look_after_payouts", "pay_payout", "propose_due", "propose_payout", "standing_of",
]  # fmt: skip

_ALL: Final = KeyRange(EARNED, EARNED[:-1] + chr(ord("/") + 1))


class NothingToPayOut(Problem):
    """Nothing was earned that may leave yet; ``extra`` says how much waits."""

    status = 409
    code = "nothing-to-pay-out"
    title = "Nothing can be paid out yet"


class PayoutSettled(Problem):
    """It was sent, or has failed, already."""

    status = 409
    code = "payout-settled"
    title = "The payout is settled already"


class PayoutBeingSent(Problem):
    """A provider was asked to send it, and has not answered."""

    status = 409
    code = "payout-being-sent"
    title = "The payout is being sent"


class PaidOut(Struct, frozen=True):
    """A payout that was set aside or settled."""

    payout_id: UUID


class Standing(Struct, frozen=True):
    """What of a holder's money in one currency is whose: ``earned`` and not paid out, of which
    ``waiting`` may still be returned, or is of orders with a return or a dispute under way, so
    ``payable`` is the rest; or ``owed``."""

    currency: str
    earned: int
    owed: int
    waiting: int
    payable: int


async def standing_of(settler: Settler, money: HolderMoney, now: datetime) -> Standing:
    """Of accounts as they were read."""
    days = (await settler.shop.now()).payout_hold_days
    since = now - timedelta(days=days)
    pool, whose = settler.database.pool, money.holder.id
    of_goods = await fresh_of(pool, whose, money.currency, since)
    fresh = of_goods + await fresh_shares_of(pool, whose, money.currency, since)
    undecided = await undecided_of(pool, whose, money.currency, since)
    # What is fresh and paid a debt is not there to wait; nothing older is there then either.
    waiting = min(fresh + undecided, money.earned.balance)
    payable = money.earned.balance - waiting
    return Standing(money.currency, money.earned.balance, money.owed.balance, waiting, payable)


async def propose_payout(
    settler: Settler,
    caller: Caller,
    holder: Holder,
    currency: str,
    *,
    least: int = 1,
    now: datetime | None = None,
    whole: bool = False,
) -> PaidOut:
    """Set aside all that may leave, ``least`` or more, as far as their provider's units say it: the
    rest waits for the next one, unless this is the ``whole``. Raises :class:`NothingToPayOut`."""
    done = PaidOut(new_id())
    step = 1 if whole else await _sent_in_steps(settler, holder, currency)

    async def judge(money: HolderMoney) -> MoneyMove | Problem:
        standing = await standing_of(settler, money, now or shop_now())
        amount = standing.payable - standing.payable % step
        if amount < max(least, 1):
            return NothingToPayOut(
                say("{money} may be paid out.", money=Money(amount, currency)),
                extra={"payable": amount, "waiting": standing.waiting},
            )
        return MoneyMove(
            money.paid_out(done.payout_id, amount),
            proposed(done.payout_id, holder, currency, amount),
            f"payout/{done.payout_id}",
        )

    return await move_money(settler, caller, holder, currency, judge, done)


async def _sent_in_steps(settler: Settler, holder: Holder, currency: str) -> int:
    """Of what their provider sends: what is no multiple of that it refuses."""
    account = await account_of(settler.database.pool, settler.account_seals, holder.id)
    provider = None if account is None else settler.providers.get(account.provider)
    return provider.smallest(currency) if takes_wholes(provider) else 1


async def look_after_payouts(settler: Settler, now: datetime) -> int:
    """Now and then: what is due is proposed, and no account stands open."""
    await seal_accounts(settler.database.pool, settler.account_seals)
    return await propose_due(settler, now)


async def propose_due(settler: Settler, now: datetime) -> int:
    """Payouts for all who had none for as many days as the shop's settings say; how many."""
    settings = await settler.shop.now()
    if not settings.payout_days:
        return 0
    found = await settler.reader.between([_ALL])
    had = await paid_out_since(settler.database.pool, now - timedelta(days=settings.payout_days))
    sellers = await sellers_among(settler.database.pool, [_whose(key)[0] for key in found])
    least, made = max(settings.payout_minimum, 1), 0
    for key, account in found.items():
        whose, currency = _whose(key)
        if account.balance < least or (whose, currency) in had:
            continue
        holder = Holder("seller" if whose in sellers else "resource", whose)
        with suppress(NothingToPayOut):
            await propose_payout(settler, process("time"), holder, currency, least=least, now=now)
            made += 1
    return made


def _whose(key: str) -> tuple[UUID, str]:
    """The holder and the currency of an account."""
    whose, _, currency = key.removeprefix(EARNED).partition("/")
    return UUID(whose), currency


async def pay_payout(settler: Settler, caller: Caller, payout_id: UUID, reference: str) -> PaidOut:
    """Staff sent it. Raises :class:`PayoutNotFound` and :class:`PayoutSettled`."""
    payout = await payout_of(settler.database.pool, payout_id)
    if payout.is_sending:
        raise _being_sent()
    account = await account_of(settler.database.pool, settler.account_seals, payout.holder.id)
    to = {} if account is None or not account.by_hand else {"account": account.masked}
    line = caller.audited("payout.paid", payout_id, {"reference": reference, **to})
    done = PaidOut(payout_id)
    command = caller.keyed((), (*sent(payout, reference), line), f"pay-out/{payout_id}", done)
    outcome = await settler.ledger.commit(command)
    match outcome:
        case Accepted():
            return done
        case AlreadyDone() if caller.key is None:
            raise PayoutSettled("This payout was sent already, or has failed.")
        case AlreadyDone(answer=answer):
            return stored(answer, PaidOut)
        case Conflict(subject=subject) if payout_moved(subject):
            refusal = PayoutSettled("This payout was sent already, or has failed.")
            return await as_before(settler, caller.key, refusal, PaidOut)
    raise refuse(outcome)


def _being_sent() -> PayoutBeingSent:
    return PayoutBeingSent("A provider is sending it. Wait for its answer.")


async def fail_payout(settler: Settler, caller: Caller, payout_id: UUID, reason: str) -> PaidOut:
    """It did not arrive: the money is earned again, and pays first what is owed by now. Raises
    :class:`PayoutNotFound` and :class:`PayoutSettled`."""
    pool, done = settler.database.pool, PaidOut(payout_id)
    asked = await payout_of(pool, payout_id)

    async def judge(money: HolderMoney) -> MoneyMove | Problem:
        payout = await payout_of(pool, payout_id)
        if payout.is_sending:
            return _being_sent()
        if payout.has_failed:
            return PayoutSettled("This payout has failed already.")
        line = caller.audited("payout.failed", payout_id, {"reason": reason})
        return MoneyMove(
            money.paid_out(payout_id, -payout.amount),
            (*not_sent(payout, reason), line),
            f"payout-failed/{payout_id}",
        )

    return await move_money(
        settler, caller, asked.holder, asked.currency, judge, done, payout_moved
    )
