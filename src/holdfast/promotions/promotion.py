"""A promotion as a value: a discount that goods have by themselves, or by a code. Pure."""

import re
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from holdfast.kit import FieldError
from holdfast.kit.sentences import say
from holdfast.promotions.keys import first_order_key, promotion_key, promotion_limit_key
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

MAX_CODE: Final = 40
MAX_LIVE: Final = 200
"""Promotions that are not over: each is looked at for every cart."""
MOST_OF_PROMOTION: Final = 20
"""Groups of customers that one is for."""
_CODE: Final = re.compile(rf"[A-Z0-9][A-Z0-9_-]{{2,{MAX_CODE - 1}}}")


class PromotionTerms(DiscountTerms, frozen=True, kw_only=True):
    """Without a ``code`` it is automatic. It can be used ``quantity`` times in all and
    ``per_customer`` times by one customer, without bound where they are None. ``first_order``: only
    by who has paid for nothing here yet, in one order, which may have several. ``groups``: only by
    customers in one of these; None: by everybody. Each of these three needs an account of the
    buyer's.
    ``closes_at`` None: until staff end it."""

    code: str | None = None
    quantity: int | None = None
    per_customer: int | None = None
    first_order: bool = False
    groups: frozenset[UUID] | None = None
    opens_at: datetime
    closes_at: datetime | None = None


class Promotion(PromotionTerms, frozen=True, kw_only=True):
    """A promotion that exists. Its terms never change; staff may end it early, at ``ended_at``. How
    often it was used, where that has a bound, is the ledger's."""

    id: UUID
    created_at: datetime
    ended_at: datetime | None = None

    def phase(self, now: datetime) -> Phase:
        """Whether it is in force at ``now``."""
        return phase_at(now, self.opens_at, self.closes_at, self.ended_at)

    @property
    def needs_account(self) -> bool:
        """Whether it asks who the customer is, or counts what each does."""
        return self.first_order or self.per_customer is not None or self.groups is not None

    @property
    def for_everybody(self) -> bool:
        """Whether goods have it by themselves, whoever looks at them."""
        return self.code is None and self.groups is None

    def is_for(self, groups: Collection[UUID]) -> bool:
        """Whether it is for a customer who is in these groups."""
        return self.groups is None or not self.groups.isdisjoint(groups)

    def uses(self, owner: str) -> dict[str, int | None]:
        """The accounts of which an order of ``owner`` takes one each, with what they may count."""
        accounts: dict[str, int | None] = {}
        if self.quantity is not None:
            accounts[promotion_key(self.id)] = None
        if self.first_order:
            accounts[first_order_key(owner)] = 1  # which bounds any of them to one use as well
        elif self.per_customer is not None:
            accounts[promotion_limit_key(self.id, owner)] = self.per_customer
        return accounts


def code_of(written: str) -> str:
    """A code as it is kept, however it was typed."""
    return written.strip().upper()


def promotion_faults(terms: PromotionTerms) -> tuple[FieldError, ...]:
    """Everything that is wrong with the terms, by field; nothing when they are sound."""
    return tuple(FieldError(field, "invalid", detail) for field, detail in _faults(terms))


def _faults(terms: PromotionTerms) -> Iterator[tuple[str, str]]:
    yield from faults_of_discount(terms)
    if terms.code is not None and not _CODE.fullmatch(terms.code):
        yield (
            "code",
            say("Use 3 to {most} letters from A to Z, digits, - and _.", most=MAX_CODE),
        )
    yield from faults_of_counts(
        ("quantity", terms.quantity, MAX_QUANTITY),
        ("perCustomer", terms.per_customer, MAX_PER_CUSTOMER),
    )
    if terms.groups is not None and not 1 <= len(terms.groups) <= MOST_OF_PROMOTION:
        yield "groups", say("Name 1 to {most} groups.", most=MOST_OF_PROMOTION)
    yield from faults_of_window(("opensAt", terms.opens_at), ("closesAt", terms.closes_at))
