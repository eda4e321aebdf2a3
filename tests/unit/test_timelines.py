"""An order's timeline is told with causes before effects."""

from datetime import UTC, datetime, timedelta

from holdfast.views.timelines import Moment, What, told_in_order

START = datetime(2026, 1, 1, tzinfo=UTC)


def moments(*words: What) -> list[Moment]:
    return [
        Moment(START + timedelta(microseconds=at), word, "guest:1", "r")
        for at, word in enumerate(words)
    ]


def test_paid_comes_before_captured_though_it_was_written_after() -> None:
    told = told_in_order(moments("held", "captured", "paid"))
    assert [moment.what for moment in told] == ["held", "paid", "captured"]
    assert sorted(told, key=lambda moment: moment.at) == told


def test_an_order_that_is_refunded_is_cancelled_before_its_units_return() -> None:
    told = told_in_order(
        moments("held", "paid", "captured", "returned", "cancelled", "refundBegun")
    )
    assert [moment.what for moment in told][-3:] == ["cancelled", "returned", "refundBegun"]


def test_a_rescue_keeps_its_order() -> None:
    told = told_in_order(moments("held", "expired", "cancelled", "held", "captured", "paid"))
    assert [moment.what for moment in told] == [
        "held", "expired", "cancelled", "held", "paid", "captured",
    ]  # fmt: skip
