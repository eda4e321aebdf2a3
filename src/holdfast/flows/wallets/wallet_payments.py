"""Paying into a wallet: begin a payment at a provider, learn what became of it, and put the money
into the wallet, once.

As with orders, the payment is stored before its provider is asked, with a job that comes back to
it. So whatever dies in between, money that a provider took ends up in the wallet, whether or not
the payer's page comes back.
"""

from datetime import timedelta
from typing import Final, Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.flows.commit.idempotency import Key
from holdfast.flows.commit.refusals import (
    BalanceTooLarge,
    PaymentFailedProblem,
    PaymentNotFound,
    ProviderAway,
    ScenarioUnknown,
    refuse,
)
from holdfast.flows.payments.providers import ask, begun, provider_named
from holdfast.flows.wallets.treasury import Treasury
from holdfast.flows.wallets.wallets import Standing, own_wallet, standing_of
from holdfast.kit import new_id, time_of, utc_now
from holdfast.kit.errors import Problem
from holdfast.kit.money import Money
from holdfast.kit.sentences import say
from holdfast.ledger import (
    MAX_BALANCE,
    NOW,
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Deposit,
    Insert,
    Rider,
    Transition,
    defer,
)
from holdfast.payments import (
    SCENARIOS,
    WALLET_PAYMENT_STATES,
    WALLET_PAYMENTS,
    Charge,
    ChargeRequest,
    ResolveWalletPayment,
    WalletPayment,
)
from holdfast.people import Principal
from holdfast.wallets import Wallet

__all__ = [
    "AmountNotPaid", "PaidIn", "PaymentUndecided", "WalletPaymentBegun",
    "begin_wallet_payment", "paid_top_up", "resolve_wallet_payment",
]  # fmt: skip

_RESOLVE_AFTER: Final = 10.0  # seconds
_KEY_LIFE: Final = timedelta(hours=23)  # providers remember a key for 24 hours
_PATIENCE: Final = timedelta(hours=1)  # a payment pending for longer is called off

_decode_id = msgspec.json.Decoder(UUID).decode
_encode = msgspec.json.Encoder().encode


class AmountNotPaid(Problem):
    """The payment is of another amount than the top-up that names it."""

    status = 422
    code = "amount-not-paid"
    title = "The payment is for a different amount"


class PaymentUndecided(Exception):
    """The provider has not decided yet, or never answered: to be looked at again."""


class WalletPaymentBegun(Struct, frozen=True):
    """A payment and what the provider says of it so far."""

    payment_id: UUID
    status: Literal["pending", "succeeded", "failed"]


class PaidIn(Struct, frozen=True):
    """The wallet, and whether the money is in it: not while the payment is pending."""

    standing: Standing
    done: bool


# --- beginning --------------------------------------------------------------------------------


async def begin_wallet_payment(
    treasury: Treasury,
    principal: Principal,
    wallet_id: UUID,
    amount: int,
    provider_name: str,
    *,
    scenario: str | None = None,
    key: Key | None = None,
    request: str = "",
) -> WalletPaymentBegun:
    """Begin to pay ``amount`` into one's wallet. Raises a Problem for every refusal."""
    provider = provider_named(treasury, provider_name)
    if scenario is not None and scenario not in SCENARIOS:
        raise ScenarioUnknown(
            say("Use one of: {scenarios}.", scenarios=", ".join(sorted(SCENARIOS))),
            field="scenario",
        )
    wallet = await own_wallet(treasury, principal, wallet_id)
    standing = await standing_of(treasury, wallet)
    if amount + standing.state.balance + standing.state.held > MAX_BALANCE:
        raise BalanceTooLarge(
            say(
                "A wallet can hold at most {limit}. You were not charged.",
                limit=str(Money(MAX_BALANCE, wallet.currency)),
            ),
            field="amount",
            extra={"limit": MAX_BALANCE},
        )
    payment = WalletPayment(
        new_id(), wallet.id, provider_name, None, amount, wallet.currency, "pending"
    )
    stored = await treasury.ledger.commit(_stored(payment, wallet, key, request))
    match stored:
        case Accepted():
            pass
        case AlreadyDone(answer=answer):
            payment = await _known(treasury, _decode_id(answer))
            if payment.status != "pending" or payment.reference is not None:
                return _told(payment)
        case _:
            raise refuse(stored)
    try:
        charge = await begun(provider, _charge(payment, scenario), payment.id)
    except ProviderAway:
        return _told(payment)  # it may exist there: the job goes on asking
    return _told(await _learn(treasury, payment, charge, request))


