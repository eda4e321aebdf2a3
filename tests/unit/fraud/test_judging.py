"""What speaks against an order: by which rule, for how many points, and what follows."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from holdfast.flows.guarding.judging import Listing, Seen, judged
from holdfast.fraud import FraudReason
from holdfast.shop import FraudRule, FraudRules, fraud_faults

ACCOUNT = FraudRule("account", 40, most=2)
DECLINED = FraudRule("declined", 30, most=0)
ABROAD = FraudRule("countries", 25)
LARGE = FraudRule("first-order", 20, amount=50_000, currency="EUR")
RULES = FraudRules(True, 50, 90, (ACCOUNT, DECLINED, ABROAD, LARGE))
QUIET = Seen((2, 0, 0, 0), 50_000, "EUR", is_first=False, country="DE", card_country="DE")


def test_each_rule_speaks_where_its_bound_is_passed_and_says_why() -> None:
    assert judged(RULES, QUIET) == judged(RULES, replace(QUIET, card_country=None))
    assert judged(RULES, QUIET).verdict == "pass"
    assert judged(RULES, QUIET).reasons == ()
    loud = replace(QUIET, counts=(3, 1, 0, 0), card_country="US", is_first=True)
    found = judged(RULES, loud)
    assert (found.verdict, found.score) == ("refuse", 115)
    assert found.reasons == (
        FraudReason("account", 40, 3, 2),
        FraudReason("declined", 30, 1, 0),
        FraudReason("countries", 25, detail="US DE"),
        FraudReason("first-order", 20, 50_000, 50_000, "EUR"),
    )
    # A first order in another currency, or one unit less, is not a large one.
    for other in (replace(loud, currency="USD"), replace(loud, total=49_999)):
        assert judged(RULES, other).score == 95


def test_from_how_many_points_on_a_person_looks_or_it_is_refused() -> None:
    two = judged(RULES, replace(QUIET, card_country="US", counts=(2, 1, 0, 0)))
    assert (two.verdict, two.score) == ("hold", 55)
    assert judged(replace(RULES, refuse_from=55), QUIET).verdict == "pass"
    same = replace(RULES, hold_from=55, refuse_from=55)
    assert judged(same, replace(QUIET, card_country="US", counts=(2, 1, 0, 0))).verdict == "refuse"


def test_who_is_listed_is_let_through_or_refused_whatever_the_rules_say() -> None:
    loud = replace(QUIET, counts=(9, 9, 0, 0), card_country="US", is_first=True)
    allowed = judged(RULES, replace(loud, listed=Listing("account", "allow")))
    assert (allowed.verdict, allowed.reasons[0]) == (
        "pass", FraudReason("allowed", detail="account"),
    )  # fmt: skip
    blocked = judged(RULES, replace(QUIET, listed=Listing("address", "block")))
    assert (blocked.verdict, blocked.score) == ("refuse", 0)
    assert blocked.reasons == (FraudReason("blocked", detail="address"),)


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(1, 100)), max_size=8),
    st.integers(1, 300),
    st.integers(0, 300),
)
def test_more_never_speaks_for_an_order(
    counted: list[tuple[int, int, int]], hold: int, more: int
) -> None:
    kinds = FraudRules(
        True, hold, hold + more,
        tuple(FraudRule("address", points, most=most) for most, _, points in counted),
    )  # fmt: skip
    seen = replace(QUIET, counts=tuple(count for _, count, _ in counted))
    found = judged(kinds, seen)
    worse = judged(kinds, replace(seen, counts=tuple(one + 1 for one in seen.counts)))
    assert found.score == sum(points for most, count, points in counted if count > most)
    assert worse.score >= found.score
    verdicts = ("pass", "hold", "refuse")
    assert verdicts.index(worse.verdict) >= verdicts.index(found.verdict)


def test_bounds_that_contradict_each_other_are_named() -> None:
    wrong = FraudRules(True, 60, 50, (ACCOUNT, FraudRule("first-order", 5, amount=1)))
    assert [field for field, _ in fraud_faults(wrong)] == [
        "fraud.refuseFrom", "fraud.rules[1].currency",
    ]  # fmt: skip
    assert list(fraud_faults(RULES)) == []
    assert list(fraud_faults(FraudRules())) == []
