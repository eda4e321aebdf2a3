"""The jobs there are: what each comes to. Each is safe to repeat."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Final, TypeAlias

from holdfast.db.jobs import Job
from holdfast.flows.commit.platform import Platform
from holdfast.flows.payments.refund import refund, refund_of_part
from holdfast.flows.settlement.confirm import arrived
from holdfast.flows.settlement.resolve import resolve
from holdfast.flows.wallets.treasury import Treasury
from holdfast.flows.wallets.wallet_payments import resolve_wallet_payment
from holdfast.payments import PaymentArrives, RefundPayment, ResolvePayment, ResolveWalletPayment
from holdfast.worker.jobs import JobHandler

__all__ = ["JOBS", "TREASURY_JOBS", "handlers", "treasury_handlers"]

_Run: TypeAlias = Callable[[Any, Any, str], Awaitable[None]]  # whose jobs they are, which, why


async def _refund(platform: Platform, job: RefundPayment, request: str) -> None:
    if job.refund_id is None:
        await refund(platform, job.payment_id, amount=job.amount, request=request)
    else:
        assert job.amount is not None, "a part has one"
        await refund_of_part(platform, job.payment_id, job.refund_id, job.amount, request=request)


async def _payment_arrives(platform: Platform, job: PaymentArrives, request: str) -> None:
    await arrived(platform, job.payment_id, request=request)


async def _resolve_payment(platform: Platform, job: ResolvePayment, request: str) -> None:
    await resolve(platform, job.payment_id, request=request)


async def _resolve_wallet_payment(
    treasury: Treasury, job: ResolveWalletPayment, request: str
) -> None:
    await resolve_wallet_payment(treasury, job.payment_id, request=request)


JOBS: Final[Mapping[type[Job], _Run]] = {
    RefundPayment: _refund,
    PaymentArrives: _payment_arrives,
    ResolvePayment: _resolve_payment,
}
TREASURY_JOBS: Final[Mapping[type[Job], _Run]] = {ResolveWalletPayment: _resolve_wallet_payment}


def handlers(platform: Platform) -> Mapping[type[Job], JobHandler]:
    """The handlers of what the shop leaves to be done."""
    return {kind: partial(run, platform) for kind, run in JOBS.items()}


def treasury_handlers(treasury: Treasury) -> Mapping[type[Job], JobHandler]:
    """The handlers of what is left to be done for wallets."""
    return {kind: partial(run, treasury) for kind, run in TREASURY_JOBS.items()}