def _charge(payment: WalletPayment, scenario: str | None = None) -> ChargeRequest:
    """What the provider is asked for; it may end at once, for no goods are held for it."""
    asked_at = time_of(payment.id)
    return ChargeRequest(payment.wallet_id, payment.amount, payment.currency, asked_at, scenario)


def _stored(payment: WalletPayment, wallet: Wallet, key: Key | None, request: str) -> Command:
    row = (
        payment.id,
        payment.wallet_id,
        payment.provider,
        payment.amount,
        payment.currency,
        payment.status,
    )
    return Command(
        (),
        (
            Insert(WALLET_PAYMENTS, (row,)),
            defer(ResolveWalletPayment(payment.id), request, after=_RESOLVE_AFTER),
        ),
        key=key.text if key is not None else f"pay-in/{payment.id}",
        digest=key.digest if key is not None else b"",
        answer=_encode(payment.id).decode(),
        actor=wallet.owner,
        request=request,
    )


def _told(payment: WalletPayment) -> WalletPaymentBegun:
    status = "succeeded" if payment.status == "credited" else payment.status
    return WalletPaymentBegun(payment.id, status)


async def _known(treasury: Treasury, payment_id: UUID) -> WalletPayment:
    payment = await treasury.payments.get(payment_id)
    if payment is None:
        raise LookupError(f"no payment {payment_id} into a wallet")
    return payment


# --- learning what became of it ---------------------------------------------------------------


async def _learn(
    treasury: Treasury, payment: WalletPayment, charge: Charge | None, request: str
) -> WalletPayment:
    """Keep what the provider says (None: it refused); the payment as it stands then. Whoever is
    first keeps it; a repetition changes nothing."""
    status = "failed" if charge is None else charge.status
    reference = payment.reference if charge is None else charge.reference
    if (status, reference) == (payment.status, payment.reference):
        return payment
    also: list[tuple[str, object]] = []
    news: tuple[Rider, ...] = ()
    if charge is not None:
        also.append(("reference", charge.reference))
        word = ResolveWalletPayment(payment.id)
        news = tuple(defer(word, request, after=delay) for delay in charge.news_in)
    if status != "pending":
        also.append(("settled_at", NOW))
    # A provider may say yes after it said no; what counts is where its money is.
    move = Transition(WALLET_PAYMENT_STATES, payment.id, (payment.status,), status, tuple(also))
    key = f"paid-in/{payment.id}/{new_id()}"  # of our own: its record settles a doubt at COMMIT
    command = Command((), (move, *news), key=key, request=request)
    outcome = await treasury.ledger.commit(command)
    if not isinstance(outcome, Accepted | AlreadyDone | Conflict):
        raise refuse(outcome)
    return await _known(treasury, payment.id)


async def _ask(treasury: Treasury, payment: WalletPayment, request: str) -> WalletPayment:
    """The payment as its provider sees it now; one in the wallet is over."""
    if payment.status == "credited":
        return payment
    provider = provider_named(treasury, payment.provider)
    if payment.reference is None:
        if payment.status == "failed":  # refused there: it never was
            return payment
        if utc_now() - time_of(payment.id) > _KEY_LIFE:
            raise PaymentUndecided(f"{payment.provider} never answered for payment {payment.id}")
        charge = await begun(provider, _charge(payment), payment.id)
        return await _learn(treasury, payment, charge, request)
    overdue = utc_now() - time_of(payment.id) > _PATIENCE
    call = provider.fail if overdue and payment.status == "pending" else provider.confirm
    charge = await ask(call(payment.reference))
    if charge is None or not _about(payment, charge):
        raise PaymentNotFound("The payment provider does not know this payment.", field="paymentId")
    return await _learn(treasury, payment, charge, request)


