"""Paying into a wallet: what a provider took for a top-up is in the wallet, once, whether or not
the payer's page comes back.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast import payments
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import answered
from holdfast.flows.commit.outcomes import may_be_overtaken
from holdfast.flows.commit.refusals import (
    BalanceTooLarge,
    PaymentFailedProblem,
    PaymentNotFound,
    ProviderAway,
    refuse,
)
from holdfast.flows.payments.begin import NewPayment, PaymentBegun, stored_first
from holdfast.flows.payments.providers import must_answer, must_take, provider_named
from holdfast.flows.payments.purpose import payment_known
from holdfast.flows.payments.resolve import said
from holdfast.flows.wallets.given_there import take_back
from holdfast.flows.wallets.treasury import Treasury
from holdfast.flows.wallets.wallets import WalletNow, own_wallet, wallet_now
from holdfast.kit import new_id, time_of, utc_now
from holdfast.kit.errors import Problem
from holdfast.kit.money import Money
from holdfast.kit.sentences import say
from holdfast.ledger import (
    MAX_BALANCE,
    Accepted,
    AlreadyDone,
    Conflict,
    Deposit,
    Rider,
)
from holdfast.payments import Payment, PaymentProvider, RefundThere
from holdfast.wallets import Wallet

__all__ = ["AmountNotPaid", "ForTopUps", "PaidIn", "begin_top_up", "paid_top_up"]

Receipting: TypeAlias = Callable[[PaymentProvider, str, Payment], Awaitable[tuple[Rider, ...]]]
"""What notes, with the begin of a payment of somebody's, the receipt that it is begun with."""
_PENDING_FOR: Final = timedelta(hours=1)  # a payment pending for longer is called off


class AmountNotPaid(Problem):
    """The payment is of another amount than the top-up that names it."""

    status = 422
    code = "amount-not-paid"
    title = "The payment is for a different amount"


class PaidIn(Struct, frozen=True):
    """The wallet, and whether the money is in it: not while the payment is pending."""

    standing: WalletNow
    done: bool


class ForTopUps(Struct, frozen=True):
    """The purpose ``top-up``."""

    parts: Treasury

    def over(self, payment: Payment) -> bool:
        return payment.has_failed or payment.is_credited

    async def until(self, payment: Payment) -> datetime:
        return time_of(payment.id)  # it may end at once, for no goods are held for it

    async def wanted(self, payment: Payment) -> bool:
        return not payment.undecided or utc_now() - time_of(payment.id) <= _PENDING_FOR

    async def unsettled(self, _: Sequence[str], /) -> Sequence[UUID]:
        return ()

    async def succeeded(self, payment: Payment, caller: Caller) -> WalletNow:
        wallet = await self.parts.wallets.get(payment.subject_id)
        if wallet is None:
            raise LookupError(f"payment {payment.id} has no wallet")
        return await _credit(self.parts, payment, wallet, caller)

    async def failed(self, payment: Payment, caller: Caller, reference: str | None = None) -> bool:
        if not payment.undecided and not payment.has_succeeded:
            return False
        outcome = await self.parts.ledger.commit(
            caller.command(
                (),
                payments.failed(payment, reference=reference),
                key=f"not-paid-in/{payment.id}",
                actor="",
            )
        )
        may_be_overtaken(outcome)
        return isinstance(outcome, Accepted)

    async def given_there(
        self, payment: Payment, found: Sequence[RefundThere], caller: Caller, /
    ) -> None:
        await take_back(self.parts, payment, found, caller)


