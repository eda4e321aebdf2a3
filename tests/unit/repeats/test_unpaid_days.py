"""How many days in a row were not paid."""

from datetime import UTC, date, datetime
from uuid import UUID

from holdfast.kit import new_id
from holdfast.repeats import RepeatStep, SkipReason, StepKind, days_unpaid

AT = datetime(2026, 5, 1, tzinfo=UTC)


def step(what: StepKind, order: UUID | None = None, reason: SkipReason | str = "") -> RepeatStep:
    return RepeatStep(1, what, date(2026, 5, 1), order, reason, AT)


def test_orders_that_nobody_paid_and_empty_wallets_count_until_one_was_paid() -> None:
    off, paid = [new_id() for _ in range(3)], new_id()
    newest_first = [
        step("ordered", off[0]),
        step("skipped", reason="wallet"),
        step("ordered", off[1]),
        step("ordered", paid),
        step("ordered", off[2]),
    ]
    assert days_unpaid(newest_first, off) == 3


def test_a_day_left_out_for_anything_else_neither_counts_nor_ends_the_row() -> None:
    off = [new_id(), new_id()]
    newest_first = [
        step("ordered", off[0]),
        step("skipped", reason="stock"),
        step("changed"),
        step("skipped", reason="asked"),
        step("ordered", off[1]),
    ]
    assert days_unpaid(newest_first, off) == 2


def test_the_count_begins_anew_when_it_goes_on() -> None:
    off = [new_id(), new_id()]
    newest_first = [step("ordered", off[0]), step("resumed"), step("ordered", off[1])]
    assert days_unpaid(newest_first, off) == 1
    assert days_unpaid([step("begun"), step("ordered", off[0])], off) == 0
    assert days_unpaid([], off) == 0
