"""Whose what is kept of a booking is: the photographer's, the studio's, and the rest the
platform's. Pure, to the minor unit."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Struct

SharePart: TypeAlias = Literal["photographer", "studio"]

SHARE_WHOLE: Final = 10_000
"""Basis points."""


class Shares(Struct, frozen=True):
    """What of what is kept of a booking is whose, in basis points: the rest stays with the
    platform. ``levels``: a photographer's of that level, in place of any photographer's."""

    photographer: int = 0
    studio: int = 0
    levels: dict[str, int] = {}

    def most(self) -> int:
        """Of all of them together, with whoever serves."""
        return max(self.photographer, *self.levels.values(), 0) + self.studio


NO_SHARES: Final = Shares()


class Serving(Struct, frozen=True):
    """Who has a part in a booking: their ``level``, what of it is their ``own`` whatever the
    service says, and what was ``agreed`` with them for this booking before."""

    level: str | None = None
    own: int | None = None
    agreed: int | None = None


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
    shares: Shares, photographers: Mapping[UUID, Serving], studios: Mapping[UUID, Serving]
) -> Sequence[AgreedShare]:
    """Of each who serves a booking: what was agreed with them before; else what is their own; else
    what the ``shares`` say, of their level first. Studios have at most what photographers leave.
    Where nobody of a kind does, their part is the platform's."""
    people = {one: _rate(it, _of_level(shares, it)) for one, it in photographers.items()}
    left = SHARE_WHOLE - -(-sum(people.values()) // max(len(people), 1))
    places = {one: min(_rate(it, shares.studio), left) for one, it in studios.items()}
    parts: tuple[tuple[SharePart, Mapping[UUID, int]], ...] = (
        ("photographer", people),
        ("studio", places),
    )
    return [
        AgreedShare(one, part, those[one], len(those))
        for part, those in parts
        for one in sorted(those)
        if those[one]
    ]


def _rate(serving: Serving, said: int) -> int:
    known = (serving.agreed, serving.own, said)
    return min(next(one for one in known if one is not None), SHARE_WHOLE)


def _of_level(shares: Shares, serving: Serving) -> int:
    return shares.levels.get(serving.level or "", shares.photographer)


def share_of(kept: int, rate: int, among: int = 1) -> int:
    """Rounded down: what is less than a unit is the platform's, so the parts are together never
    more than the whole."""
    return kept * rate // (SHARE_WHOLE * among)
