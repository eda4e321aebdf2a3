"""The port every carrier is reached through, and what its words come to.

Calls are network calls: never made inside a transaction, idempotent by the key they carry. What a
carrier sends by itself is never believed: it is asked where the parcel is. So its words may come
twice, late or in any order.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Literal, Protocol, TypeAlias

from msgspec import Struct

CarrierCode: TypeAlias = Literal[
    "accepted", "in-transit", "out-for-delivery", "delivered", "lost", "returned"
]
_ENDS: Final[frozenset[str]] = frozenset({"delivered", "lost", "returned"})
MAX_STEPS: Final = 100
"""That are kept of one parcel."""
WordRefusal: TypeAlias = Literal["unsigned", "unreadable", "too-old"]
"""What is wrong with something that was sent in a carrier's name."""


class CarrierUnavailable(Exception):
    """The carrier did not answer; trying again later is safe."""


class CarrierRefused(Exception):
    """The carrier says no, in its own words, and will go on saying so."""


class ShipmentRequest(Struct, frozen=True):
    """What is to be sent where: ``to`` are the lines of the address, as they stand on a parcel."""

    order: str
    parcel: int
    pieces: int
    to: tuple[str, ...]
    country: str
    phone: str = ""


class Shipment(Struct, frozen=True):
    """A parcel as its carrier knows it: ``reference`` to ask by, ``tracking`` to show."""

    reference: str
    tracking: str


class CarrierStep(Struct, frozen=True):
    """Something happened to a parcel on its way; the same ``id`` is the same step."""

    id: str
    code: CarrierCode
    at: datetime
    place: str = ""


class CarrierWord(Struct, frozen=True):
    """Something became of the parcel ``reference``; the same ``id`` is the same word."""

    id: str
    reference: str


class Carrier(Protocol):
    """Who takes parcels to their buyers."""

    @property
    def title(self) -> str:
        """As people call it."""
        ...

    async def create(self, request: ShipmentRequest, key: str) -> Shipment:
        """Have a parcel expected; the same ``key`` gives the same one. Raises
        :class:`CarrierRefused` when it is not taken."""
        ...

    async def label(self, reference: str) -> bytes:
        """What is put on the parcel: a PDF. Raises :class:`CarrierRefused` if there is none."""
        ...

    async def track(self, reference: str) -> tuple[CarrierStep, ...]:
        """All that happened to it; nothing of one that is unknown."""
        ...

    async def cancel(self, reference: str) -> None:
        """Call it off, once or again. Raises :class:`CarrierRefused` when it is on its way."""
        ...

    async def read_word(self, headers: Mapping[str, str], body: bytes) -> CarrierWord | WordRefusal:
        """What somebody sent in this carrier's name, if it did; header names in lower case."""
        ...


def end_of(steps: Sequence[CarrierStep]) -> CarrierStep | None:
    """How it ended, if it did. What is said last counts: what was lost may be found."""
    ends = [one for one in steps if one.code in _ENDS]
    return max(ends, key=lambda one: (one.at, one.id), default=None)


def end_is(steps: Sequence[CarrierStep], *, delivered: bool) -> bool:
    """Whether it ended, and so."""
    end = end_of(steps)
    return end is not None and (end.code == "delivered") is delivered
