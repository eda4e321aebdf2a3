"""Wallets: opened, topped up, corrected. Each is one ledger command, so that concurrent changes of
one wallet all come out right, and none ever takes it below zero.
"""

from asyncio import gather
from uuid import UUID

from msgspec import Struct

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import answered
from holdfast.flows.commit.refusals import BalanceTooLarge, CurrencyUnknown, refuse
from holdfast.flows.wallets.treasury import Treasury
from holdfast.kit import new_id
from holdfast.kit.errors import Problem
from holdfast.kit.money import Money, is_currency
from holdfast.kit.sentences import say
from holdfast.ledger import (
    MAX_BALANCE,
    Accepted,
    AccountState,
    AlreadyDone,
    Conflict,
    Deposit,
    Insert,
    Operation,
    Short,
    Withdraw,
)
from holdfast.people import Principal
from holdfast.wallets import WALLETS, Wallet, WalletNotFound

__all__ = [
    "InsufficientBalance", "PaymentRequired", "WalletNow", "WalletOpened", "any_wallet",
    "balances", "correct", "given_up", "open_wallet", "own_wallet", "top_up", "wallet_now",
]  # fmt: skip

_TRIES = 8
CLOSED = "The account was closed"


class InsufficientBalance(Problem):
    """The wallet has less than is to be taken."""

    status = 409
    code = "insufficient-balance"
    title = "Not enough in the wallet"


class PaymentRequired(Problem):
    """A top-up that nobody paid for, and not by staff."""

    status = 422
    code = "payment-required"
    title = "A top-up needs a payment"


class WalletNow(Struct, frozen=True):
    """A wallet and what is in it."""

    wallet: Wallet
    state: AccountState


class WalletOpened(Struct, frozen=True):
    """A wallet and what is in it; ``new`` if this request made it (or repeats the one that did)."""

    standing: WalletNow
    new: bool


async def open_wallet(treasury: Treasury, caller: Caller, currency: str) -> WalletOpened:
    """The caller's wallet in this currency, opened if there is none."""
    if not is_currency(currency):
        raise CurrencyUnknown(
            say("{currency} is not a currency code.", currency=currency),
            field="currency",
        )
    wallet_id, owner = new_id(), caller.actor
    row = Insert(WALLETS, ((wallet_id, owner, currency),))
    command = caller.keyed((), (row,), f"open-wallet/{wallet_id}")
    for _ in range(_TRIES):
        known = await treasury.wallets.find(owner, currency)
        if known is not None:
            repeats = caller.key is not None and await answered(treasury, caller.key) is not None
            return WalletOpened(await wallet_now(treasury, known), repeats)
        outcome = await treasury.ledger.commit(command)
        if isinstance(outcome, Accepted | AlreadyDone):
            wallet = await treasury.wallets.find(owner, currency)
            if wallet is not None:
                return WalletOpened(await wallet_now(treasury, wallet), True)
        # Another of the same batch was quicker, and may not be committed yet: look again.
        elif not isinstance(outcome, Conflict):
            raise refuse(outcome)
    raise crowded_out(f"the {currency} wallet of {owner} does not open")


async def own_wallet(treasury: Treasury, principal: Principal, wallet_id: UUID) -> Wallet:
    """The wallet, if it is the principal's; another's is not found, as one that never was."""
    wallet = await treasury.wallets.get(wallet_id)
    if wallet is None or wallet.owner != principal.id:
        raise WalletNotFound("You have no such wallet.")
    return wallet


async def any_wallet(treasury: Treasury, wallet_id: UUID) -> Wallet:
    """The wallet, whoever has it; for staff."""
    wallet = await treasury.wallets.get(wallet_id)
    if wallet is None:
        raise WalletNotFound("There is no such wallet.")
    return wallet


async def balances(treasury: Treasury, owner: str) -> list[WalletNow]:
    """An owner's wallets by currency, each as it stands at this moment."""
    found = await treasury.wallets.of_owner(owner)
    return await gather(*(wallet_now(treasury, one) for one in found))


