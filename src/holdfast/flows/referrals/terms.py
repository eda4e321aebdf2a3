"""The terms on which friends are invited, as a merchant writes them: what makes them sound, and the
promotion and the campaign that they are. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.groups import GroupTerms
from holdfast.kit import FieldError
from holdfast.kit.sentences import LANGUAGES, Sentence, in_language, say
from holdfast.promotions import (
    MAX_PER_CUSTOMER,
    PromotionTerms,
    Terms,
    faults,
    promotion_faults,
)
from holdfast.referrals import MAX_WAIT_DAYS, MOST_A_YEAR

__all__ = [
    "Advantage", "AdvantageRule", "ProgramTerms", "advantage_of", "campaign_terms", "friends_group",
    "promotion_terms", "terms_faults",
]  # fmt: skip

AdvantageRule: TypeAlias = Literal["percent", "fixed"]
_FRIENDS: Final = say("Invited friends")
_OF_FRIENDS: Final = say("Invited by a friend")
_THANKS: Final = say("Thanks for inviting a friend")
_OF_COUNTS: Final = frozenset({"quantity", "validDays"})


class Advantage(Struct, frozen=True):
    """What somebody gets: so many percent, or an amount, off the goods of an order that come to
    ``minimum`` at least. Amounts are minor units of the shop's currency."""

    rule: AdvantageRule
    value: int
    minimum: int = 0


class ProgramTerms(Struct, frozen=True, kw_only=True):
    """``friend`` has it off the first order; who invited gets a coupon for the ``reward``, valid
    for ``valid_days``, ``wait_days`` after the friend paid: at most ``most_a_year`` of them, and
    all who invite together ``quantity``."""

    friend: Advantage
    reward: Advantage
    valid_days: int
    quantity: int
    wait_days: int
    most_a_year: int


def promotion_terms(
    terms: ProgramTerms, group_id: UUID, currency: str | None, now: datetime
) -> PromotionTerms:
    """What friends have."""
    return PromotionTerms(
        **_discount(_OF_FRIENDS, terms.friend, currency),
        first_order=True,
        groups=frozenset({group_id}),
        opens_at=now,
    )


def campaign_terms(terms: ProgramTerms, currency: str | None, now: datetime) -> Terms:
    """What who invites gets: nobody can ask for it."""
    return Terms(
        **_discount(_THANKS, terms.reward, currency),
        quantity=terms.quantity,
        per_customer=min(terms.quantity, MAX_PER_CUSTOMER),
        opens_at=now,
        valid_days=terms.valid_days,
        thanks=True,
    )


def friends_group() -> GroupTerms:
    """Into which friends come."""
    return GroupTerms(name=str(_FRIENDS), translations=_by_language(_FRIENDS))


def advantage_of(terms: PromotionTerms | Terms) -> Advantage:
    """As it was written."""
    rule: AdvantageRule = "percent" if terms.rule == "percent" else "fixed"
    return Advantage(rule, terms.value, terms.minimum)


def terms_faults(
    terms: ProgramTerms, currency: str | None, now: datetime
) -> tuple[FieldError, ...]:
    """Everything that is wrong with them, by field."""
    return tuple(_faults(terms, currency, now))


def _faults(terms: ProgramTerms, currency: str | None, now: datetime) -> Iterator[FieldError]:
    group = UUID(int=0)
    for one in promotion_faults(promotion_terms(terms, group, currency, now)):
        yield FieldError(f"friend.{one.field}", one.code, one.detail)
    for one in faults(campaign_terms(terms, currency, now)):
        field = one.field if one.field in _OF_COUNTS else f"reward.{one.field}"
        if one.field != "perCustomer":
            yield FieldError(field, one.code, one.detail)
    if not 0 <= terms.wait_days <= MAX_WAIT_DAYS:
        said = say("From 0 to {most} days.", most=MAX_WAIT_DAYS)
        yield FieldError("waitDays", "invalid", said)
    if not 1 <= terms.most_a_year <= MOST_A_YEAR:
        yield FieldError("mostAYear", "invalid", say("From 1 to {most}.", most=MOST_A_YEAR))


def _discount(name: Sentence, of: Advantage, currency: str | None) -> dict[str, Any]:
    in_money = of.rule == "fixed" or of.minimum > 0
    return {
        "name": str(name),
        "translations": _by_language(name),
        "rule": of.rule,
        "value": of.value,
        "minimum": of.minimum,
        "currency": currency if in_money else None,
    }


def _by_language(name: Sentence) -> Mapping[str, str]:
    return {one: in_language(name, one) for one in LANGUAGES if one != "en"}
