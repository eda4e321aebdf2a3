"""The month before today, planned: who wanted what, when, and how it went. Pure.

The same ``now`` and seed plan the same month, so a test knows what it will find.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

__all__ = [
    "CAMPAIGNS", "DAYS", "DemoCampaign", "End", "Issue", "Month", "Offer", "Sale", "month_before",
]  # fmt: skip

DAYS: Final = 30
LATELY: Final = 3
"""The days of which the shop shows its best sellers: none of those is to be sold out."""
PLENTY: Final = 10

End: TypeAlias = Literal["paid", "refunded", "cancelled", "expired"]
ENDS: Final[dict[End, float]] = {"paid": 0.85, "refunded": 0.05, "cancelled": 0.05, "expired": 0.05}

# Orders in each hour of the day, from midnight on (UTC).
HOURS: Final = (1, 0, 0, 0, 0, 1, 2, 4, 6, 8, 9, 9, 8, 8, 9, 10, 12, 14, 14, 11, 8, 5, 3, 2)
WEEKDAYS: Final = (0.9, 0.85, 0.9, 1.0, 1.2, 1.35, 1.1)
A_DAY: Final = 6.0
LEAVES: Final = 14
ARRIVES: Final = 11
"""The hours at which carriers take what is packed, and bring it (UTC)."""
GROWTH: Final = 0.5
"""By how much of the first day's orders the last day has more."""


class Offer(Struct, frozen=True):
    """One variant that could be bought: ``price`` in minor units, ``free`` as many are free now."""

    sku: str
    product: str
    price: int
    free: int


class Sale(Struct, frozen=True):
    """Something of ``lines`` (a SKU with how many) was taken to the till at ``at`` by the buyer of
    that number (None: a guest), and ended so at ``ended``; ``returned`` is when a refund was made.
    ``campaign``: it was bought with the buyer's coupon of that campaign. ``sent`` and ``arrived``
    are when its parcel was, as far as that is.
    """

    at: datetime
    buyer: int | None
    lines: tuple[tuple[str, int], ...]
    end: End
    ended: datetime
    returned: datetime | None = None
    campaign: int | None = None
    sent: datetime | None = None
    arrived: datetime | None = None


class DemoCampaign(Struct, frozen=True):
    """So many percent off; it opened and closes so many days from now."""

    name: str
    translations: Mapping[str, str]
    percent: int
    quantity: int
    opens: int
    closes: int


CAMPAIGNS: Final = (
    DemoCampaign("Autumn sale: 15% off",
                 {"ru": "Осенняя скидка: 15%", "ko": "가을 할인: 15%"}, 15, 200, -27, -13),
    DemoCampaign("Welcome: 10% off",
                 {"ru": "Добро пожаловать: 10%", "ko": "환영 할인: 10%"}, 10, 500, -9, 21),
)  # fmt: skip


class Issue(Struct, frozen=True):
    """The buyer of that number was given a coupon of the campaign of that number."""

    at: datetime
    buyer: int
    campaign: int


class Month(Struct, frozen=True):
    """What happened, each by time."""

    sales: tuple[Sale, ...]
    issues: tuple[Issue, ...]


def month_before(
    now: datetime, offers: Sequence[Offer], buyers: int, hold: timedelta, seed: int = 7
) -> Month:
    """The ``DAYS`` days before ``now``; all that was begun has ended by ``now``."""
    chance = random.Random(seed)
    found: list[Sale] = []
    for ago in range(DAYS, 0, -1):
        begin = now - timedelta(days=ago)
        share = 1 + GROWTH * (DAYS - ago) / DAYS
        count = round(A_DAY * share * WEEKDAYS[begin.weekday()] * chance.uniform(0.8, 1.2))
        lately = [one for one in offers if one.free > 2] if ago <= LATELY else list(offers)
        for _ in range(count):
            sale = _sale(chance, _moment(chance, begin), lately, buyers, hold)
            if max(sale.ended, sale.returned or sale.ended) < now:
                found.append(sale)
    sales = sorted(found, key=lambda sale: sale.at)
    issues = tuple(sorted(_issues(chance, now, buyers), key=lambda issue: issue.at))
    return Month(_sent(_with_coupons(sales, issues), now, random.Random(seed)), issues)


