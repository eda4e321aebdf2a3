"""What may be held at once: seats and units that a hold takes with the goods, free again when it is
captured, released or expires. The ledger judges them under its locks, so two requests of one buyer
never pass a bound together. And how much one buyer may have written in a day, whatever comes of it:
reserving and cancelling again costs nothing, and each leaves its journal."""

import asyncio
import base64
import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.catalog import Product
from holdfast.db.engine import Database
from holdfast.flows.checkout.basket import BasketLine
from holdfast.flows.checkout.unpaid_ends import seconds_to_wait
from holdfast.flows.commit.refusals import (
    GuestUnits,
    NetworkUnits,
    TooManyHolds,
    TooManyReservations,
    TooManyUnits,
    TooManyUnpaid,
)
from holdfast.kit import FieldError, Problem
from holdfast.kit.rates import Rate
from holdfast.kit.sentences import say
from holdfast.ledger import MAX_BALANCE, LedgerReader, Line, Share, Shortage
from holdfast.locations import Stocks
from holdfast.orders import OrderItem, seat_key
from holdfast.people import Principal
from holdfast.shop import CurrentSettings, ShopSettings

__all__ = [
    "OPEN_HOLDS", "Bounding", "HoldBounds", "HoldCaps", "address_digest", "bounds_again",
    "bounds_of", "may_hold", "out_of_bounds", "spend_lines",
]  # fmt: skip

OPEN_HOLDS: Final = "limit/open-holds/"
_UNITS: Final = "limit/units/"
_SOON: Final = {"Retry-After": "60"}

Whose: TypeAlias = Literal["owner", "guest", "network"]


