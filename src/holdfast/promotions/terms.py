"""What takes off how much of which goods: the terms that campaigns and promotions share. Pure.

Amounts are integers in minor units of their currency.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.kit import is_currency
from holdfast.kit.sentences import LANGUAGES, say
from holdfast.ledger import MAX_BALANCE

Rule: TypeAlias = Literal[
    "percent", "fixed", "nth-free", "set-percent", "set-fixed", "free-shipping"
]  # fmt: skip
Phase: TypeAlias = Literal["upcoming", "open", "closed"]

MAX_NAME: Final = 200
MAX_QUANTITY: Final = 10**9
MAX_PER_CUSTOMER: Final = 1000
MAX_SCOPE: Final = 1000
MAX_NTH: Final = 100
MAX_SET: Final = 10
"""Products of a set."""
SETS: Final = frozenset({"set-percent", "set-fixed"})
_PERCENT: Final = frozenset({"percent", "set-percent"})
EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)


class DiscountTerms(Struct, frozen=True, kw_only=True):
    """``value`` is whole percent, or an amount, or of how many units one is free, or 0 for free
    shipping. Of a set, which is one unit of each product of ``scope``, it is what comes off each
    whole one. ``cap`` is the most a percentage comes to; ``minimum`` what the goods it is for must
    come to. Those are the products of ``scope`` and those in ``categories`` (all, where both are
    None), of these ``sellers`` if it names any. Without a ``currency``, which only a rule without
    amounts may do without, it is for carts of any currency. One that is not ``stackable`` goes with
    no other. ``translations``: its name in other languages."""

    name: str
    rule: Rule
    value: int = 0
    cap: int | None = None
    minimum: int = 0
    currency: str | None = None
    scope: frozenset[UUID] | None = None
    categories: frozenset[UUID] | None = None
    sellers: frozenset[UUID] | None = None
    stackable: bool = True
    translations: Mapping[str, str] = {}

    @property
    def is_set(self) -> bool:
        """Whether it is for products that are bought together."""
        return self.rule in SETS

    def name_in(self, language: str) -> str:
        """What readers of that language read."""
        return self.translations.get(language) or self.name


def faults_of_discount(terms: DiscountTerms) -> Iterator[tuple[str, str]]:
    """What is wrong with the shared terms, by field."""
    if not terms.name.strip() or len(terms.name) > MAX_NAME or "\0" in terms.name:
        yield "name", say("The name must have 1 to {limit} characters.", limit=MAX_NAME)
    for language, name in terms.translations.items():
        if language not in LANGUAGES or not 1 <= len(name) <= MAX_NAME or "\0" in name:
            yield (
                f"translations.{language}",
                say("The name must have 1 to {limit} characters.", limit=MAX_NAME),
            )
    yield from _faults_of_rule(terms)
    for field, named in (
        ("scope", terms.scope),
        ("categories", terms.categories),
        ("sellers", terms.sellers),
    ):
        if named is not None and not 1 <= len(named) <= MAX_SCOPE:
            yield field, say("Give 1 to {limit}, or leave this out for all.", limit=MAX_SCOPE)
    if terms.is_set:
        yield from _faults_of_set(terms)


def _faults_of_set(terms: DiscountTerms) -> Iterator[tuple[str, str]]:
    if not 2 <= len(terms.scope or ()) <= MAX_SET:
        yield "scope", say("Name the 2 to {most} products of the set.", most=MAX_SET)
    for field, named in (("categories", terms.categories), ("sellers", terms.sellers)):
        if named is not None:
            yield field, say("A set names its products, and nothing else.")


def _faults_of_rule(terms: DiscountTerms) -> Iterator[tuple[str, str]]:
    percent, free = terms.rule in _PERCENT, terms.rule == "free-shipping"
    if free and terms.value:
        yield "value", say("Free shipping has no value.")
    elif terms.rule == "nth-free":
        if not 2 <= terms.value <= MAX_NTH:
            yield "value", say("From 2 to {most} units.", most=MAX_NTH)
    elif not free and not 1 <= terms.value <= (100 if percent else MAX_BALANCE):
        yield (
            "value",
            say("From 1 to 100 percent.") if percent else say("The amount must be above 0."),
        )
    if terms.cap is not None and terms.rule != "percent":
        yield "cap", say("Only a percentage discount can have a cap.")
    elif terms.cap is not None and not 1 <= terms.cap <= MAX_BALANCE:
        yield "cap", say("The cap must be above 0.")
    if not 0 <= terms.minimum <= MAX_BALANCE:
        yield "minimum", say("The minimum must not be below 0.")
    if terms.currency is None:
        if terms.rule in ("fixed", "set-fixed") or terms.cap is not None or terms.minimum:
            yield "currency", say("An amount, a cap or a minimum needs its currency.")
    elif not is_currency(terms.currency):
        yield "currency", say("{currency} is not a currency.", currency=terms.currency[:20])


def faults_of_window(
    begins: tuple[str, datetime], ends: tuple[str, datetime | None]
) -> Iterator[tuple[str, str]]:
    """What is wrong with a time from and until, by the names of their fields."""
    for field, moment in (begins, ends):
        if moment is not None and not EARLIEST <= moment < LATEST:
            yield (
                field,
                say("Use a year from {first} to {last}.", first=EARLIEST.year, last=LATEST.year),
            )
    if ends[1] is not None and ends[1] <= begins[1]:
        yield ends[0], say("The end must be later than the start.")


def faults_of_counts(*counts: tuple[str, int | None, int]) -> Iterator[tuple[str, str]]:
    """Of each field its count, if it has one, and the most it may be."""
    for field, count, most in counts:
        if count is not None and not 1 <= count <= most:
            yield field, say("From 1 to {most}.", most=most)


def phase_at(
    now: datetime, begins: datetime, ends: datetime | None, ended: datetime | None
) -> Phase:
    """``ended``: when staff ended it early, if they did."""
    if ended is not None:
        return "closed"
    if now < begins:
        return "upcoming"
    return "open" if ends is None or now < ends else "closed"
