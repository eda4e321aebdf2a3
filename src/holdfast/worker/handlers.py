"""The jobs there are: what each name does with its payload."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from holdfast.flows.confirm import arrived
from holdfast.flows.platform import Platform
from holdfast.flows.refund import refund
from holdfast.worker.jobs import JobHandler

__all__ = ["handlers"]


def handlers(platform: Platform) -> Mapping[str, JobHandler]:
    """Every job's handler. Each is safe to repeat."""

    async def refunding(payload: dict[str, Any], request: str) -> None:
        """Give a payment's money back: ``{"paymentId"}``."""
        await refund(platform, UUID(payload["paymentId"]), request=request)

    async def payment_arrives(payload: dict[str, Any], request: str) -> None:
        """A provider sent word about a payment, perhaps late or twice: ``{"paymentId"}``."""
        await arrived(platform, UUID(payload["paymentId"]), request=request)

    return {"refund": refunding, "payment-arrives": payment_arrives}
