"""Specification D's people and goods: straight in the database."""

from collections.abc import Awaitable, Callable

import pytest

from tests.support.market import Buyer, Goods, Market
from tests.support.member import Member
from tests.support.straight import insert_product, insert_user

Visit = Callable[..., Buyer]


@pytest.fixture
def join(market: Market, visit: Visit) -> Callable[..., Awaitable[Member]]:
    """``await join(1000)``: somebody new, inserted, with so many points."""

    async def enter(points: int | None = 0) -> Member:
        user, token = await insert_user(market.database_url)
        headers = {"Authorization": f"Bearer {token}"}
        member = Member(visit(market, **headers), user, headers)
        if points is not None:
            await member.open(points)
        return member

    return enter


@pytest.fixture
def things(market: Market) -> Callable[..., Awaitable[Goods]]:
    """``await things(price=100, stock=5)``: a product, inserted, for points; stocked by staff."""

    async def put(price: int = 100, stock: int = 0) -> Goods:
        goods = await insert_product(market.database_url, price)
        if stock:
            market.change(goods, deposit=stock)
        return goods

    return put
