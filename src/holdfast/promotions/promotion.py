"""A promotion as a value: a discount that goods have by themselves, or by a code. Pure."""

import re
from collections.abc import Iterator
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
_CODE: Final = re.compile(rf"[A-Z0-9][A-Z0-9_-]{{2,{MAX_CODE - 1}}}")


class PromotionTerms(DiscountTerms, frozen=True, kw_only=True):
    """Without a ``code`` it is automatic. It can be used ``quantity`` times in all and
    ``per_customer`` times by one customer, without bound where they are None. ``first_order``: only
    by who has paid for nothing here yet, in one order, which may have several. Both need an account
    of the buyer's.
    ``closes_at`` None: until staff end it."""

    code: str | None = None
    quantity: int | None = None
    per_customer: int | None = None
    first_order: bool = False
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
        """Whether it counts what each customer does, who is to be known then."""
        return self.first_order or self.per_customer is not None

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
    yield from faults_of_window(("opensAt", terms.opens_at), ("closesAt", terms.closes_at))
