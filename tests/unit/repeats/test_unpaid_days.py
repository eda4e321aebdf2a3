"""How many days in a row were not paid."""

from datetime import UTC, date, datetime
from uuid import UUID

from holdfast.kit import new_id
from holdfast.repeats import RepeatStep, SkipReason, StepKind, days_unpaid, is_off, uncharged

AT = datetime(2026, 5, 1, tzinfo=UTC)


def step(
    what: StepKind, order: UUID | None = None, reason: SkipReason | str = "", day: int = 1
) -> RepeatStep:
    return RepeatStep(1, what, date(2026, 5, day), order, reason, AT)


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
        step("skipped", reason="asked", day=2),
        step("ordered", off[1]),
    ]
    assert days_unpaid(newest_first, off) == 2


def test_a_day_left_out_after_it_was_ordered_does_not_count() -> None:
    off = [new_id(), new_id()]
    newest_first = [
        step("skipped", reason="asked", day=2),
        step("ordered", off[0], day=2),
        step("ordered", off[1]),
    ]
    assert days_unpaid(newest_first, off) == 1
    assert [is_off(newest_first, one) for one in off] == [True, False]


def test_a_day_that_was_left_out_before_it_was_ordered_after_all_stands() -> None:
    order = new_id()
    newest_first = [step("ordered", order), step("restored"), step("skipped", reason="asked")]
    assert not is_off(newest_first, order)
    assert uncharged(newest_first) == newest_first[0]


def test_the_day_ordered_last_waits_for_its_charge_until_its_card_is_asked() -> None:
    order = new_id()
    ordered = step("ordered", order)
    assert uncharged([step("changed"), ordered, step("begun")]) == ordered
    for then in (step("charged", order), step("declined", order), step("skipped", reason="asked")):
        assert uncharged([then, ordered]) is None
    assert uncharged([step("begun")]) is None


def test_the_count_begins_anew_when_it_goes_on() -> None:
    off = [new_id(), new_id()]
    newest_first = [step("ordered", off[0]), step("resumed"), step("ordered", off[1])]
    assert days_unpaid(newest_first, off) == 1
    assert days_unpaid([step("begun"), step("ordered", off[0])], off) == 0
    assert days_unpaid([], off) == 0
