"""What a client has of packages: hours, sessions of a service, certificates; and what a session
takes of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct
from msgspec.structs import replace

from tests.api.money.parts import HOURS, SESSIONS, Part
from tests.support.market import Buyer, expect

__all__ = ["Due", "Prepaid"]


@dataclass
class Prepaid:
    """``units`` (minutes, or cents of a certificate) that were given to their ``owner``, or bought
    at a ``cost``, of which some were taken back; of one ``service`` or of any, in sessions of so
    many minutes. Who has its ``code`` pays by that."""

    owner: Buyer
    grant: str
    kind: str
    units: int
    cost: int = 0
    service: str = ""
    length: int = 0
    code: str = ""
    returned: int = 0

    @property
    def for_sessions(self) -> bool:
        """Alone."""
        return self.kind == HOURS or bool(self.service)

    @property
    def by_minutes(self) -> bool:
        return self.kind in (HOURS, SESSIONS)

    @property
    def source(self) -> dict[str, str]:
        return {"kind": self.kind, **self.named}

    @property
    def named(self) -> dict[str, str]:
        """As who pays names it."""
        return {"code": self.code} if self.code else {"grantId": self.grant}

    def left(self, parts: Sequence[Part]) -> int:
        return self.units - self.returned - sum(p.out for p in parts if p.grant == self.grant)

    async def said(self) -> int:
        """To its owner."""
        return int(expect(await self.owner.get(f"/api/prepaid/{self.grant}"))["grant"]["left"])


class Due(Struct, frozen=True):
    """``most`` of what is paid now can be paid by what is for sessions of the ``service`` alone,
    where all ``minutes`` (each of so many ``heads``, if they are priced) pay the ``price``; hours
    and sessions paid ``before`` of it already."""

    price: int
    minutes: int
    most: int
    before: int
    service: str
    heads: int = 1

    def pays(self, one: Prepaid) -> bool:
        if not one.for_sessions or one.service not in ("", self.service):
            return False
        return one.length in (0, self.minutes) and self.price > 0 and self.minutes > 0

    def units(self, amount: int, one: Prepaid) -> int:
        """The fewest of it that pay so much, with those before."""
        if not one.by_minutes:
            return amount
        minutes = self.minutes * (self.heads if one.kind == SESSIONS else 1)
        until = -(-(self.before + amount) * minutes // self.price)
        return max(until + -self.before * minutes // self.price, 1)

    def after(self, part: Part) -> "Due":
        before = self.before + (part.amount if part.by_minutes else 0)
        return replace(self, most=self.most - part.amount, before=before)
