"""The terms on which friends are invited: what they become, and what is wrong with them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from holdfast.flows.referrals.following import comes_to_enough
from holdfast.flows.referrals.terms import (
    Advantage,
    ProgramTerms,
    advantage_of,
    campaign_terms,
    promotion_terms,
    terms_faults,
)

NOW = datetime(2026, 11, 30, tzinfo=UTC)
GROUP = UUID(int=7)
TERMS = ProgramTerms(
    friend=Advantage("percent", 10, 3000),
    reward=Advantage("fixed", 1000),
    valid_days=90,
    quantity=500,
    wait_days=14,
    most_a_year=10,
)


def faults_of(**other: Any) -> set[str]:
    return {one.field for one in terms_faults(replace(TERMS, **other), "EUR", NOW)}


def test_friends_have_a_promotion_for_their_first_order_and_nobody_else() -> None:
    made = promotion_terms(TERMS, GROUP, "EUR", NOW)
    assert (made.first_order, made.groups, made.code) == (True, frozenset({GROUP}), None)
    assert (made.rule, made.value, made.minimum, made.currency) == ("percent", 10, 3000, "EUR")
    assert set(made.translations) == {"ru", "ko"}


def test_who_invites_gets_a_coupon_that_nobody_can_ask_for() -> None:
    made = campaign_terms(TERMS, "EUR", NOW)
    assert (made.thanks, made.quantity, made.valid_days) == (True, 500, 90)
    assert (made.rule, made.value, made.currency) == ("fixed", 1000, "EUR")


def test_a_percentage_without_amounts_is_for_carts_of_any_currency() -> None:
    alone = replace(TERMS, friend=Advantage("percent", 10))
    assert promotion_terms(alone, GROUP, "EUR", NOW).currency is None


def test_what_was_written_is_read_again() -> None:
    assert advantage_of(promotion_terms(TERMS, GROUP, "EUR", NOW)) == TERMS.friend
    assert advantage_of(campaign_terms(TERMS, "EUR", NOW)) == TERMS.reward
    assert terms_faults(TERMS, "EUR", NOW) == ()


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"friend": Advantage("percent", 101)}, "friend.value"),
        ({"reward": Advantage("fixed", 0)}, "reward.value"),
        ({"reward": Advantage("fixed", 5, -1)}, "reward.minimum"),
        ({"valid_days": 0}, "validDays"),
        ({"quantity": 0}, "quantity"),
        ({"wait_days": -1}, "waitDays"),
        ({"wait_days": 366}, "waitDays"),
        ({"most_a_year": 0}, "mostAYear"),
        ({"most_a_year": 1001}, "mostAYear"),
    ],
)
def test_each_fault_names_its_field(other: dict[str, Any], field: str) -> None:
    assert faults_of(**other) == {field}


@pytest.mark.parametrize(
    ("of", "enough"),
    [((3000, "EUR"), True), ((2999, "EUR"), False), ((5000, "RUB"), False), ((0, "EUR"), False)],
)
def test_an_order_below_the_least_is_no_first_one(of: tuple[int, str], enough: bool) -> None:
    friend = promotion_terms(TERMS, GROUP, "EUR", NOW)
    assert comes_to_enough(friend, *of) is enough
