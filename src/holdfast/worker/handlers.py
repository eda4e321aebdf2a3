"""The jobs there are: what each name does with its payload. Each is safe to repeat."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from holdfast.flows.commit.platform import Platform
from holdfast.flows.payments.refund import refund, refund_of_part
from holdfast.flows.settlement.confirm import arrived
from holdfast.flows.settlement.resolve import resolve
from holdfast.flows.wallets.treasury import Treasury
from holdfast.flows.wallets.wallet_payments import RESOLVE_JOB, resolve_wallet_payment
from holdfast.worker.jobs import JobHandler

__all__ = ["JOBS", "TREASURY_JOBS", "Job", "handlers", "treasury_handlers"]


class Job(Struct, frozen=True):
    """A job by name; ``payload`` and ``does`` are for the reference."""

    name: str
    payload: str
    does: str
    run: Callable[[Any, dict[str, Any], str], Awaitable[None]]  # Any: whose jobs they are


async def _refund(platform: Platform, payload: dict[str, Any], request: str) -> None:
    payment_id = UUID(payload["paymentId"])
    if "refundId" in payload:
        refund_id, amount = UUID(payload["refundId"]), int(payload["amount"])
        await refund_of_part(platform, payment_id, refund_id, amount, request=request)
    else:
        await refund(platform, payment_id, amount=payload.get("amount"), request=request)


async def _payment_arrives(platform: Platform, payload: dict[str, Any], request: str) -> None:
    await arrived(platform, UUID(payload["paymentId"]), request=request)


async def _resolve_payment(platform: Platform, payload: dict[str, Any], request: str) -> None:
    await resolve(platform, UUID(payload["paymentId"]), request=request)


async def _resolve_wallet_payment(
    treasury: Treasury, payload: dict[str, Any], request: str
) -> None:
    await resolve_wallet_payment(treasury, UUID(payload["paymentId"]), request=request)


JOBS: Final = (
    Job(
        "refund",
        '{"paymentId": id, "amount"?: minor units, "refundId"?: id}',
        "asks the provider to give a payment's money back: all that is left of it, which is the "
        "amount if parts went back before; with a refundId, that part",
        _refund,
    ),
    Job(
        "payment-arrives",
        '{"paymentId": id}',
        "a provider sent word, perhaps late or twice: asks it what became of the payment",
        _payment_arrives,
    ),
    Job(
        "resolve-payment",
        '{"paymentId": id}',
        "a payment may still be pending: asks the provider for it again, settles it or notes its "
        "failure, calls it off when its order is off",
        _resolve_payment,
    ),
)


TREASURY_JOBS: Final = (
    Job(
        RESOLVE_JOB,
        '{"paymentId": id}',
        "a payment into a wallet may not be decided, or not be in it yet: asks the provider and "
        "puts the money in",
        _resolve_wallet_payment,
    ),
)


def handlers(platform: Platform) -> Mapping[str, JobHandler]:
    """The handlers of what the shop leaves to be done."""
    return _bound(JOBS, platform)


def treasury_handlers(treasury: Treasury) -> Mapping[str, JobHandler]:
    """The handlers of what is left to be done for wallets."""
    return _bound(TREASURY_JOBS, treasury)


def _bound(jobs: Iterable[Job], work_with: Platform | Treasury) -> Mapping[str, JobHandler]:
    def bound(job: Job) -> JobHandler:
        async def handle(payload: dict[str, Any], request: str) -> None:
            await job.run(work_with, payload, request)

        return handle

    return {job.name: bound(job) for job in jobs}
