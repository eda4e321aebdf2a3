"""Until when a card can be charged: to the end of its month."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from holdfast.kit import new_id
from holdfast.repeats import Repeat, RepeatCard


def a_repeat(card: RepeatCard | None, next_on: date | None) -> Repeat:
    return Repeat(
        id=new_id(), owner="user:1", order_id=UUID(int=1), status="active", every="4w", lines=(),
        package_id=None, method=None, region=None, address_text=None,
        pay_by="link" if card is None else "card", card=card, locale=None, first_on=next_on,
        next_on=next_on, told_on=None, rev=1, reason="", note="",
        created_at=datetime(2026, 1, 1, tzinfo=UTC), ended_at=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "before"),
    [(date(2028, 2, 1), False), (date(2028, 2, 29), False), (date(2028, 3, 1), True)],
)
def test_a_card_is_good_to_the_last_day_of_its_month(day: date, before: bool) -> None:
    card = RepeatCard("stripe", "pm_1", "visa", "4242", 2, 2028)
    assert card.good_until == date(2028, 2, 29)
    assert a_repeat(card, day).card_ends_before is before


def test_what_no_card_pays_or_has_no_next_day_has_none_that_ends_before() -> None:
    card = RepeatCard("stripe", "pm_1", "visa", "4242", 2, 2020)
    assert not a_repeat(None, date(2028, 3, 1)).card_ends_before
    assert not a_repeat(card, None).card_ends_before
