"""A flash sale as a value, what makes its terms sound, and when it is open. Pure."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.kit import FieldError
from holdfast.kit.sentences import say
from holdfast.ledger import MAX_BALANCE

SalePhase: TypeAlias = Literal["upcoming", "open", "ended"]
SaleState: TypeAlias = Literal["allotted", "closing", "closed"]

MAX_UNITS: Final = 1_000_000
MAX_PER_CUSTOMER: Final = 1000
MAX_PER_SECOND: Final = 100_000
LONGEST: Final = timedelta(days=366)
LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)


class SaleTerms(Struct, frozen=True, kw_only=True):
    """``quantity`` units at ``price`` (of one, minor units), from ``starts_at`` until before
    ``ends_at``; ``per_customer`` is what one may have of them. ``per_second``: how many buyers
    are let in each second, the others wait for their turn; None: everybody, at once."""

    product_id: UUID
    quantity: int
    price: int
    starts_at: datetime
    ends_at: datetime
    per_customer: int = 1
    per_second: int | None = None


class FlashSale(SaleTerms, frozen=True, kw_only=True):
    """A sale that exists. Its terms never change; staff may end it early, at ``ended_at``.
    ``returned`` is how many of its units went back to the stock after its end, ``taken`` where they
    came from, by account; None: from the first of its variant."""

    id: UUID
    variant_id: UUID
    currency: str
    state: SaleState
    returned: int
    created_at: datetime
    ended_at: datetime | None = None
    taken: dict[str, int] | None = None

    @property
    def until(self) -> datetime:
        """Its end, as it is or was."""
        return self.ends_at if self.ended_at is None else min(self.ends_at, self.ended_at)

    @property
    def takes_back(self) -> bool:
        """Whether what comes back is on sale in it again; otherwise it goes to the stock."""
        return self.state == "allotted"

    def phase(self, now: datetime) -> SalePhase:
        """Whether it sells at ``now``: from ``starts_at`` on, until its end."""
        if self.state != "allotted" or now >= self.ends_at:
            return "ended"
        return "upcoming" if now < self.starts_at else "open"

    def sold(self, free: int, held: int) -> int:
        """How many were bought, of what its account has."""
        return max(self.quantity - self.returned - free - held, 0)


def sale_faults(terms: SaleTerms, now: datetime) -> tuple[FieldError, ...]:
    """Everything that is wrong with the terms, by field; nothing when they are sound."""
    return tuple(FieldError(field, "invalid", detail) for field, detail in _faults(terms, now))


def _faults(terms: SaleTerms, now: datetime) -> Iterator[tuple[str, str]]:
    for field, count, most in (
        ("quantity", terms.quantity, MAX_UNITS),
        ("perCustomer", terms.per_customer, MAX_PER_CUSTOMER),
        ("price", terms.price, MAX_BALANCE),
        ("perSecond", 1 if terms.per_second is None else terms.per_second, MAX_PER_SECOND),
    ):
        if not 1 <= count <= most:
            yield field, say("From 1 to {most}.", most=most)
    if terms.ends_at <= terms.starts_at:
        yield "endTime", say("The end must be later than the start.")
    elif terms.ends_at <= now:
        yield "endTime", say("The end must be later than now.")
    elif terms.ends_at >= LATEST:
        yield "endTime", say("Use a year before {year}.", year=LATEST.year)
    elif terms.ends_at - terms.starts_at > LONGEST:
        yield "endTime", say("A sale lasts {days} days at most.", days=LONGEST.days)
