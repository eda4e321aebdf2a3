"""Which day that was left out may be the next again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from holdfast.kit import new_id
from holdfast.repeats import Repeat, RepeatStep, StepKind, may_come_back

TODAY = date(2026, 5, 1)
AT = datetime(2026, 5, 1, tzinfo=UTC)
ONE = Repeat(
    id=new_id(), owner="user/1", order_id=new_id(), status="active", every="1w", lines=(),
    package_id=None, method=None, region=None, address_text=None, pay_by="link", card=None,
    locale=None, first_on=TODAY - timedelta(7), next_on=TODAY + timedelta(21), told_on=None,
    rev=4, reason="", note="", created_at=AT, ended_at=None,
)  # fmt: skip


def left_out(days: int, what: StepKind = "skipped", reason: str = "asked") -> RepeatStep:
    return RepeatStep(1, what, TODAY + timedelta(days), None, reason, AT)


def test_the_last_that_was_left_out_comes_back_first_and_then_the_one_before() -> None:
    both = [left_out(14), left_out(7)]
    assert may_come_back(ONE, both, TODAY) == TODAY + timedelta(14)
    undone = replace(ONE, next_on=TODAY + timedelta(14))
    again = [left_out(14, "restored", ""), *both]
    assert may_come_back(undone, again, TODAY) == TODAY + timedelta(7)


def test_one_that_is_left_out_once_more_comes_back_once_more() -> None:
    steps = [left_out(14), left_out(14, "restored", ""), left_out(14)]
    assert may_come_back(ONE, steps, TODAY) == TODAY + timedelta(14)


@pytest.mark.parametrize(
    ("one", "step"),
    [
        (ONE, left_out(0)),
        (ONE, left_out(-7)),
        (ONE, left_out(14, reason="stock")),
        (ONE, left_out(21)),
        (replace(ONE, status="paused"), left_out(14)),
        (replace(ONE, status="ended"), left_out(14)),
        (replace(ONE, first_on=TODAY + timedelta(21)), left_out(14)),
    ],
    ids=["due", "past", "not asked", "is next", "paused", "ended", "counted from later"],
)
def test_none_that_is_due_or_past_or_no_day_of_it_any_more(one: Repeat, step: RepeatStep) -> None:
    assert may_come_back(one, [step], TODAY) is None
