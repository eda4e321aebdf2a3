"""What the demo's studios sell ahead: packages, and what clients bought of them in the month before
today, gave on, and had stopped."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking.services import Service
from holdfast.db.engine import Database
from holdfast.flows.checkout.basket import Basket, order_of
from holdfast.flows.checkout.held import held
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.wallet_settlement import NewOrder
from holdfast.flows.demo.customers import DemoBuyer
from holdfast.flows.demo.history import Step, paid_command
from holdfast.flows.packages.issuing import deposits_of, grants_bought
from holdfast.flows.packages.keeping import moved_on
from holdfast.flows.packages.offering import make_package
from holdfast.kit import id_made_at
from holdfast.kit.locales import LOCALES
from holdfast.kit.zones import zone
from holdfast.ledger import Command
from holdfast.packages import (
    Gift,
    Grant,
    Item,
    NewPurchase,
    Package,
    PackageTerms,
    PackageText,
    Purchase,
    frozen,
    issued,
    package_terms,
)
from holdfast.people import Principal, audited
from holdfast.pricing import Quote

__all__ = ["package_steps"]

Handle: TypeAlias = Literal["hours", "portrait", "present", "season", "spring"]


class _Offer(Struct, frozen=True, kw_only=True):
    """``services``: what its hours and sessions pay for; none: all. ``names`` and ``abouts`` in the
    order of the languages."""

    names: tuple[str, str, str]
    abouts: tuple[str, str, str]
    items: tuple[Item, ...]
    services: tuple[str, ...] = ()
    days: int = 365
    active: bool = True
    repeatable: bool = False

    def terms(self, currency: str, services: Mapping[str, Service]) -> PackageTerms:
        """As staff would have entered it."""
        texts = zip(LOCALES, self.names, self.abouts, strict=True)
        named = tuple(services[handle].id for handle in self.services)
        return PackageTerms(
            name=self.names[0],
            about=self.abouts[0],
            texts={one: PackageText(name=name, about=about) for one, name, about in texts},
            currency=currency,
            items=tuple(
                one if one.kind == "certificate" else replace(one, services=named)
                for one in self.items
            ),
            valid_days=self.days,
            active=self.active,
            repeatable=self.repeatable,
        )


class _Sale(Struct, frozen=True):
    """To the buyer of that number; ``given``: so many minutes go on to that one a day later;
    ``stopped``: why staff stopped it."""

    days_ago: float
    buyer: int
    what: Handle
    gift: Gift | None = None
    given: tuple[int, int] | None = None
    stopped: str = ""


_OFFERS: Final[Mapping[Handle, _Offer]] = {
    "hours": _Offer(
        names=("Ten hours of portraits", "Десять часов портретов", "인물 촬영 10시간"),
        abouts=(
            "Book them one by one, or all in a week. Ten for the price of nine.",
            "Записывайтесь по часу или на всё сразу. Десять по цене девяти.",
            "한 시간씩, 또는 한 번에 예약하세요. 9시간 가격에 10시간.",
        ),
        items=(Item(kind="hours", units=600, price=54_000_00),),
        services=("portrait", "family"),
        repeatable=True,
    ),
    "portrait": _Offer(
        names=("A portrait as a present", "Портрет в подарок", "인물 촬영 선물"),
        abouts=(
            "One hour with a photographer in the daylight room, whatever it costs by then.",
            "Час с фотографом в зале с окнами, сколько бы он к тому времени ни стоил.",
            "자연광 룸에서 사진가와 한 시간. 그때 가격이 얼마든 그대로 예약됩니다.",
        ),
        items=(Item(kind="sessions", units=60, session_minutes=60, price=None),),
        services=("portrait",),
    ),
    "present": _Offer(
        names=("Gift certificate", "Подарочный сертификат", "선물 상품권"),
        abouts=(
            "Pays for any session and for goods of the shop, in parts, until nothing is left.",
            "Оплачивает любые съёмки и товары магазина, частями, пока не кончится.",
            "모든 촬영과 상점 상품을 남은 금액이 없을 때까지 나누어 결제합니다.",
        ),
        items=(Item(kind="certificate", units=10_000_00, price=10_000_00),),
    ),
    "season": _Offer(
        names=("Family season", "Семейный сезон", "가족 시즌"),
        abouts=(
            "Four hours over the year, and a certificate for the grandparents.",
            "Четыре часа в течение года и сертификат для бабушки с дедушкой.",
            "일 년 동안 네 시간, 그리고 조부모님을 위한 상품권.",
        ),
        items=(
            Item(kind="hours", units=240, price=22_000_00),
            Item(kind="certificate", units=5_000_00, price=4_500_00),
        ),
    ),
    "spring": _Offer(
        names=("Five hours in spring", "Пять часов весной", "봄 다섯 시간"),
        abouts=("Was on sale in spring.", "Продавалось весной.", "봄에 판매했습니다."),
        items=(Item(kind="hours", units=300, price=27_000_00),),
        days=40,
        active=False,
    ),
}
_SALES: Final = (
    _Sale(28.4, 1, "spring"),  # it is over soon
    _Sale(26.1, 3, "season"),
    _Sale(23.7, 14, "hours", given=(16, 120)),
    _Sale(19.2, 9, "hours", stopped="수술 후 회복 중"),
    _Sale(15.5, 13, "present", Gift(to_name="Hugo", message="For your first cover.")),
    _Sale(12.3, 0, "hours", given=(15, 90)),
    _Sale(8.6, 0, "present", Gift(to_name="Emma", message="Happy birthday!")),
    _Sale(6.8, 5, "season"),
    _Sale(2.9, 11, "present"),
)


async def package_steps(
    database: Database,
    currency: str,
    services: Mapping[str, Service],
    buyers: Sequence[DemoBuyer],
    now: datetime,
    hold: timedelta,
    staff: str,
) -> list[Step]:
    """The packages made, and the steps of these sales; ``staff`` made and stopped them."""
    by = Caller(Principal(staff, "user", frozenset({"manager"})))
    made = {
        handle: await make_package(database, by, offer.terms(currency, services))
        for handle, offer in _OFFERS.items()
    }
    return [
        step for sale in _SALES for step in _steps(sale, made[sale.what], buyers, now, hold, staff)
    ]


def _steps(
    sale: _Sale,
    package: Package,
    buyers: Sequence[DemoBuyer],
    now: datetime,
    hold: timedelta,
    staff: str,
) -> Iterator[Step]:
    begun = now - timedelta(days=sale.days_ago)
    paid, there = begun + timedelta(minutes=2), begun + timedelta(minutes=2, seconds=1)
    buyer = buyers[sale.buyer]
    order = _order(package, sale.gift, buyer, begun, paid)
    taken = held(order, hold.total_seconds())
    yield begun, order.id, Command(taken.operations, taken.riders, actor=order.owner)
    yield paid, order.id, paid_command(order)
    assert order.purchase is not None
    bought = Purchase(order.id, package.id, order.owner, order.purchase.terms, sale.gift)
    grants = grants_bought(bought, order.owner, there, zone("UTC"))
    command = Command(
        deposits_of(grants), issued(grants), key=f"issue/{order.id}", actor=order.owner
    )
    yield there, order.id, command
    later = there + timedelta(days=1)
    if sale.given is not None:
        to, minutes = sale.given
        yield later, order.id, _given_on(grants[0], buyers[to].owner, minutes)
    if sale.stopped:
        line = audited(staff, "package.frozen", grants[0].id, {"reason": sale.stopped})
        riders = (*frozen(grants[0], sale.stopped), line)
        yield later, order.id, Command((), riders, key=f"freeze/{grants[0].id}", actor=staff)


def _order(
    package: Package, gift: Gift | None, buyer: DemoBuyer, begun: datetime, paid: datetime
) -> NewOrder:
    moments = iter((begun, begun, paid))  # of the order, its hold, its payment
    new = NewPurchase(package.id, package_terms(package), gift)
    said = package.name_in(buyer.locale)
    price = Quote((), package.price, 0)
    basket = Basket((), package.currency, price, description=said, purchase=new)
    return order_of(
        basket, buyer.owner, locale=buyer.locale, made=lambda: id_made_at(next(moments))
    )


def _given_on(grant: Grant, to: str, minutes: int) -> Command:
    """As its owner gave some of it to somebody else."""
    theirs, operations, riders = moved_on(grant, to, minutes)
    return Command(operations, riders, key=f"transfer/{theirs.id}", actor=grant.owner)
