"""Packages that a studio sells: hours of anything, a certificate of an amount, for anything or for
one service, and sessions of a service."""

import random
from typing import Any

from msgspec import Struct

from tests.api.money.parts import HOURS, SESSIONS
from tests.api.money.studio import Studio
from tests.support.market import Market, expect

__all__ = ["Package", "packages_of"]


class Package(Struct, frozen=True):
    """``units`` (minutes, or cents) of one ``kind`` for a ``price``; of one ``service`` or of any,
    in sessions of so many minutes."""

    id: str
    kind: str
    units: int
    price: int
    service: str = ""
    length: int = 0

    @property
    def taxed(self) -> int:
        """What of its price is taxed when it is sold: a certificate is by what it pays."""
        return 0 if self.kind == "certificate" else self.price


def packages_of(studio: Studio, chance: random.Random) -> list[Package]:
    """The first are ten hours."""
    offer, other = chance.choice(studio.offers), chance.choice(studio.offers)
    return [
        _on_sale(studio.market, Package("", HOURS, 600, 49_999)),
        _on_sale(studio.market, Package("", "certificate", 9_001, 8_000)),
        _on_sale(studio.market, Package("", "certificate", 12_000, 12_000, service=other.id)),
        _on_sale(
            studio.market,
            Package("", SESSIONS, 120, 2 * offer.amount, service=offer.id, length=60),
            listed=True,
        ),
    ]


def _on_sale(market: Market, one: Package, *, listed: bool = False) -> Package:
    """``listed``: it costs what its sessions do."""
    item: dict[str, Any] = {
        "kind": one.kind, "units": one.units, "price": None if listed else one.price,
        "services": [one.service] if one.service else [],
        "sessionMinutes": one.length or None,
    }  # fmt: skip
    asked = {"name": f"{one.units} {one.kind}", "currency": "EUR", "items": [item]}
    made = expect(market.staff.post("/api/staff/packages", json=asked), 201)
    assert made["price"] == one.price, made
    return Package(made["id"], one.kind, one.units, one.price, one.service, one.length)
