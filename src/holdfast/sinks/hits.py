"""A hit: what an analytics service is told once of something that a visitor did.

It says what, when, for how much, and nothing of who it was but a pseudonym: no name, address,
number, note or card has a field here. How Google Analytics and Amplitude want it is in their sinks.
"""

from datetime import datetime
from typing import Final, Literal, TypeAlias

import msgspec
from msgspec import Struct

from holdfast.sinks.envelope import Envelope

HIT_PREFIX: Final = "analytics."
MOST_ITEMS: Final = 50
"""Of one hit. Google takes no more of a request than 130 kB."""
MOST_CHARACTERS: Final = 100
"""Of a name: what is longer is cut, as Google would."""
HitName: TypeAlias = Literal[
    "view_item",
    "view_times",
    "add_to_cart",
    "begin_checkout",
    "purchase",
    "refund",
    "generate_lead",
    "booking_held",
    "booking_confirmed",
    "booking_cancelled",
]
_encode: Final = msgspec.json.Encoder().encode


class HitItem(Struct, frozen=True, omit_defaults=True):
    """A product, or a service. ``price``: of one, in minor units."""

    id: str
    name: str = ""
    category: str = ""
    quantity: int = 1
    price: int | None = None


class Hit(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """``id``: the event's own, so that who gets it twice can tell; ``transaction``: an order's
    number; ``value``: in minor units of ``currency``."""

    name: HitName
    id: str
    person: str
    member: bool = False
    at: datetime
    currency: str | None = None
    value: int | None = None
    transaction: str | None = None
    items: list[HitItem] = []
    about: dict[str, str | int] = {}

    @property
    def envelope(self) -> Envelope:
        """As it waits in the book of deliveries."""
        return Envelope(self.id, HIT_PREFIX + self.name, _encode(self))


read_hit: Final = msgspec.json.Decoder(Hit).decode
