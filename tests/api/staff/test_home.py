"""Where staff begin: what needs doing, and today."""

from collections.abc import Callable

import httpx
import pytest

from tests.api.conftest import CUSTOMER, MANAGER
from tests.api.shop.wallet_buyers import member
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.postgres import execute
from tests.support.server import ServerProcess

pytestmark = pytest.mark.alone

Visit = Callable[..., Buyer]
PATH = "/api/staff/home"
COUNTS = {
    "unpaid", "refundsFailed", "refundsOwed", "toSend", "newReviews", "soldOut", "lowStock",
    "stuck", "calendarQuestions", "firstSteps", "providersAway", "toCapture", "suspects",
    "returns", "silentParcels",
    "disputes", "conflicts", "restsOverdue", "messages", "reported", "receipts",
    "sellersApplied", "bookingRequests", "newQuestions", "questions",
}  # fmt: skip
TO_SELL = ("name", "currency", "product", "payment", "order")


def test_a_new_shop_has_its_first_steps_and_nothing_else_to_do(
    shop: ServerProcess, client: httpx.Client
) -> None:
    refusal(client.get(PATH), 401, "login-required")
    log_in(client, CUSTOMER)
    refusal(client.get(PATH), 403, "forbidden")
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as staff:
        log_in(staff, MANAGER)
        found = expect(staff.get(PATH))
        steps = expect(staff.get("/api/staff/first-steps"))
        assert found["toDo"] == dict.fromkeys(COUNTS, 0) | {
            "firstSteps": [steps[one] for one in TO_SELL].count(False)
        }
        assert found["selling"] is True
        assert found["today"]["orders"] == 0
        assert found["today"]["from"] == found["today"]["to"]
        expect(staff.patch("/api/staff/settings", json={"manualPayment": False}))
        assert expect(staff.get(PATH))["selling"] is False
        expect(staff.patch("/api/staff/settings", json={"manualPayment": True}))


async def test_home_says_what_troubles_the_machine_and_whose_login_is_a_password_alone(
    shop: ServerProcess,
) -> None:
    """In the reader's language; who sets nothing up is told of neither."""
    add = (
        "INSERT INTO shop_alerts (name, subject, count, known) VALUES"
        " ('disk-full', '/srv', 3, true), ('refund-failed', 'refunds', 1, true)"
    )
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as staff:
        log_in(staff, MANAGER)
        # The next look of the shop itself ends what is not so.
        await execute(shop.database_url, add)
        found = expect(staff.get(PATH, params={"locale": "ru"}))
        assert found["secondFactor"]["missing"] is True
        assert found["secondFactor"]["staffWithout"] >= 1
    said = [(one["name"], one["said"]) for one in found["alerts"]]
    assert said == [("disk-full", "Диск с /srv почти полон: свободно 3 %")]


async def test_what_is_sold_is_of_today_and_to_be_sent(market: Market, visit: Visit) -> None:
    before = expect(market.staff.get(PATH))
    await visit(market).buy(market.goods(2))

    async def counted() -> bool:
        now = expect(market.staff.get(PATH))
        midnight = now["today"]["from"] != before["today"]["from"]
        return bool(midnight or now["today"]["orders"] > before["today"]["orders"])

    await eventually(counted, PATIENCE, "the sale is of today")
    now = expect(market.staff.get(PATH))
    assert set(now["toDo"]) == COUNTS
    assert 1 <= now["toDo"]["toSend"] <= 100


async def test_who_asked_to_sell_waits_for_staff(market: Market, visit: Visit) -> None:
    def waiting() -> int:
        return int(expect(market.staff.get(PATH))["toDo"]["sellersApplied"])

    before, weaver = waiting(), await member(market, visit)
    asked = await weaver.post("/api/seller-applications", {"name": "Mill & Loom"})
    (seller,) = expect(asked, 201)["sellers"]
    assert waiting() == before + 1
    expect(market.staff.post(f"/api/staff/sellers/{seller['id']}/approve", json={}))
    assert waiting() == before
