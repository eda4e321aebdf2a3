"""Carts told live: each owner's own, whatever becomes of the others'."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from holdfast.live.channel import Reads
from holdfast.live.watched import Watched
from holdfast.views.live.cart import LIVE_CART, CartNews

FIRST, SECOND = "user:first", "user:second"


async def test_carts_that_are_gone_are_told_to_each_of_their_owners() -> None:
    carts = {FIRST: CartNews("cart", 1, 2, 1), SECOND: CartNews("cart", 2, 2, 7)}

    async def read(
        owners: Sequence[str], _: Sequence[UUID]
    ) -> Mapping[str, Mapping[str, CartNews]]:
        # However they are named: what is read twice under one name is no reason to heal no more.
        return {owner: {"cart": carts[owner]} for owner in owners if owner in carts}

    watched = Watched(LIVE_CART, Reads(read))
    await watched.watch([FIRST, SECOND])
    carts.clear()
    await watched.refresh([FIRST, SECOND])
    assert watched.drain() == {
        FIRST: [CartNews("cart", 0, 0, 2)],
        SECOND: [CartNews("cart", 0, 0, 8)],
    }
