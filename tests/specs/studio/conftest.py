"""Specification E's studio: a photographer, a place and a kit that nobody else's tests book."""

from collections.abc import Awaitable, Callable

import pytest

from tests.support.market import Buyer, Market
from tests.support.member import Member
from tests.support.photo_studio import PhotoStudio, set_up
from tests.support.straight import insert_user

Visit = Callable[..., Buyer]


@pytest.fixture(scope="module")
def studio(market: Market) -> PhotoStudio:
    """Of the module; its tests book on days of their own."""
    return set_up(market)


@pytest.fixture
def join(market: Market, visit: Visit) -> Callable[[], Awaitable[Member]]:
    """``await join()``: somebody new, logged in."""

    async def enter() -> Member:
        user, token = await insert_user(market.database_url)
        headers = {"Authorization": f"Bearer {token}"}
        return Member(visit(market, **headers), user, headers)

    return enter
