"""A photographer is told of what is paid out to them, as a seller is."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.api.operating.conftest import ANNA
from tests.api.operating.test_mails import one_mail
from tests.support.mail_server import MailServer
from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.server import until
from tests.support.studio import Someone, day_ahead

BOOKINGS = "/api/bookings"


@pytest.fixture
def service(staff: httpx.Client, anna: Someone) -> str:
    """Half of what is kept is Anna's, and all of it is kept."""
    expect(staff.patch("/api/staff/settings", json={"payoutHoldDays": 0, "payoutDays": 0}))
    asked: dict[str, Any] = {
        "name": "Shared portrait",
        "currency": "EUR",
        "lengths": {"minutes": [60]},
        "price": {"amount": 8_000},
        "needs": [{"role": "who", "kind": "photographer", "resources": [str(anna.id)]}],
        "policy": {"steps": [{"minutes": 500_000, "percent": 100}]},
        "shares": {"photographer": 5_000},
    }
    return str(expect(staff.post("/api/staff/services", json=asked), 201)["id"])


def test_a_photographer_is_told_that_money_was_sent_or_came_back(
    visitor: Callable[..., httpx.Client],
    staff: httpx.Client,
    post: MailServer,
    anna: Someone,
    service: str,
) -> None:
    guest, at = visitor(), f"/api/staff/resources/{anna.id}"
    for day, (word, settled) in enumerate(
        (
            ("paid", {"reference": "SEPA 12"}),
            ("failed", {"reason": "the account is closed"}),
        ),
        28,
    ):
        body = {"serviceId": service, "start": f"{day_ahead(day)}T10:00"}
        held = expect(guest.post(f"{BOOKINGS}/hold", json=body))
        expect(staff.post(f"/api/staff/bookings/{held['bookingId']}/confirm"))
        expect(guest.post(f"{BOOKINGS}/{held['bookingId']}/cancel", json={}))

        until(lambda: payable(staff, at) == 4_000, PATIENCE, "half of it is Anna's")
        made = expect(staff.post(f"{at}/payouts", json={"currency": "EUR"}), 201)
        expect(staff.post(f"/api/staff/payouts/{made['id']}/{word}", json=settled))
        title = "Payout: €40" if word == "paid" else "did not arrive"
        mail = one_mail(post, ANNA, title).text("plain")
        assert "https://shop.example/my/income" in mail
        assert next(iter(settled.values())) in mail


def payable(staff: httpx.Client, at: str) -> int:
    found = expect(staff.get(f"{at}/money"))["standings"]
    return int(found[0]["payable"]) if found else 0