async def begin_top_up(
    treasury: Treasury,
    caller: Caller,
    wallet_id: UUID,
    amount: int,
    provider_name: str,
    *,
    method: str | None = None,
    origin: str = "",
    receipts: Receipting | None = None,
) -> PaymentBegun:
    """Begin to pay ``amount`` into one's wallet, with what ``receipts`` notes of it. Raises a
    Problem for every refusal."""
    provider = provider_named(treasury, provider_name, method=method)
    wallet = await own_wallet(treasury, caller.principal, wallet_id)
    standing = await wallet_now(treasury, wallet)
    if amount + standing.state.balance + standing.state.held > MAX_BALANCE:
        raise _too_large(
            say("A wallet can hold at most {limit}. You were not charged.", limit=_limit(wallet))
        )
    must_take(provider, amount, wallet.currency)
    try:
        await must_answer(treasury, provider_name)
    except ProviderAway:  # but what this key was answered with stands
        if caller.key is None or await answered(treasury, caller.key) is None:
            raise
    payment = Payment(
        new_id(),
        wallet.id,
        None,
        provider_name,
        None,
        amount,
        wallet.currency,
        "pending",
        "top-up",
        method,
        f"{origin}/wallet/{wallet.id}",
    )
    receipt = () if receipts is None else await receipts(provider, wallet.owner, payment)
    asked = NewPayment(payment, time_of(payment.id), caller, riders=receipt)
    return await stored_first(ForTopUps(treasury), asked)


async def paid_top_up(
    treasury: Treasury, caller: Caller, wallet_id: UUID, amount: int, payment_id: UUID
) -> PaidIn:
    """Top up one's wallet by a payment made for it. Raises a Problem for every refusal.

    Repeating is safe at any time: a payment tops up once.
    """
    wallet = await own_wallet(treasury, caller.principal, wallet_id)
    payment = await treasury.payments.get(payment_id)
    if payment is None or payment.subject_id != wallet.id or payment.currency != wallet.currency:
        raise PaymentNotFound("There is no such payment for this wallet.", field="paymentId")
    if payment.amount != amount:
        raise AmountNotPaid(
            say("{amount} was paid.", amount=Money(payment.amount, payment.currency)),
            field="amount",
            extra={"paid": payment.amount},
        )
    if payment.is_credited:
        return PaidIn(await wallet_now(treasury, wallet), True)
    payment, status = await said(ForTopUps(treasury), payment, caller)
    if status in ("pending", "authorized"):
        return PaidIn(await wallet_now(treasury, wallet), False)
    if status == "failed":
        await ForTopUps(treasury).failed(payment, caller)
        raise _declined()
    return PaidIn(await _credit(treasury, payment, wallet, caller), True)


async def _credit(
    treasury: Treasury, payment: Payment, wallet: Wallet, caller: Caller
) -> WalletNow:
    """Put the money of a payment that succeeded into its wallet; the wallet then."""
    deposit = Deposit(
        wallet.key,
        payment.amount,
        unit=wallet.currency,
        counterparty=f"world/{payment.provider}",
        note=f"payment/{payment.id}",
    )
    outcome = await treasury.ledger.commit(
        caller.command(
            (deposit,),
            payments.credited(payment),
            key=f"top-up/{payment.id}",
            actor=wallet.owner,
        )
    )
    match outcome:
        case Accepted(accounts=(state, *_)):
            return WalletNow(wallet, state)
        case Conflict(subject=subject) if subject == wallet.key:
            raise _too_large(
                say(
                    "A wallet can hold at most {limit}. Your payment is kept for it: spend some of "
                    "the balance, then try again.",
                    limit=_limit(wallet),
                )
            )
        case AlreadyDone() | Conflict():  # it is in the wallet already, or was taken back
            if not (await payment_known(treasury, payment.id)).is_credited:
                raise _declined()
            return await wallet_now(treasury, wallet)
    raise refuse(outcome)


def _limit(wallet: Wallet) -> Money:
    return Money(MAX_BALANCE, wallet.currency)


def _too_large(detail: str) -> BalanceTooLarge:
    return BalanceTooLarge(detail, field="amount", extra={"limit": MAX_BALANCE})


def _declined() -> PaymentFailedProblem:
    return PaymentFailedProblem("The payment was declined. You were not charged.")
