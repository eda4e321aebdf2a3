"""What every contender does, and the purchase it does it with."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from holdfast.kit import new_id, short_code

__all__ = ["ANSWER", "DIGEST", "OWNER", "PRODUCT", "TTL", "Contender", "Purchase", "purchases"]

TTL = 900.0
OWNER = "guest:0198c5b0-7a3e-7c3a-9d8f-2f6f0f6e8f10"
PRODUCT = UUID("0198c5b0-7a3e-7c3a-9d8f-2f6f0f6e8f11")
DIGEST = b"0123456789abcdef"
ANSWER = (
    '{"reservation_id":"0198c5b0-7a3e-7c3a-9d8f-2f6f0f6e8f12",'
    '"order_id":"0198c5b0-7a3e-7c3a-9d8f-2f6f0f6e8f13","number":"7F3K9QZP"}'
)


class Purchase(Struct, frozen=True):
    """One unit for one order."""

    hold: UUID
    order: UUID
    number: str


def purchases(count: int) -> list[Purchase]:
    """Made ahead: inventing ids is not what is measured."""
    return [Purchase(new_id(), new_id(), short_code()) for _ in range(count)]


class Contender(Protocol):
    """A way to take units. ``purchase`` returns once it is as durable as this way ever is."""

    name: str

    async def open(self, keys: Sequence[str], stock: int, *, full: bool) -> None:
        """Begin on empty tables with ``stock`` of each key."""

    async def purchase(self, key: str, purchase: Purchase) -> bool:
        """Whether a unit of ``key`` was got."""

    async def taken(self) -> int:
        """Units gone, from the store's own count: what was acknowledged must be there."""

    async def close(self) -> None: ...
