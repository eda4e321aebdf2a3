"""What sending by a carrier works with, and how one is asked: within bounds."""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from holdfast.db.engine import forbid_open_transaction
from holdfast.flows.settlement.settler import Settler
from holdfast.fulfilment import Carrier, CarrierUnavailable, Listening
from holdfast.kit import Problem

__all__ = [
    "CarrierAway", "CarrierUnknown", "Dispatch", "NoAddressToSend", "answer_of", "carrier_named"
]  # fmt: skip

CARRIER_SECONDS: Final = 8.0
"""How long a carrier may take to answer."""
Result = TypeVar("Result")


class CarrierUnknown(Problem):
    """The shop has no such carrier."""

    status = 422
    code = "carrier-unknown"
    title = "No such carrier"


class CarrierAway(Problem):
    """The carrier does not answer."""

    status = 503
    code = "carrier-unavailable"
    title = "The carrier does not answer"


class NoAddressToSend(Problem):
    """Nobody said where the order goes."""

    status = 409
    code = "no-address"
    title = "The order has no address"


@dataclass(frozen=True, kw_only=True)
class Dispatch(Settler):
    """``carriers`` by name; ``listening``: how long they may say nothing."""

    carriers: Mapping[str, Carrier] = field(default_factory=dict)
    listening: Listening = field(default_factory=Listening)


def carrier_named(parts: Dispatch, name: str) -> Carrier:
    """Raises :class:`CarrierUnknown` for one that is not set up (any more)."""
    carrier = parts.carriers.get(name)
    if carrier is None:
        raise CarrierUnknown("This shop has no such carrier.", field="carrier")
    return carrier


async def answer_of(call: Coroutine[Any, Any, Result]) -> Result:
    """A carrier's answer within bounds, and never while a transaction is open."""
    forbid_open_transaction("a call to a carrier")
    try:
        async with asyncio.timeout(CARRIER_SECONDS):
            return await call
    except (CarrierUnavailable, TimeoutError) as error:
        raise CarrierAway(
            "The carrier does not answer. Please try again in a moment.",
            headers={"Retry-After": "5"},
        ) from error
