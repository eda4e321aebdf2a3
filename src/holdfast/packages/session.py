"""A session as what is for sessions alone pays it: hours, and certificates for some services. Pure.

Together they never pay more than the session owes, whatever their order and however many they are:
goods beside it are paid by what pays for anything.
"""

from collections.abc import Collection
from itertools import chain, combinations
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace


class SessionPart(Struct, frozen=True):
    """A service of it, as it costs and lasts now."""

    service_id: UUID
    price: int
    minutes: int


class PaidFor(Struct, frozen=True):
    """So much was paid by what is for these services alone; none: for any."""

    services: tuple[UUID, ...]
    amount: int
    by_hours: bool


class Rate(Struct, frozen=True):
    """``minutes`` pay the ``price``; hours paid ``before`` of it already."""

    price: int
    minutes: int
    before: int


class Session(Struct, frozen=True):
    """``owed``: what of the order that is paid now is for it; ``paid``: what was paid so before, by
    this order and by others for the same session."""

    parts: tuple[SessionPart, ...]
    owed: int
    paid: tuple[PaidFor, ...] = ()

    @property
    def services(self) -> frozenset[UUID]:
        return frozenset(one.service_id for one in self.parts)

    def most(self, services: Collection[UUID]) -> int:
        """What may be paid of it by what is for these services: so much that neither they nor any
        others with them are paid more than they cost."""
        own = self._own(services)
        most = self.owed if own else 0
        for others in _some_of(self.services - own):
            together = own | frozenset(others)
            price = sum(one.price for one in self.parts if one.service_id in together)
            paid = sum(one.amount for one in self.paid if self._own(one.services) <= together)
            most = min(most, price - paid)
        return max(most, 0)

    def rate(self, services: Collection[UUID]) -> Rate:
        """What the minutes of these services are worth: each the same part of what they cost."""
        own = self._own(services)
        parts = [one for one in self.parts if one.service_id in own]
        return Rate(
            sum(one.price for one in parts),
            sum(one.minutes for one in parts),
            sum(one.amount for one in self.paid if one.by_hours and self._own(one.services) == own),
        )

    def after(self, paid: PaidFor) -> "Session":
        """Once that is paid, too, by the order that is paid now."""
        return replace(self, owed=self.owed - paid.amount, paid=(*self.paid, paid))

    def _own(self, services: Collection[UUID]) -> frozenset[UUID]:
        return self.services & frozenset(services) if services else self.services


def _some_of(services: Collection[UUID]) -> chain[tuple[UUID, ...]]:
    """None of them, each, two ..., all: a visit has few."""
    known = tuple(services)
    return chain.from_iterable(combinations(known, many) for many in range(len(known) + 1))
