"""Specification B's shop: it charges what the preset `marketplace` says, and its people log in."""

from collections.abc import Awaitable, Callable, Iterator

import pytest

from tests.support.market import Buyer, Market, expect
from tests.support.markets import market_as_asked
from tests.support.member import Member
from tests.support.postgres import Postgres
from tests.support.straight import insert_user

Visit = Callable[..., Buyer]
SETTINGS = "/api/staff/settings"


@pytest.fixture(scope="package")
def marketplace(postgres: Postgres, stocked: str) -> Iterator[Market]:
    """A shop that charges as specification B does; no limits."""
    with market_as_asked(postgres, stocked, {"HOLDFAST_LIMITS": "off"}) as opened:
        expect(opened.staff.patch(SETTINGS, json={"currency": "EUR"}))
        preset = expect(opened.staff.patch(SETTINGS, json={"preset": "marketplace"}))
        # Most tests here are of other things than where it goes.
        ways = [one | {"toAddress": False} for one in preset["shippingMethods"]]
        expect(opened.staff.patch(SETTINGS, json={"shippingMethods": ways}))
        yield opened


@pytest.fixture
def join(marketplace: Market, visit: Visit) -> Callable[[], Awaitable[Member]]:
    """``await join()``: somebody new, logged in."""

    async def enter() -> Member:
        user, token = await insert_user(marketplace.database_url)
        headers = {"Authorization": f"Bearer {token}"}
        return Member(visit(marketplace, **headers), user, headers)

    return enter
