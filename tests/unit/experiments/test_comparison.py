"""What is said of an experiment: nothing before there are enough visitors."""

from datetime import UTC, datetime
from uuid import UUID

from holdfast.experiments import Change, Counted, Experiment, Terms, Variant, compared, in_the_way

NOW = datetime(2026, 11, 26, tzinfo=UTC)
WORDS = Change({"product.add": {"en": "Get it"}})


def an_experiment(*weights: int, change: Change = WORDS) -> Experiment:
    """3% buy, and one more of a hundred matters."""
    variants = tuple(
        Variant(f"{at}", weight, change if at else Change()) for at, weight in enumerate(weights)
    )
    terms = Terms("button", "Button", "order-paid", 300, 100, variants)
    return Experiment(terms, UUID(int=1), "running", 1, False, None, NOW, NOW, None)


def verdicts(experiment: Experiment, *counts: tuple[int, int]) -> list[str]:
    counted = {at: Counted(visitors, orders) for at, (visitors, orders) in enumerate(counts)}
    return [one.verdict for one in compared(experiment, counted).outcomes]


def test_nothing_is_decided_before_every_variant_has_the_visitors_needed() -> None:
    two = an_experiment(1, 1)
    assert compared(two, {}).needed == 5301
    assert verdicts(two, (5300, 100), (5400, 300)) == ["control", "too-early"]
    assert verdicts(two, (5301, 100), (5400, 300)) == ["control", "better"]
    assert verdicts(two, (5301, 300), (5400, 100)) == ["control", "worse"]
    assert verdicts(two, (5301, 160), (5400, 170)) == ["control", "no-difference"]


def test_of_several_each_needs_more_and_is_judged_more_strictly() -> None:
    two, four = an_experiment(1, 1), an_experiment(1, 1, 1, 1)
    assert compared(four, {}).needed > compared(two, {}).needed
    barely = (8000, 290)
    assert verdicts(two, (8000, 240), barely) == ["control", "better"]
    assert verdicts(four, (8000, 240), barely, barely, barely)[1:] == ["no-difference"] * 3


def test_visitors_that_do_not_fall_as_the_weights_say_are_told() -> None:
    two = an_experiment(3, 1)
    fair, lost = {0: Counted(7500), 1: Counted(2500)}, {0: Counted(7500), 1: Counted(2100)}
    assert not compared(two, fair).uneven
    assert compared(two, lost).uneven


def test_two_that_change_the_same_are_in_each_others_way() -> None:
    one = an_experiment(1, 1)
    other = an_experiment(1, 1, change=Change(arranged={"free-times": "list"}))
    assert in_the_way(one.terms, [other]) is None
    assert in_the_way(one.terms, [other, one]) is one
