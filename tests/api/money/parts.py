"""What is paid of an order by one kind, and what goes back of that."""

from dataclasses import dataclass
from typing import Any, Final

__all__ = ["HOURS", "OWN", "SESSIONS", "Part"]

OWN: Final = ("certificate", "points", "wallet")
HOURS: Final = "hours"
SESSIONS: Final = "sessions"


@dataclass
class Part:
    """``amount`` of an order by one ``kind``, which took ``units`` of its own. ``gone`` went back
    of it, ``frozen`` is kept for a bank that decides its ``dispute``, ``lost`` is what banks took;
    ``intent``: what Stripe calls it. ``grant``: of what is prepaid, ``of_service`` if that pays for
    sessions alone; ``handed``: of what was paid by hand."""

    kind: str
    amount: int
    units: int
    intent: str = ""
    gone: int = 0
    frozen: int = 0
    lost: int = 0
    dispute: dict[str, Any] | None = None
    grant: str = ""
    of_service: bool = False
    handed: int = 0

    @property
    def left(self) -> int:
        return self.amount - self.gone - self.frozen - self.lost

    @property
    def by_minutes(self) -> bool:
        """Sold, and taxed, before."""
        return self.kind in (HOURS, SESSIONS)

    @property
    def is_card(self) -> bool:
        """Or by hand: not of what its buyer has with the shop."""
        return self.kind not in (*OWN, HOURS, SESSIONS)

    @property
    def out(self) -> int:
        """Units that are not back; a part of one is back as a whole one."""
        return self.units + -self.units * self.gone // self.amount