def _about(payment: WalletPayment, charge: Charge) -> bool:
    """Whether the provider speaks of exactly this payment."""
    return (charge.reservation_id, charge.amount, charge.currency) == (
        payment.wallet_id,
        payment.amount,
        payment.currency,
    )


# --- into the wallet --------------------------------------------------------------------------


async def paid_top_up(
    treasury: Treasury,
    principal: Principal,
    wallet_id: UUID,
    amount: int,
    payment_id: UUID,
    *,
    request: str = "",
) -> PaidIn:
    """Top up one's wallet by a payment made for it. Raises a Problem for every refusal.

    Repeating is safe at any time: a payment tops up once.
    """
    wallet = await own_wallet(treasury, principal, wallet_id)
    payment = await treasury.payments.get(payment_id)
    if payment is None or payment.wallet_id != wallet.id or payment.currency != wallet.currency:
        raise PaymentNotFound("There is no such payment for this wallet.", field="paymentId")
    if payment.amount != amount:
        raise AmountNotPaid(
            say("{amount} was paid.", amount=str(Money(payment.amount, payment.currency))),
            field="amount",
            extra={"paid": payment.amount},
        )
    payment = await _ask(treasury, payment, request)
    if payment.status == "pending":
        return PaidIn(await standing_of(treasury, wallet), False)
    if payment.status == "failed":
        raise _declined()
    return PaidIn(await _credit(treasury, payment, wallet, request), True)


async def resolve_wallet_payment(
    treasury: Treasury, payment_id: UUID, *, request: str = ""
) -> None:
    """Bring a payment on to its end, whoever left it. Raises :class:`PaymentUndecided` while there
    is none, a Problem when the provider or the store is away."""
    payment = await _ask(treasury, await _known(treasury, payment_id), request)
    if payment.status == "pending":
        raise PaymentUndecided(f"payment {payment.id} is pending")
    if payment.status == "succeeded":
        wallet = await treasury.wallets.get(payment.wallet_id)
        if wallet is None:
            raise LookupError(f"payment {payment.id} has no wallet")
        await _credit(treasury, payment, wallet, request)


async def _credit(
    treasury: Treasury, payment: WalletPayment, wallet: Wallet, request: str
) -> Standing:
    """Put the money of a payment that succeeded into its wallet; the wallet then."""
    deposit = Deposit(
        wallet.key,
        payment.amount,
        unit=wallet.currency,
        counterparty=f"world/{payment.provider}",
        note=f"payment/{payment.id}",
    )
    credited = Transition(WALLET_PAYMENT_STATES, payment.id, ("succeeded",), "credited")
    outcome = await treasury.ledger.commit(
        Command(
            (deposit,),
            (credited,),
            key=f"top-up/{payment.id}",
            actor=wallet.owner,
            request=request,
        )
    )
    match outcome:
        case Accepted(accounts=(state, *_)):
            return Standing(wallet, state)
        case Conflict(subject=subject) if subject == wallet.key:
            raise BalanceTooLarge(
                say(
                    "A wallet can hold at most {limit}. Your payment is kept for it: spend some of "
                    "the balance, then try again.",
                    limit=str(Money(MAX_BALANCE, wallet.currency)),
                ),
                field="amount",
                extra={"limit": MAX_BALANCE},
            )
        case AlreadyDone() | Conflict():  # it is in the wallet already, or was taken back
            if (await _known(treasury, payment.id)).status != "credited":
                raise _declined()
            return await standing_of(treasury, wallet)
    raise refuse(outcome)


def _declined() -> PaymentFailedProblem:
    return PaymentFailedProblem("The payment was declined. You were not charged.")
