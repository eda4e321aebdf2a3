"""A session as what is for sessions alone pays it: hours, and certificates for some services. Pure.

Together they never pay more than the services cost that they are for, nor than the session owes,
whatever their order and however many they are: what is added to a visit, and goods beside it, are
paid by what pays for anything.
"""

from collections.abc import Collection, Sequence
from itertools import accumulate, chain, combinations, pairwise
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace


class SessionPart(Struct, frozen=True):
    """A service of it, or something added (None), as it costs and lasts now; ``heads``: of one that
    is priced by the head, how many come."""

    service_id: UUID | None
    price: int
    minutes: int
    heads: int = 1


def parts_now(parts: Sequence[SessionPart], price: int, minutes: int) -> tuple[SessionPart, ...]:
    """The same, where all of them cost and last something else by now: each has its share of that,
    and the shares are together all of it."""
    prices = _shares(price, [one.price for one in parts])
    lengths = _shares(minutes, [one.minutes for one in parts])
    return tuple(
        replace(one, price=cost, minutes=long)
        for one, cost, long in zip(parts, prices, lengths, strict=True)
    )


def _shares(whole: int, weights: Sequence[int]) -> list[int]:
    """By their weights; of parts that weigh nothing the first has all. Each is the difference of
    two sums rounded down."""
    if not sum(weights):
        weights = (1, *(0 for _ in weights[1:]))
    ends = [whole * one // sum(weights) for one in accumulate(weights)]
    return [end - before for before, end in pairwise((0, *ends))]


class PaidFor(Struct, frozen=True):
    """So much was paid by what is for these services alone; none: for any."""

    services: tuple[UUID, ...]
    amount: int
    by_hours: bool


class Spent(Struct, frozen=True):
    """``minutes`` of what is for these services alone (none: for any) paid so much, and did not
    come back; ``by_head``: those of each who comes."""

    services: tuple[UUID, ...]
    amount: int
    minutes: int
    by_head: bool = False


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
        return frozenset(one.service_id for one in self.parts if one.service_id is not None)

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

    def rate(self, services: Collection[UUID], *, by_head: bool = False) -> Rate:
        """What the minutes of these services are worth: each the same part of what they cost.
        ``by_head``: those of each who comes are counted, where that is what is paid for."""
        own = self._own(services)
        parts = [one for one in self.parts if one.service_id in own]
        return Rate(
            sum(one.price for one in parts),
            sum(one.minutes * (one.heads if by_head else 1) for one in parts),
            sum(one.amount for one in self.paid if one.by_hours and self._own(one.services) == own),
        )

    def missing(self, spent: Sequence[Spent]) -> int:
        """How many whole minutes more would have paid the same of it; what is less than a minute
        is rounding's."""
        alike: dict[tuple[frozenset[UUID], bool], list[Spent]] = {}
        for one in spent:
            alike.setdefault((self._own(one.services), one.by_head), []).append(one)
        missing = 0
        for (own, by_head), some in alike.items():
            rate = self.rate(own, by_head=by_head)
            if rate.price:
                needed = sum(one.amount for one in some) * rate.minutes // rate.price
                missing += max(needed - sum(one.minutes for one in some), 0)
        return missing

    def lasts(self, services: Collection[UUID], minutes: int) -> bool:
        """Whether it has these services for so many minutes."""
        own = self._own(services)
        return any(one.service_id in own and one.minutes == minutes for one in self.parts)

    def after(self, paid: PaidFor) -> "Session":
        """Once that is paid, too, by the order that is paid now."""
        return replace(self, owed=self.owed - paid.amount, paid=(*self.paid, paid))

    def _own(self, services: Collection[UUID]) -> frozenset[UUID]:
        return self.services & frozenset(services) if services else self.services


def _some_of(services: Collection[UUID]) -> chain[tuple[UUID, ...]]:
    """None of them, each, two ..., all: a visit has few."""
    known = tuple(services)
    return chain.from_iterable(combinations(known, many) for many in range(len(known) + 1))
