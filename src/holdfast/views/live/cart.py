"""Live carts: that one's own has changed, in every tab, also a guest's."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.cart import read_carts
from holdfast.db.engine import Database
from holdfast.kit import shop_now
from holdfast.live import Channel, Reads, Who

__all__ = ["LIVE_CART", "CartNews"]

OWN: Final = "cart"


class CartNews(Struct, frozen=True, rename="camel"):
    """One's own cart: how many pieces of how many things lie in it. What they are, `GET /api/cart`
    tells whoever knows an older version."""

    cart_id: str
    lines: int
    pieces: int
    version: int


def _source(database: Database, _: int) -> Reads[str, CartNews]:
    async def read(
        owners: Sequence[str], _: Sequence[UUID]
    ) -> Mapping[str, Mapping[str, CartNews]]:
        found = await read_carts(database.pool, owners, shop_now())
        return {
            owner: {owner: CartNews(OWN, len(cart.items), cart.pieces, cart.version)}
            for owner, cart in found.items()
        }

    return Reads(read)


def _gone(before: CartNews) -> CartNews:
    return replace(before, lines=0, pieces=0, version=before.version + 1)


LIVE_CART: Final[Channel[str, Any]] = Channel(
    name="cart",
    event="cart",
    about="one's own cart, in every tab",
    listed="carts",
    who=Who.OWNERS,
    source=_source,
    state=CartNews,
    update=CartNews,
    gone=_gone,
)
