"""Who was offered what they waited for and did not take it in time reads that, not that an order of
theirs is off."""

from typing import Any

import pytest

from holdfast.flows.mailing.kinds import KINDS
from holdfast.mail import Written, examples, filled


def told(reason: str, locale: str, *, offered: bool, declined: bool = False) -> Written:
    (kind,) = [one for one in KINDS if one.name == "order-cancelled"]
    said: dict[str, Any] = examples()[kind.about.name]
    order = said["order"] | {"reason": reason, "offered": offered, "declined": declined}
    return filled({}, kind.name, locale, said | {"order": order})


@pytest.mark.parametrize(
    ("locale", "next_one"),
    [("en", "the next in line"), ("ru", "очередь следующего"), ("ko", "다음 분께")],
)
def test_an_offer_that_ran_out_is_no_order_that_was_cancelled(locale: str, next_one: str) -> None:
    over = told("expired", locale, offered=True)
    assert next_one in over.body
    assert "7F3K9QZP" not in over.title
    for other in (told("expired", locale, offered=False), told("buyer", locale, offered=True)):
        assert next_one not in other.body
        assert "7F3K9QZP" in other.title


@pytest.mark.parametrize(
    ("locale", "declined"), [("en", "declined"), ("ru", "отклонена"), ("ko", "거절")]
)
def test_a_payment_that_was_declined_is_called_so(locale: str, declined: str) -> None:
    """It was tried in time; only what staff call unpaid, or ran out, was not."""
    mail = told("unpaid", locale, offered=False, declined=True)
    assert declined in mail.title
    assert declined in mail.body
    for reason in ("expired", "unpaid"):
        late = told(reason, locale, offered=False)
        assert declined not in late.title + late.body
