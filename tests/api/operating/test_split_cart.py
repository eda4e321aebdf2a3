"""In the split shop a cart lies with orders: told through the gateways, and what payments says was
paid for leaves it."""

import pytest

from tests.api.operating.services import handle_of, open_wallet
from tests.api.shop.carts import CartWatcher, add, cart, lines
from tests.support.market import Buyer, Market, expect

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


async def test_a_cart_is_filled_told_and_bought(split: Market, ann: Buyer) -> None:
    goods, stays = split.goods(5), split.goods(5)
    await open_wallet(ann, 5000)
    async with CartWatcher(f"{split.url}?userId={handle_of(ann)}", {}) as tab:
        assert await tab.subscribe() == {"ok": True}
        expect(await add(ann, goods, 2))
        expect(await add(ann, stays))
        await tab.until(lambda: tab.pieces == 3)
        asked = {"items": [goods.line(2)], "paymentMethod": "wallet", "fromCart": True}
        assert (await ann.post("/api/orders", asked)).status_code in (201, 202)
        await tab.until(lambda: tab.pieces == 1)
    assert lines(await cart(ann)) == [(stays.variant_id, 1)]
