"""The jobs there are: what each name does with its payload. Each is safe to repeat."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from holdfast.flows.confirm import arrived
from holdfast.flows.platform import Platform
from holdfast.flows.refund import refund
from holdfast.flows.resolve import resolve
from holdfast.worker.jobs import JobHandler

__all__ = ["JOBS", "Job", "handlers"]


class Job(Struct, frozen=True):
    """A job by name; ``payload`` and ``does`` are for the reference."""

    name: str
    payload: str
    does: str
    run: Callable[[Platform, dict[str, Any], str], Awaitable[None]]


async def _refund(platform: Platform, payload: dict[str, Any], request: str) -> None:
    await refund(platform, UUID(payload["paymentId"]), request=request)


async def _payment_arrives(platform: Platform, payload: dict[str, Any], request: str) -> None:
    await arrived(platform, UUID(payload["paymentId"]), request=request)


async def _resolve_payment(platform: Platform, payload: dict[str, Any], request: str) -> None:
    await resolve(platform, UUID(payload["paymentId"]), request=request)


JOBS: Final = (
    Job("refund", '{"paymentId": id}', "asks the provider to give a payment's money back", _refund),
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


def handlers(platform: Platform) -> Mapping[str, JobHandler]:
    """Every job's handler."""

    def bound(job: Job) -> JobHandler:
        async def handle(payload: dict[str, Any], request: str) -> None:
            await job.run(platform, payload, request)

        return handle

    return {job.name: bound(job) for job in JOBS}
