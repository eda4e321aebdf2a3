"""How many holds may be open at once: seats that a hold takes with the goods, and that are free
again when it is captured, released or expires."""

from collections.abc import Sequence
from typing import Final

from holdfast.flows.platform import HoldCaps
from holdfast.flows.refusals import TooManyHolds
from holdfast.ledger import Line, Shortage
from holdfast.people import Principal

__all__ = ["seats_of", "too_many_holds"]

_PREFIX: Final = "limit/open-holds/"


def seats_of(caps: HoldCaps | None, principal: Principal) -> list[Line]:
    """The seats that one hold of the principal's takes."""
    if caps is None:
        return []
    return [
        Line(f"{_PREFIX}{principal.id}", 1, caps.owner, kept=False),
        Line(f"{_PREFIX}address:{principal.address}", 1, caps.address, kept=False),
    ]


def too_many_holds(shortages: Sequence[Shortage]) -> TooManyHolds | None:
    """The refusal, if it is a seat that is short."""
    if any(shortage.key.startswith(_PREFIX) for shortage in shortages):
        return TooManyHolds(
            "Pay for or cancel a reservation before you make another.",
            headers={"Retry-After": "60"},
        )
    return None
