"""What was paid into a wallet, and somebody gave back on the provider's own pages: it is taken out
of the wallet again, once, as far as it is there. What is not there any more its owner owes: staff
are told so, and nothing that comes into the wallet later is taken for it.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from holdfast import payments
from holdfast.flows.commit.caller import Caller
from holdfast.flows.payments.keep_told import audited_there, by_provider, keep_told
from holdfast.flows.payments.resolve import StillPending
from holdfast.flows.wallets.treasury import Treasury
from holdfast.ledger import Command, Deposit, Expect, Operation, Withdraw
from holdfast.payments import (
    Payment,
    RefundKept,
    RefundThere,
    refund_kept,
    refund_note,
    refunds_kept,
)
from holdfast.wallets import Wallet

__all__ = ["take_back"]


async def take_back(
    treasury: Treasury, payment: Payment, found: Sequence[RefundThere], caller: Caller
) -> None:
    """Keep each that the provider tells of. Raises :class:`StillPending` while the payment is not
    in the wallet yet, and the problems of the ledger."""
    for told in found:
        await _keep(treasury, payment, told, caller)


async def _keep(treasury: Treasury, payment: Payment, told: RefundThere, caller: Caller) -> None:
    async def look() -> Command | None:
        now = await treasury.payments.get(payment.id) or payment
        wallet = await treasury.wallets.get(now.subject_id)
        assert wallet is not None, "it was paid into one"
        return await _command(treasury, now, wallet, told, caller)

    await keep_told(treasury.ledger, told.reference, look)


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
            audited_there(
                payment,
                kept,
                "wallet.refund-there-failed",
                wallet.id,
                owner=wallet.owner,
                reason=told.failed,
            ),
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
            audited_there(
                payment,
                refund,
                "wallet.refunded-there",
                wallet.id,
                owner=wallet.owner,
                over=refund.over,
            ),
        )
        back = _moved(Withdraw, payment, wallet, refund, refund.counted)
        key = f"refund-there/{refund.id}"
    return by_provider(caller, payment, (guard, *back), riders, key)


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
