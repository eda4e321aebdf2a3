"""What was paid into a wallet, and somebody gave back on the provider's own pages: it is taken out
of the wallet again, once, as far as it is there. What is not there any more its owner owes: staff
are told so, and nothing that comes into the wallet later is taken for it.
"""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from holdfast import payments
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.payments.resolve import StillPending
from holdfast.flows.wallets.treasury import Treasury
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Deposit,
    Expect,
    Operation,
    Rider,
    Short,
    Withdraw,
)
from holdfast.payments import (
    Payment,
    RefundKept,
    RefundThere,
    refund_kept,
    refund_note,
    refunds_kept,
)
from holdfast.people import audited
from holdfast.wallets import Wallet

__all__ = ["take_back"]

_TRIES: Final = 8


async def take_back(
    treasury: Treasury, payment: Payment, found: Sequence[RefundThere], caller: Caller
) -> None:
    """Keep each that the provider tells of. Raises :class:`StillPending` while the payment is not
    in the wallet yet, and the problems of the ledger."""
    for told in found:
        await _keep(treasury, payment, told, caller)


async def _keep(treasury: Treasury, payment: Payment, told: RefundThere, caller: Caller) -> None:
    for _ in range(_TRIES):
        payment = await treasury.payments.get(payment.id) or payment
        wallet = await treasury.wallets.get(payment.subject_id)
        assert wallet is not None, "it was paid into one"
        command = await _command(treasury, payment, wallet, told, caller)
        if command is None:
            return
        outcome = await treasury.ledger.commit(command)
        match outcome:
            case Accepted() | AlreadyDone():
                return
            case Conflict() | Short():
                continue  # something moved on
        raise refuse(outcome)
    raise RuntimeError(f"refund {told.reference} of a payment into a wallet cannot be kept")


async def _command(
    treasury: Treasury, payment: Payment, wallet: Wallet, told: RefundThere, caller: Caller
) -> Command | None:
    """None if nothing of it is news."""
    # The account before all else: what is read later is not older than it is.
    account = await treasury.reader.account(wallet.key)
    pool = treasury.payments.database.pool
    kept = await refund_kept(pool, payment.provider, told.reference)
    guard = Expect(wallet.key, account.version)
    if told.failed is not None:
        if kept is None or kept.has_failed:
            return None
        riders = (
            *payments.there_failed(kept, payment, told.failed),
            _audited(payment, wallet, kept, "wallet.refund-there-failed", reason=told.failed),
        )
        back = _moved(Deposit, payment, wallet, kept, kept.counted)
        key = f"refund-there-failed/{kept.id}"
    elif kept is not None:
        return None
    elif not payment.is_credited:
        raise StillPending(f"payment {payment.id} is refunded there, and in no wallet yet")
    else:
        refund = payments.first_told(payment, told)
        before = await refunds_kept(pool, [payment.id])
        room = payment.amount - sum(one.counted for one in before if not one.has_failed)
        if refund.currency == payment.currency:
            counted = max(min(refund.amount, account.balance, room), 0)
            refund = replace(refund, counted=counted)
        riders = (
            *payments.there_noted(refund, payment),
            _audited(payment, wallet, refund, "wallet.refunded-there", over=refund.over),
        )
        back = _moved(Withdraw, payment, wallet, refund, refund.counted)
        key = f"refund-there/{refund.id}"
    return caller.command((guard, *back), riders, key, actor=f"provider:{payment.provider}")


def _moved(
    how: type[Deposit] | type[Withdraw],
    payment: Payment,
    wallet: Wallet,
    refund: RefundKept,
    amount: int,
) -> tuple[Operation, ...]:
    if not amount:
        return ()
    world = f"world/{payment.provider}"
    note = refund_note(refund.id)
    return (how(wallet.key, amount, unit=wallet.currency, counterparty=world, note=note),)


def _audited(
    payment: Payment, wallet: Wallet, refund: RefundKept, action: str, **about: object
) -> Rider:
    """A line of the wallet's audit log, by the provider."""
    said = {
        "amount": refund.amount,
        "currency": refund.currency,
        "owner": wallet.owner,
        "payment": str(payment.id),
        "refund": refund.reference,
        **{key: value for key, value in about.items() if value},
    }
    return audited(f"provider:{payment.provider}", action, wallet.id, said)
