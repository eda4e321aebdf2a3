"""Whose what is kept of a booking is: the photographer's, the studio's, and the rest the
platform's. Pure, to the minor unit."""

from collections.abc import Collection, Sequence
from typing import Final, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Struct

SharePart: TypeAlias = Literal["photographer", "studio"]

SHARE_WHOLE: Final = 10_000
"""Basis points."""


class Shares(Struct, frozen=True):
    """What of what is kept of a booking is whose, in basis points: the rest stays with the
    platform."""

    photographer: int = 0
    studio: int = 0


NO_SHARES: Final = Shares()


class AgreedShare(Struct, frozen=True):
    """``rate`` basis points of what is kept are shared by ``among`` of them in equal parts; one is
    this resource's."""

    resource_id: UUID
    part: SharePart
    rate: int
    among: int


def shares_of(kept: str | None) -> Shares:
    """As a row has them."""
    return NO_SHARES if kept is None else msgspec.json.decode(kept, type=Shares)


def agreed_shares(
    shares: Shares, photographers: Collection[UUID], studios: Collection[UUID]
) -> Sequence[AgreedShare]:
    """Of each who serves a booking. Where nobody of a kind does, their part is the platform's."""
    parts: tuple[tuple[SharePart, int, Collection[UUID]], ...] = (
        ("photographer", shares.photographer, photographers),
        ("studio", shares.studio, studios),
    )
    return [
        AgreedShare(one, part, rate, len(those))
        for part, rate, those in parts
        for one in sorted(those)
        if rate
    ]


def share_of(kept: int, rate: int, among: int = 1) -> int:
    """Rounded down: what is less than a unit is the platform's, so the parts are together never
    more than the whole."""
    return kept * rate // (SHARE_WHOLE * among)
