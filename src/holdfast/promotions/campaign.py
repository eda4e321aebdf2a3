"""A coupon campaign as a value, what makes its terms sound, and when it is open. Pure.

Amounts are integers in minor units of the campaign's currency.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.kit import FieldError, is_currency
from holdfast.kit.sentences import say
from holdfast.ledger import MAX_BALANCE

Rule: TypeAlias = Literal["percent", "fixed"]
CampaignPhase: TypeAlias = Literal["upcoming", "open", "closed"]

MAX_NAME: Final = 200
MAX_QUANTITY: Final = 10**9
MAX_PER_CUSTOMER: Final = 1000
MAX_VALID_DAYS: Final = 3650
MAX_SCOPE: Final = 1000
EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)


class Terms(Struct, frozen=True, kw_only=True):
    """What a campaign gives, to whom and when.

    ``value`` is whole percent, or an amount; ``cap`` the most a percentage comes to; ``minimum``
    what the lines in ``scope`` (None: all) must come to. Without a ``currency``, which only a
    percentage with neither cap nor minimum may do without, it is for carts of any currency.
    ``closes_at`` None: until all are gone. A coupon is valid for ``valid_days`` from its issue.
    """

    name: str
    rule: Rule
    value: int
    cap: int | None = None
    minimum: int = 0
    currency: str | None = None
    scope: frozenset[UUID] | None = None
    quantity: int
    per_customer: int = 1
    opens_at: datetime
    closes_at: datetime | None = None
    valid_days: int = 30


class Campaign(Terms, frozen=True, kw_only=True):
    """A campaign that exists. Its terms never change; staff may end it early, at ``ended_at``. What
    is left of it is the ledger's."""

    id: UUID
    created_at: datetime
    ended_at: datetime | None = None

    def phase(self, now: datetime) -> CampaignPhase:
        """Whether coupons are given out at ``now``: from ``opens_at`` on, until ``closes_at`` or
        until it was ended."""
        if self.ended_at is not None:
            return "closed"
        if now < self.opens_at:
            return "upcoming"
        return "open" if self.closes_at is None or now < self.closes_at else "closed"

    def end_of(self, issued_at: datetime) -> datetime:
        """The end of a coupon given out then: days of 24 hours."""
        return issued_at + timedelta(days=self.valid_days)


def faults(terms: Terms) -> tuple[FieldError, ...]:
    """Everything that is wrong with the terms, by field; nothing when they are sound."""
    return tuple(FieldError(field, "invalid", detail) for field, detail in _faults(terms))


def _faults(terms: Terms) -> Iterator[tuple[str, str]]:
    if not terms.name.strip() or len(terms.name) > MAX_NAME or "\0" in terms.name:
        yield "name", say("The name must have 1 to {limit} characters.", limit=MAX_NAME)
    yield from _faults_of_discount(terms)
    if terms.scope is not None and not 1 <= len(terms.scope) <= MAX_SCOPE:
        yield (
            "scope",
            say("Give 1 to {limit} products, or leave this out for all products.", limit=MAX_SCOPE),
        )
    for field, count, most in (
        ("quantity", terms.quantity, MAX_QUANTITY),
        ("perCustomer", terms.per_customer, MAX_PER_CUSTOMER),
        ("validDays", terms.valid_days, MAX_VALID_DAYS),
    ):
        if not 1 <= count <= most:
            yield field, say("From 1 to {most}.", most=most)
    yield from _faults_of_window(terms)


def _faults_of_window(terms: Terms) -> Iterator[tuple[str, str]]:
    for field, moment in (("opensAt", terms.opens_at), ("closesAt", terms.closes_at)):
        if moment is not None and not EARLIEST <= moment < LATEST:
            yield (
                field,
                say("Use a year from {first} to {last}.", first=EARLIEST.year, last=LATEST.year),
            )
    if terms.closes_at is not None and terms.closes_at <= terms.opens_at:
        yield "closesAt", say("The end must be later than the start.")


def _faults_of_discount(terms: Terms) -> Iterator[tuple[str, str]]:
    percent = terms.rule == "percent"
    if not 1 <= terms.value <= (100 if percent else MAX_BALANCE):
        yield (
            "value",
            say("From 1 to 100 percent.") if percent else say("The amount must be above 0."),
        )
    if terms.cap is not None and not percent:
        yield "cap", say("Only a percentage discount can have a cap.")
    elif terms.cap is not None and not 1 <= terms.cap <= MAX_BALANCE:
        yield "cap", say("The cap must be above 0.")
    if not 0 <= terms.minimum <= MAX_BALANCE:
        yield "minimum", say("The minimum must not be below 0.")
    if terms.currency is None:
        if not percent or terms.cap is not None or terms.minimum:
            yield "currency", say("An amount, a cap or a minimum needs its currency.")
    elif not is_currency(terms.currency):
        yield "currency", say("{currency} is not a currency.", currency=terms.currency[:20])