def _sent(sales: Sequence[Sale], now: datetime, chance: random.Random) -> tuple[Sale, ...]:
    """What is paid goes out the next afternoon, and comes one to three days after that."""
    found = []
    for sale in sales:
        sent = _at_hour(sale.ended + timedelta(days=1), LEAVES)
        arrived = _at_hour(sent + timedelta(days=chance.randint(1, 3)), ARRIVES)
        if sale.end == "paid" and sent < now:
            sale = replace(sale, sent=sent, arrived=arrived if arrived < now else None)
        found.append(sale)
    return tuple(found)


def _at_hour(day: datetime, hour: int) -> datetime:
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def _issues(chance: random.Random, now: datetime, buyers: int) -> Iterator[Issue]:
    for number, campaign in enumerate(CAMPAIGNS):
        opens, closes = (timedelta(days=days) for days in (campaign.opens, min(campaign.closes, 0)))
        for buyer in range(buyers):
            if chance.random() < 0.8:
                yield Issue(now + opens + chance.random() * (closes - opens), buyer, number)


def _with_coupons(sales: Sequence[Sale], issues: Sequence[Issue]) -> tuple[Sale, ...]:
    """Each coupon is used for the first thing its owner pays after that, one a purchase."""
    unused = list(issues)
    found = []
    for sale in sales:
        used = next((one for one in unused if one.buyer == sale.buyer and one.at < sale.at), None)
        if used is not None and sale.end == "paid":
            unused.remove(used)
            sale = replace(sale, campaign=used.campaign)
        found.append(sale)
    return tuple(found)


def _moment(chance: random.Random, begin: datetime) -> datetime:
    """Some time in the 24 hours from ``begin`` on, when people are awake."""
    weights = [HOURS[(begin.hour + hour) % 24] for hour in range(24)]
    (hour,) = chance.choices(range(24), weights)
    return begin + timedelta(hours=hour, seconds=chance.uniform(0, 3599))


def _sale(
    chance: random.Random,
    at: datetime,
    offers: Sequence[Offer],
    buyers: int,
    hold: timedelta,
) -> Sale:
    (end,) = chance.choices(list(ENDS), list(ENDS.values()))
    buyer = None if chance.random() < 0.25 else chance.randrange(buyers)
    # What comes back was gone meanwhile: only of what there is plenty, so nobody else went short.
    lines = _lines(
        chance, offers if end == "paid" else [one for one in offers if one.free >= PLENTY]
    )
    if end == "expired":
        return Sale(at, buyer, lines, end, at + hold + timedelta(seconds=1))
    ended = at + timedelta(seconds=chance.uniform(25, 0.6 * hold.total_seconds()))
    if end == "refunded":
        days = timedelta(days=chance.uniform(0.2, 5))
        return Sale(at, buyer, lines, end, ended, ended + days)
    return Sale(at, buyer, lines, end, ended)


def _lines(chance: random.Random, offers: Sequence[Offer]) -> tuple[tuple[str, int], ...]:
    """One thing mostly; cheap things more often, several at once, and beside dear ones."""
    (count,) = chance.choices((1, 2, 3), (0.72, 0.22, 0.06))
    weights = [_wanted(one) for one in offers]
    chosen = chance.choices(offers, weights, k=count)
    lines: dict[str, int] = {}
    for one in chosen:
        several = one.price < 1_500_000 and chance.random() < 0.15
        lines[one.sku] = lines.get(one.sku, 0) + (2 if several else 1)
    return tuple(lines.items())


def _wanted(offer: Offer) -> float:
    """What is cheap sells more often, and so does what there is much of."""
    cheapness: float = (1_000_000 / max(offer.price, 100_000)) ** 0.6
    return cheapness * (1 + min(offer.free, 60) / 20)
