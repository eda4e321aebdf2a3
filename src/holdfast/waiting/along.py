"""Goods that go along with a time that somebody waits for."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

__all__ = ["Along", "along_text", "read_along"]


class Along(Struct, frozen=True, rename="camel"):
    """So many units of a variant; ``name`` as it was called when they were chosen."""

    product_id: UUID
    variant_id: UUID
    name: str
    quantity: int


read_along: Final = msgspec.json.Decoder(tuple[Along, ...]).decode


def along_text(some: Sequence[Along]) -> str:
    """As a row has them."""
    return msgspec.json.encode(list(some)).decode()
