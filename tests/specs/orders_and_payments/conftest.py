"""Specification C's people: a user id that was typed in."""

import secrets
from collections.abc import Callable

import pytest

from tests.support.market import Buyer, Market
from tests.support.member import Member

Visit = Callable[..., Buyer]


@pytest.fixture
def type_in(market: Market, visit: Visit) -> Callable[..., Member]:
    """``type_in("1")``: the user with this id; without one, a user nobody has been."""

    def enter(user_id: str | None = None) -> Member:
        headers = {"X-User-Id": user_id or secrets.token_hex(6)}
        return Member(visit(market, **headers), headers["X-User-Id"], headers)

    return enter
