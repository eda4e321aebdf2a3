"""The pictures of photographers and studios, as the catalogue knows pictures."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from holdfast.booking import portfolios_of
from holdfast.catalog import Image

__all__ = ["ShownPortfolio", "main_pictures", "portfolio_of"]

_images = msgspec.json.Decoder(tuple[Image, ...])


class ShownPortfolio(Struct, frozen=True):
    """The main picture first; ``version`` counts its changes."""

    version: int = 0
    images: tuple[Image, ...] = ()


async def portfolio_of(pool: asyncpg.Pool, resource: UUID) -> ShownPortfolio:
    """Empty, if there is none yet."""
    found = (await portfolios_of(pool, [resource])).get(resource)
    if found is None:
        return ShownPortfolio()
    return ShownPortfolio(found.version, _images.decode(found.images))


async def main_pictures(pool: asyncpg.Pool, ids: Sequence[UUID]) -> dict[UUID, Image]:
    """The first picture of each that has one."""
    found = await portfolios_of(pool, ids, main=True)
    return {
        resource: images[0]
        for resource, one in found.items()
        if (images := _images.decode(one.images))
    }
