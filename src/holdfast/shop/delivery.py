"""Ways to deliver, as a merchant said: where to, at what price by weight, amount and units, and
when parcels leave. Pure. Amounts are minor units."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from holdfast.kit.sentences import say

MAX_METHODS: Final = 50
MAX_ZONES: Final = 50
MAX_PLACES: Final = 300
MAX_ROWS: Final = 100
MAX_DAYS: Final = 90
_PLACE: Final = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


class ShippingZone(Struct, frozen=True):
    """``places`` are countries (``DE``) and parts of them (``US-CA``) by ISO 3166."""

    id: str
    name: str
    places: tuple[str, ...] = ()

    def has(self, place: str | None) -> bool:
        """Whether the place, or the country that it is in, is one of them."""
        return place is not None and (place in self.places or place[:2] in self.places)


class ShippingRate(Struct, frozen=True):
    """A row of a method's table: ``price`` in the zone (empty: anywhere) for orders up to so many
    grams, so much of goods, so many units; None: however much it is."""

    price: int
    zone: str = ""
    grams: int | None = None
    amount: int | None = None
    units: int | None = None


class ShippingMethod(Struct, frozen=True):
    """A way to deliver, for orders in its currency; the first that is offered is taken where the
    buyer named none. Free where the goods come to more than ``free_over``, discounts aside.
    ``to_address``: it brings the goods to the buyer, who says where to.

    Offered in its ``zones`` (none named: anywhere). With ``rates`` the first row that fits is its
    price, and it is not offered where none does; without it is ``price``. ``pickup`` is where goods
    are picked up. On its way for ``days_from`` to ``days_to`` working days; None: not told.
    ``translations``: its name in other languages."""

    id: str
    name: str
    price: int
    currency: str
    free_over: int | None = None
    to_address: bool = False
    zones: tuple[str, ...] = ()
    rates: tuple[ShippingRate, ...] = ()
    pickup: str = ""
    days_from: int | None = None
    days_to: int | None = None
    translations: Mapping[str, str] = {}

    def name_in(self, language: str) -> str:
        """What readers of that language read."""
        return self.translations.get(language) or self.name


class Dispatch(Struct, frozen=True):
    """When parcels leave: on ``work_days`` (0 is Monday) that are no holidays of the country, by
    the clock of ``zone``, after ``handling_days`` more of them. What is ordered at ``cut_off``
    (minutes after midnight) or later counts for the next one."""

    zone: str = "UTC"
    cut_off: int = 24 * 60
    work_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    holidays: str = ""
    handling_days: int = 0


class Load(Struct, frozen=True):
    """What is to be delivered, and where to, as far as that is known."""

    place: str | None
    grams: int
    amount: int
    units: int


def price_of(method: ShippingMethod, zones: Sequence[ShippingZone], load: Load) -> int | None:
    """What the method costs, before ``free_over``; None: it is not offered for this."""
    here = {one.id for one in zones if one.has(load.place)}
    if method.zones and here.isdisjoint(method.zones):
        return None
    if not method.rates:
        return method.price
    return next((one.price for one in method.rates if _fits(one, here, load)), None)


def _fits(rate: ShippingRate, here: set[str], load: Load) -> bool:
    bounds = ((rate.grams, load.grams), (rate.amount, load.amount), (rate.units, load.units))
    return (not rate.zone or rate.zone in here) and all(
        most is None or much <= most for most, much in bounds
    )


def delivery_faults(
    methods: Sequence[ShippingMethod], zones: Sequence[ShippingZone]
) -> Iterator[tuple[str, str]]:
    """What is wrong with them, by field."""
    known = {one.id for one in zones}
    for at, zone in enumerate(zones):
        if any(one.id == zone.id for one in zones[:at]):
            yield f"shippingZones[{at}].id", say("There are two zones with this id.")
        if not zone.places or not all(_PLACE.fullmatch(place) for place in zone.places):
            yield (
                f"shippingZones[{at}].places",
                say("Use countries by ISO 3166, such as DE, or parts of one, such as US-CA."),
            )
    for at, method in enumerate(methods):
        name = f"shippingMethods[{at}]"
        if any(one.id == method.id for one in methods[:at]):
            yield f"{name}.id", say("There are two ways to deliver with this id.")
        if not known.issuperset(method.zones):
            yield f"{name}.zones", say("There is no such zone.")
        for row, rate in enumerate(method.rates):
            if rate.zone and rate.zone not in known:
                yield f"{name}.rates[{row}].zone", say("There is no such zone.")
        if method.pickup and method.to_address:
            yield f"{name}.pickup", say("What is picked up is not brought to an address.")
        if (method.days_from or 0) > (method.days_to or 0):
            yield f"{name}.daysTo", say("It cannot arrive before it can arrive.")