async def given_up(
    treasury: Treasury, caller: Caller, owner: str
) -> tuple[tuple[Operation, ...], tuple[Insert, ...]]:
    """What takes all that is free in them back to the shop, of whose account is closed, with the
    lines of the audit log that say so."""
    full = [one for one in await balances(treasury, owner) if one.state.balance]
    taken = tuple(
        Withdraw(one.wallet.key, one.state.balance, unit=one.wallet.currency,
                 counterparty="world/correction", note=CLOSED)
        for one in full
    )  # fmt: skip
    lines = tuple(
        _audit_line("wallet.corrected", caller, one.wallet, -one.state.balance, CLOSED)
        for one in full
    )
    return taken, lines


async def top_up(treasury: Treasury, caller: Caller, wallet_id: UUID, amount: int) -> WalletNow:
    """Top up a wallet without a payment: staff any, and with ``--demo`` everybody their own.

    The wallet after it; on a repetition, as it stands now.
    """
    principal = caller.principal
    if principal.is_staff:
        wallet = await any_wallet(treasury, wallet_id)
    else:
        wallet = await own_wallet(treasury, principal, wallet_id)
    if not (principal.is_staff or treasury.gives_freely):
        raise PaymentRequired("Send paymentId of the payment for this top-up.", field="paymentId")
    if amount > MAX_BALANCE:
        raise _too_large(wallet.currency)
    riders: tuple[Insert, ...] = ()
    source = "world/demo"
    if principal.is_staff:
        source = "world/staff"
        riders = (_audit_line("wallet.topped-up", caller, wallet, amount, ""),)
    deposit = Deposit(wallet.key, amount, unit=wallet.currency, counterparty=source)
    return await _changed(treasury, caller, wallet, deposit, riders)


async def correct(
    treasury: Treasury, caller: Caller, wallet_id: UUID, amount: int, reason: str
) -> WalletNow:
    """Add ``amount`` to a wallet, or take it if negative, for a reason that stays beside it.

    ``amount`` is not 0, and not below -MAX_BALANCE. The wallet after it; on a repetition, as it
    stands now.
    """
    wallet = await any_wallet(treasury, wallet_id)
    if amount > MAX_BALANCE:
        raise _too_large(wallet.currency)
    kind = Deposit if amount > 0 else Withdraw
    change = kind(
        wallet.key,
        abs(amount),
        unit=wallet.currency,
        counterparty="world/correction",
        note=reason,
    )
    line = _audit_line("wallet.corrected", caller, wallet, amount, reason)
    return await _changed(treasury, caller, wallet, change, (line,))


# --- one change of one wallet ---------------------------------------------------------------


async def _changed(
    treasury: Treasury,
    caller: Caller,
    wallet: Wallet,
    operation: Operation,
    riders: tuple[Insert, ...],
) -> WalletNow:
    """Commit a change of one wallet: the wallet after it, or as it stands now if it was done
    before."""
    command = caller.keyed((operation,), riders, f"wallet-change/{new_id()}")
    outcome = await treasury.ledger.commit(command)
    match outcome:
        case Accepted(accounts=accounts):
            return WalletNow(wallet, accounts[0])
        case AlreadyDone():
            return await wallet_now(treasury, wallet)
        case Conflict():
            raise _too_large(wallet.currency)
        case Short(shortages=(lacking, *_)):
            raise _insufficient(wallet.currency, lacking.wanted, lacking.available, lacking.held)
    raise refuse(outcome)


async def wallet_now(treasury: Treasury, wallet: Wallet) -> WalletNow:
    """The wallet as it stands now."""
    return WalletNow(wallet, await treasury.reader.account(wallet.key))


def _too_large(currency: str) -> BalanceTooLarge:
    most = Money(MAX_BALANCE, currency)
    return BalanceTooLarge(
        say("A wallet can hold at most {limit}. Nothing was changed.", limit=most),
        field="amount",
        extra={"limit": MAX_BALANCE},
    )


def _insufficient(currency: str, wanted: int, available: int, held: int) -> InsufficientBalance:
    return InsufficientBalance(
        say(
            "{available} available, {held} held. Nothing was changed.",
            available=Money(available, currency),
            held=Money(held, currency),
        ),
        field="amount",
        extra={
            "wanted": wanted,
            "available": available,
            "held": held,
            "missing": wanted - available,
        },
    )


def _audit_line(action: str, caller: Caller, wallet: Wallet, amount: int, reason: str) -> Insert:
    about = {
        "owner": wallet.owner,
        "currency": wallet.currency,
        "amount": amount,
        "reason": reason,
    }
    return caller.audited(action, wallet.id, about)
