"""What the flows of codes work with."""

from dataclasses import dataclass, field
from secrets import token_bytes

from holdfast.digital import CodeSeals
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.flows.settlement.settler import Settler

__all__ = ["CodeDesk"]


def _seals() -> CodeSeals:
    return CodeSeals(token_bytes(32))


@dataclass(frozen=True, kw_only=True)
class CodeDesk(Stockroom, Settler):
    """``seals``: what codes are kept under."""

    seals: CodeSeals = field(default_factory=_seals, repr=False)
