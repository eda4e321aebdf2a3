"""The shop's clock: the database's as it was last read, going on evenly since."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from holdfast.kit import clock
from holdfast.kit.clock import set_shop_clock, shop_now, skew, utc_now


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    before = clock.ShopClock.read
    set_shop_clock(None)
    yield
    clock.ShopClock.read = before


def test_nobody_measured_so_it_is_this_machine_s() -> None:
    assert abs(skew()) < 1
    assert shop_now() - utc_now() < timedelta(seconds=1)


def test_it_goes_on_from_what_was_read() -> None:
    read = datetime(2026, 1, 1, tzinfo=UTC)
    set_shop_clock(read, time.monotonic() - 30)
    assert timedelta(seconds=30) <= shop_now() - read < timedelta(seconds=31)


def test_a_step_of_this_machine_s_clock_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    set_shop_clock(utc_now(), time.monotonic())
    before = shop_now()

    class Stepped(datetime):
        @classmethod
        def now(cls, *_: object) -> datetime:  # type: ignore[override]
            return datetime.fromtimestamp(time.time() + 3600, UTC)

    monkeypatch.setattr(clock, "datetime", Stepped)
    assert shop_now() - before < timedelta(seconds=1)
    assert -3601 < skew() < -3599
