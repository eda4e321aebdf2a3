"""Charges: what wallets do when orders ask them by message. It knows no orders, goods or coupons.

Each message is one ledger command: the mark of the message, the charge's row, the movement and the
event that tells of it. Messages may come twice, late and in another order; whichever is first
makes the row, and what the other one may still do follows from it. So a request for the money back
that overtakes the request for money calls that one off.
"""

from typing import Final

from holdfast.db.events import Fact
from holdfast.flows.commit.caller import process
from holdfast.flows.commit.inbox import INBOX, mark
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.messaging.messages import ORDERS_TO_PAY, Charging, Pay, Refund, RefusedBecause
from holdfast.flows.messaging.post import LetterOutcome, Unreadable
from holdfast.flows.wallets.treasury import Treasury
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Deposit,
    Expect,
    Insert,
    Operation,
    Rider,
    Short,
    Withdraw,
    tell,
)
from holdfast.wallets import (
    CHARGES,
    ChargePaid,
    ChargeRefunded,
    ChargeRefused,
    ChargeState,
    WalletCharge,
    charge_key,
    charge_refunded,
    wallet_key,
)

__all__ = ["WalletFull", "charge"]

_TRIES: Final = 8


class WalletFull(Exception):
    """The wallet cannot hold what is to go back into it; there is room again later."""


async def charge(treasury: Treasury, message: Charging) -> LetterOutcome:
    """Do what the message asks for, once. Raises :class:`Unreadable` if it cannot be true,
    :class:`WalletFull`, or a Problem when the store is away: then it is to come again."""
    if isinstance(message, Pay):
        return await _pay(treasury, message)
    return await _refund(treasury, message)


# --- asked for money --------------------------------------------------------------------------


async def _pay(treasury: Treasury, asked: Pay) -> LetterOutcome:
    unit, other = asked.currency, f"order/{asked.order_id}"
    fact = ChargePaid(asked.order_id, asked.owner, asked.amount, asked.currency)
    taken = _command(
        asked,
        (
            Withdraw(wallet_key(asked.owner, unit), asked.amount, unit=unit, counterparty=other),
            Deposit(charge_key(asked.payment_id), asked.amount, unit=unit, counterparty=other),
        ),
        (_row(asked, "paid"), _told(asked, fact)),
    )
    outcome = await treasury.ledger.commit(taken)
    if isinstance(outcome, Short):
        (short,) = outcome.shortages
        known = await treasury.wallets.find(asked.owner, asked.currency)
        reason: RefusedBecause = "no-wallet" if known is None else "insufficient-funds"
        refused = ChargeRefused(
            asked.order_id,
            asked.owner,
            reason,
            missing=asked.amount - short.available,
            held=short.held,
            wallet_id=None if known is None else known.id,
        )
        outcome = await treasury.ledger.commit(
            _command(asked, (), (_row(asked, "refused", reason), _told(asked, refused)))
        )
    match outcome:
        case Accepted():
            return "done"
        case AlreadyDone():
            return "repeated"
        case Conflict(subject=INBOX.name):
            return "repeated"
        case Conflict():  # of the charge: its row, or its account in another currency
            return await _paid_before(treasury, asked)
    raise refuse(outcome)


async def _paid_before(treasury: Treasury, asked: Pay) -> LetterOutcome:
    """There is a charge of this payment: by a message that had another id, or called off."""
    known = await treasury.charges.get(asked.payment_id)
    if known is None:
        raise LookupError(f"no charge of payment {asked.payment_id}")
    _same(known, asked)
    return "late" if known.state == "called-off" else "repeated"


# --- asked for it back ------------------------------------------------------------------------


async def _refund(treasury: Treasury, asked: Refund) -> LetterOutcome:
    for _ in range(_TRIES):
        known = await treasury.charges.get(asked.payment_id)
        if known is not None:
            _same(known, asked)
        match known:
            case None if asked.refund_id != asked.payment_id:
                raise Unreadable("a part is to go back of what was never paid")
            case None:
                command = _called_off(asked)
            case WalletCharge(state="paid"):
                found = await _back(treasury, known, asked)
                if isinstance(found, str):
                    return found
                command = found
            case _:
                return "repeated"  # back already, or nothing was taken and that was told
        outcome = await treasury.ledger.commit(command)
        match outcome:
            case Accepted():
                return "done" if known is not None else "late"
            case AlreadyDone() | Conflict(subject=INBOX.name):
                return "repeated"
            case Conflict(found="full"):
                raise WalletFull(f"the {asked.currency} wallet of {asked.owner} is full")
            case Conflict():
                continue  # it was paid, or another part went back, at this very moment
        raise refuse(outcome)
    raise RuntimeError(f"the refund {asked.refund_id} does not come through")


def _called_off(asked: Refund) -> Command:
    """The request for money has not come yet, and takes nothing when it does."""
    fact = ChargeRefused(asked.order_id, asked.owner, "called-off")
    return _command(asked, (), (_row(asked, "called-off"), _told(asked, fact)))


async def _back(treasury: Treasury, known: WalletCharge, asked: Refund) -> Command | LetterOutcome:
    """The command that puts it back into the wallet; or what came of an earlier one."""
    key, unit, other = charge_key(known.payment_id), known.currency, f"order/{known.order_id}"
    left = await treasury.reader.account(key)
    if asked.amount > left.balance:
        if await treasury.reader.record(_key(asked)) is not None:
            return "repeated"
        raise Unreadable(f"{asked.amount} are to go back and {left.balance} are left")
    fact = ChargeRefunded(
        known.order_id, asked.refund_id, known.owner, asked.amount, known.currency
    )
    riders: list[Rider] = [_told(asked, fact)]
    if asked.amount == left.balance:
        riders.append(charge_refunded(known.payment_id))
    operations = (
        Expect(key, left.version),
        Withdraw(key, asked.amount, unit=unit, counterparty=other),
        Deposit(wallet_key(known.owner, unit), asked.amount, unit=unit, counterparty=other),
    )
    return _command(asked, operations, tuple(riders))


# --- one command a message --------------------------------------------------------------------


def _same(known: WalletCharge, asked: Charging) -> None:
    """Whether the message speaks of the charge that is known; of a refund, no more than that."""
    said = (asked.order_id, asked.owner, asked.currency)
    if said != (known.order_id, known.owner, known.currency):
        raise Unreadable("order, owner or currency are not those of the payment")
    if asked.amount > known.amount or (isinstance(asked, Pay) and asked.amount != known.amount):
        raise Unreadable(f"{asked.amount} is not the payment's amount, which is {known.amount}")


def _row(asked: Charging, state: ChargeState, reason: RefusedBecause | None = None) -> Insert:
    row = (
        asked.payment_id,
        asked.order_id,
        asked.owner,
        asked.amount,
        asked.currency,
        state,
        reason,
    )
    return Insert(CHARGES, (row,))


def _told(asked: Charging, fact: Fact) -> Insert:
    return tell(fact, asked.payment_id)


def _key(asked: Charging) -> str:
    return f"message|{ORDERS_TO_PAY}|{asked.message_id}"


def _command(
    asked: Charging, operations: tuple[Operation, ...], riders: tuple[Rider, ...]
) -> Command:
    """With the message's mark, which lasts; the key settles a doubt at COMMIT."""
    marked = (*riders, mark(ORDERS_TO_PAY, asked.message_id))
    return process(asked.owner, asked.request).command(operations, marked, _key(asked))
