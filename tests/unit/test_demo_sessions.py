"""The fortnight around today of the demo's studios, as planned."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from holdfast.booking import resource_faults
from holdfast.booking.demo import CAST, HANDLES, OFFERS
from holdfast.booking.schedule import Schedule, schedule_faults
from holdfast.booking.services import service_faults
from holdfast.flows.demo.sessions import DAYS_AROUND, Session, fortnight

NOW = datetime(2026, 3, 14, 15, 9, 26, tzinfo=UTC)
LANGUAGES = ("en", "ru", "ko", "en")


@pytest.mark.parametrize("hours_later", range(0, 168, 31))
def test_nobody_is_in_two_places_and_the_past_is_over(hours_later: int) -> None:
    now = NOW + timedelta(hours=hours_later)
    sessions = fortnight(now, LANGUAGES)
    assert len(sessions) > 60
    busy: dict[str, list[Session]] = defaultdict(list)
    for one in sessions:
        assert one.made < one.paid < min(one.starts_at, now), one
        assert one.over is None or one.paid < one.over <= now, one
        assert abs(one.starts_at - now) < timedelta(days=DAYS_AROUND + 1)
        assert (one.ended == "to-come") == (one.over is None)
        assert one.ended != "begun" or one.starts_at <= now < one.ends_at
        for handle in one.who:
            busy[handle].append(one)
    for handle, those in busy.items():
        gap = timedelta(minutes=HANDLES[handle].buffer)
        for before, after in pairwise(those):
            assert before.ends_at + gap <= after.starts_at, handle


def test_the_same_day_is_planned_alike_twice_and_all_that_may_happen_does() -> None:
    assert fortnight(NOW, LANGUAGES) == fortnight(NOW, LANGUAGES)
    ends: Counter[str] = Counter()
    for day in range(7):
        ends += Counter(one.ended for one in fortnight(NOW + timedelta(days=day), LANGUAGES))
    assert set(ends) == {"to-come", "begun", "completed", "missed", "cancelled", "late"}


def test_what_the_studios_have_and_sell_can_be_kept() -> None:
    assert {one.city for one in CAST} == {"moscow", "berlin", "seoul"}
    for one in CAST:
        assert resource_faults(one.terms()) == []
        assert schedule_faults(Schedule(one.place.zone, one.rules())) == []
        assert all(one.names) and all(one.abouts)
    for offer in OFFERS:
        assert service_faults(offer.terms("RUB")) == ()
