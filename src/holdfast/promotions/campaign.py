"""A coupon campaign as a value, what makes its terms sound, and when it is open. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from holdfast.kit import FieldError
from holdfast.promotions.terms import (
    MAX_PER_CUSTOMER,
    MAX_QUANTITY,
    DiscountTerms,
    Phase,
    faults_of_counts,
    faults_of_discount,
    faults_of_window,
    phase_at,
)

MAX_VALID_DAYS: Final = 3650


class Terms(DiscountTerms, frozen=True, kw_only=True):
    """What a campaign gives, to whom and when. ``closes_at`` None: until all are gone. A coupon is
    valid for ``valid_days`` from its issue. ``thanks``: the shop gives them, for a friend who was
    invited, say, and nobody can ask for one."""

    quantity: int
    per_customer: int = 1
    opens_at: datetime
    closes_at: datetime | None = None
    valid_days: int = 30
    thanks: bool = False


class Campaign(Terms, frozen=True, kw_only=True):
    """A campaign that exists. Its terms never change; staff may end it early, at ``ended_at``. What
    is left of it is the ledger's."""

    id: UUID
    created_at: datetime
    ended_at: datetime | None = None

    def phase(self, now: datetime) -> Phase:
        """Whether coupons are given out at ``now``: from ``opens_at`` on, until ``closes_at`` or
        until it was ended; what the shop gives as thanks is closed to who asks."""
        if self.thanks:
            return "closed"
        return phase_at(now, self.opens_at, self.closes_at, self.ended_at)

    def end_of(self, issued_at: datetime) -> datetime:
        """The end of a coupon given out then: days of 24 hours."""
        return issued_at + timedelta(days=self.valid_days)


def faults(terms: Terms) -> tuple[FieldError, ...]:
    """Everything that is wrong with the terms, by field; nothing when they are sound."""
    return tuple(FieldError(field, "invalid", detail) for field, detail in _faults(terms))


def _faults(terms: Terms) -> Iterator[tuple[str, str]]:
    yield from faults_of_discount(terms)
    yield from faults_of_counts(
        ("quantity", terms.quantity, MAX_QUANTITY),
        ("perCustomer", terms.per_customer, MAX_PER_CUSTOMER),
        ("validDays", terms.valid_days, MAX_VALID_DAYS),
    )
    yield from faults_of_window(("opensAt", terms.opens_at), ("closesAt", terms.closes_at))