@dataclass(frozen=True, slots=True)
class HoldCaps:
    """How many reservations may be open at once: of one owner, and from one address. How many may
    end unpaid within ``unpaid_seconds`` before fewer may. How many lines of carts may be reserved
    in a day. How many requests may wait: of an account, a guest, guests of one address, one
    calendar; how many of its times such guests may hold. ``pepper`` hides addresses."""

    owner: int = 10
    address: int = 500
    unpaid_owner: int = 10
    unpaid_address: int = 100
    unpaid_seconds: float = 3600.0
    lines_owner: Rate | None = None
    lines_address: Rate | None = None
    asked_member: int = 3
    asked_guest: int = 1
    asked_address: int = 10
    asked_calendar: int = 30
    times_address: int = 10
    pepper: bytes = b""

    @property
    def address_unpaid(self) -> int:
        """From one address whose guests let too many end unpaid."""
        return max(1, self.address // 10)


@dataclass(frozen=True, kw_only=True)
class Bounding:
    """What bounds work with; ``caps`` is None when limits are off."""

    database: Database
    reader: LedgerReader
    stocks: Stocks
    shop: CurrentSettings
    caps: HoldCaps | None = HoldCaps()


class _Bound(Struct, frozen=True):
    """Whose units of which variant an account counts; ``most`` is what anybody may hold of it."""

    whose: Whose
    variant: UUID
    most: int

    def in_the_way(self, shortage: Shortage) -> Whose:
        """Whose bound it is: a guest may also want more than anybody may."""
        anybodys = self.whose == "guest" and _most(shortage) >= self.most
        return "owner" if anybodys else self.whose


class HoldBounds(Struct, frozen=True):
    """``lines`` go with the hold, before the goods; ``units`` says what they count, ``waits`` in
    how many seconds somebody may hold more who let too much end unpaid, by account."""

    lines: tuple[Line, ...] = ()
    units: Mapping[str, _Bound] = {}
    waits: Mapping[str, float] = {}


async def bounds_of(
    parts: Bounding, principal: Principal, chosen: Sequence[BasketLine], network: str = ""
) -> HoldBounds:
    """The bounds of a new hold; ``network``: the digest of the address it was asked from before."""
    caps = parts.caps
    if caps is None:
        return HoldBounds()
    owner, address = _seats(caps, principal, network)
    waits = await _waits(parts, caps, principal, owner, address)
    seats = [
        Line(owner, 1, 1 if owner in waits else caps.owner, kept=False),
        Line(address, 1, caps.address_unpaid if address in waits else caps.address, kept=False),
    ]
    shop, units = await parts.shop.now(), {}
    for variant, (goods, quantity, most) in _wanted(chosen, shop).items():
        for line, whose in _units(caps, principal, shop, variant, goods, quantity, most):
            units[line.key] = _Bound(whose, variant, most)
            seats.append(line)
    return HoldBounds(tuple(seats), units, waits)


def bounds_again(
    parts: Bounding, principal: Principal, items: Sequence[OrderItem]
) -> tuple[Line, ...]:
    """The same accounts for a hold that takes the place of another, in the command that releases
    that one: what was held may be held on, whatever the bounds are by now."""
    caps = parts.caps
    if caps is None:
        return ()
    units = dict.fromkeys(_seats(caps, principal), 1)
    for item in items:
        for key in _unit_keys(caps, principal, item.variant_id):
            units[key] = units.get(key, 0) + item.quantity
    return tuple(Line(key, quantity, MAX_BALANCE, kept=False) for key, quantity in units.items())


async def may_hold(
    parts: Bounding, principal: Principal | None, product: Product, free: int
) -> tuple[int, int] | None:
    """How many units of one of its variants somebody who holds none may hold while so many are
    free, and how many with an account; None: as many as there are. A page says so before anything
    is asked for."""
    if parts.caps is None:
        return None
    shop = await parts.shop.now()
    most = product.hold_units or shop.hold_units
    if principal is not None and principal.kind != "guest":
        return most, most
    return min(most, max(shop.guest_units, free * shop.guest_share // 100)), most


async def spend_lines(parts: Bounding, principal: Principal, lines: int) -> None:
    """Count so many lines of a cart: a user's, or those of all guests of one address, since a
    guest may be another one at each request. Raises :class:`TooManyReservations` beyond the day's.
    """
    caps = parts.caps
    if caps is None:
        return
    guest = principal.kind == "guest"
    rate = caps.lines_address if guest else caps.lines_owner
    wait = 0.0
    if rate is not None:
        wait = await rate.take(principal.address if guest else principal.id, lines)
    if wait:
        seconds = math.ceil(wait)
        minutes = math.ceil(seconds / 60)
        raise TooManyReservations(
            say("Too many reservations today. Try again in {minutes} min.", minutes=minutes),
            headers={"Retry-After": str(seconds)},
        )


async def _waits(
    parts: Bounding, caps: HoldCaps, principal: Principal, owner: str, address: str
) -> dict[str, float]:
    """Who let too much end unpaid lately, by account. Of an address only what guests let end."""
    asked = [(owner, principal.id, caps.unpaid_owner)]
    if principal.kind == "guest":
        asked.append((address, "guest:", caps.unpaid_address))
    waits = await asyncio.gather(
        *(
            seconds_to_wait(parts.database, parts.reader, key, by, most, caps.unpaid_seconds)
            for key, by, most in asked
        )
    )
    return {key: wait for (key, *_), wait in zip(asked, waits, strict=True) if wait}


def _seats(caps: HoldCaps, principal: Principal, network: str = "") -> tuple[str, str]:
    network = network or address_digest(caps, principal.address)
    return f"{OPEN_HOLDS}{principal.id}", f"{OPEN_HOLDS}address:{network}"


def _unit_keys(caps: HoldCaps, principal: Principal, variant: UUID) -> tuple[str, ...]:
    """Short, for each stands in the journal twice a purchase. Which variant and whose it is, the
    goods of the same hold say, and the entry's actor."""
    whose = (principal.id, principal.address) if principal.kind == "guest" else (principal.id,)
    return tuple(f"{_UNITS}{address_digest(caps, f'{variant}/{one}')}" for one in whose)


def address_digest(caps: HoldCaps, text: str) -> str:
    """An address as the journal has it, which is kept for long: nobody without the shop's secret
    can tell which it was."""
    digest = hashlib.blake2b(text.encode(), digest_size=16, key=caps.pepper).digest()
    return base64.urlsafe_b64encode(digest)[:22].decode()


def _wanted(chosen: Sequence[BasketLine], shop: ShopSettings) -> dict[UUID, tuple[str, int, int]]:
    """Of each variant an account it takes, how many are wanted, and how many one buyer may hold."""
    wanted: dict[UUID, tuple[str, int, int]] = {}
    for one in chosen:
        goods, before, _ = wanted.get(one.variant.id, (next(iter(one.goods)), 0, 0))
        most = one.product.hold_units or shop.hold_units
        wanted[one.variant.id] = goods, before + one.quantity, most
    return wanted


def _units(
    caps: HoldCaps,
    principal: Principal,
    shop: ShopSettings,
    variant: UUID,
    goods: str,
    quantity: int,
    most: int,
) -> list[tuple[Line, Whose]]:
    own, *network = _unit_keys(caps, principal, variant)
    if principal.kind != "guest":
        return [(Line(own, quantity, most, kept=False), "owner")]
    guests = Share(goods, shop.guest_share, shop.guest_units)
    found: list[tuple[Line, Whose]] = [(Line(own, quantity, most, False, guests), "guest")]
    for key in network:
        share = Share(goods, shop.network_share, shop.guest_units)
        found.append((Line(key, quantity, MAX_BALANCE, False, share), "network"))
    return found


def out_of_bounds(
    bounds: HoldBounds, chosen: Sequence[BasketLine], shortages: Sequence[Shortage]
) -> Problem | None:
    """The refusal, if it is a bound that is in the way; None if there is less in stock than the
    bounds would allow."""
    for shortage in shortages:
        if shortage.key.startswith((OPEN_HOLDS, seat_key(""))):
            return _no_seat(bounds.waits.get(shortage.key))
    tight: dict[UUID, tuple[Whose, Shortage]] = {}
    for shortage in shortages:
        bound = bounds.units.get(shortage.key)
        if bound is None:
            continue
        known = tight.get(bound.variant)
        if known is None or shortage.available < known[1].available:
            tight[bound.variant] = bound.in_the_way(shortage), shortage
    stock = {shortage.key: shortage.available for shortage in shortages}
    for line in chosen:
        goods = line.variant.goods.items()
        free = min((stock[key] // units for key, units in goods if key in stock), default=None)
        room = tight.get(line.variant.id)
        may = room and (room[1].available, bounds.units[room[1].key].most + 1)[room[0] != "owner"]
        if free is not None and (may is None or free < may):
            return None  # that there is too little is what counts
    return _too_many(chosen, tight) if tight else None


def _no_seat(wait: float | None) -> Problem:
    if wait is None:
        return TooManyHolds(
            "Pay for or cancel a reservation before you make another.", headers=_SOON
        )
    minutes = max(1, round(wait / 60))
    return TooManyUnpaid(
        say(
            "Too many reservations ended unpaid lately, so fewer can be open at once. Pay for one,"
            " or try again in {minutes} min.",
            minutes=minutes,
        ),
        headers={"Retry-After": str(max(1, round(wait)))},
    )


def _too_many(
    chosen: Sequence[BasketLine], tight: Mapping[UUID, tuple[Whose, Shortage]]
) -> Problem:
    """Names every line of which too many are wanted; its kind is that of the first."""
    faults, limits = [], []
    first: Whose | None = None
    for line in chosen:
        if line.variant.id not in tight:
            continue
        whose, shortage = tight[line.variant.id]
        first = first or whose
        place = f"items[{line.at}].quantity"
        faults.append(FieldError(place, _KINDS[whose].code, _said(whose, line, shortage)))
        limits.append(
            {
                "line": line.at,
                "productId": str(line.product.id),
                "variantId": str(line.variant.id),
                "wanted": shortage.wanted,
                "mayHold": _most(shortage),
                "holding": shortage.held,
                "mayAdd": shortage.available,
            }
        )
    assert first is not None
    return _KINDS[first](
        faults[0].detail,
        field=faults[0].field,
        errors=tuple(faults),
        extra={"limits": limits},
        headers=_SOON if first == "network" else {},
    )


_KINDS: Final[Mapping[Whose, type[Problem]]] = {
    "owner": TooManyUnits,
    "guest": GuestUnits,
    "network": NetworkUnits,
}


def _most(shortage: Shortage) -> int:
    return shortage.held + shortage.available


def _said(whose: Whose, line: BasketLine, shortage: Shortage) -> str:
    about = {"most": _most(shortage), "name": line.product.name}
    if whose == "network":
        return say(
            "Guests on your network can hold up to {most} of {name} together right now, and hold"
            " {holding}. Log in, or try again in a minute.",
            **about,
            holding=shortage.held,
        )
    if whose == "guest":
        return say(
            "Without an account you can hold up to {most} of {name} right now. Log in to hold"
            " more, or order less.",
            **about,
        )
    return say("You can hold up to {most} of {name} at a time.", **about)
