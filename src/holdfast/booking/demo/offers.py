"""What the demo's studios sell: services, in the shop's currency."""

from typing import Final

from msgspec import Struct

from holdfast.booking.bookings import Shares
from holdfast.booking.demo.cast import Told
from holdfast.booking.services import (
    Deposit,
    Grid,
    Lengths,
    Need,
    Price,
    ServiceText,
    Terms,
    Uplift,
)
from holdfast.kit.locales import LOCALES

_WEEKENDS: Final = Uplift(weekdays=(6, 7), percent=20)
_EVENINGS: Final = Uplift(weekdays=(1, 2, 3, 4, 5), start=18 * 60, percent=15)


SHARES: Final = Shares(photographer=45_00, studio=30_00, levels={"senior": 55_00})
"""Basis points of what is kept; what the studio says where a service says nothing."""


class DemoService(Struct, frozen=True, kw_only=True):
    """``price``: whole units of the currency."""

    handle: str
    names: Told
    abouts: Told
    lengths: Lengths
    price: Price
    needs: tuple[Need, ...]
    deposit: Deposit = Deposit()
    people: int = 1
    shares: Shares | None = None

    def terms(self, currency: str) -> Terms:
        """As staff would have entered it."""
        texts = zip(LOCALES, self.names, self.abouts, strict=True)
        return Terms(
            name=self.names[0],
            about=self.abouts[0],
            texts={one: ServiceText(name=name, about=about) for one, name, about in texts},
            currency=currency,
            lengths=self.lengths,
            grid=Grid(step=30),
            price=self.price,
            deposit=self.deposit,
            needs=self.needs,
            people=self.people,
            shares=self.shares,
        )


def _photographer(*tags: str) -> Need:
    return Need(role="photographer", kind="photographer", tags=tags)


def _room(*tags: str) -> Need:
    return Need(role="room", kind="room", tags=tags)


OFFERS: Final = (
    DemoService(
        handle="portrait",
        names=("Portrait session", "Портретная съёмка", "인물 촬영"),
        abouts=(
            "A photographer and the daylight room. Thirty pictures, the best five retouched.",
            "Фотограф и зал с окнами. Тридцать кадров, пять лучших с ретушью.",
            "사진가와 자연광 룸. 사진 30장, 베스트 5장 보정.",
        ),
        lengths=Lengths(minutes=(60, 90, 120)),
        price=Price(
            rule="hourly", amount=6_000_00, levels={"senior": 8_500_00},
            uplifts=(_WEEKENDS, _EVENINGS),
        ),
        deposit=Deposit(rule="percent", value=30),
        needs=(_photographer("portrait"), _room("daylight")),
        people=3,
    ),
    DemoService(
        handle="family",
        names=("Family session", "Семейная съёмка", "가족 촬영"),
        abouts=(
            "Up to eight of you, dogs included. Ninety minutes, so that nobody has to hurry.",
            "До восьми человек, собаки считаются. Полтора часа, чтобы никто не спешил.",
            "반려견 포함 최대 8명. 서두르지 않도록 90분 동안 촬영합니다.",
        ),
        lengths=Lengths(minutes=(90,)),
        price=Price(rule="flat", amount=11_500_00, uplifts=(_WEEKENDS,)),
        needs=(_photographer("family"), _room("daylight")),
        people=8,
    ),
    DemoService(
        handle="product",
        names=("Product photographs", "Предметная съёмка", "제품 촬영"),
        abouts=(
            "The cyclorama, four flash heads and who knows how to place them.",
            "Циклорама, четыре моноблока и тот, кто знает, куда их поставить.",
            "호리존, 조명 네 대, 그리고 조명을 다룰 줄 아는 사진가.",
        ),
        lengths=Lengths(least=120, most=480, step=60),
        price=Price(rule="hourly", amount=7_500_00),
        deposit=Deposit(rule="percent", value=50),
        needs=(
            _photographer("product"),
            _room("cyclorama"),
            Need(role="lights", kind="equipment", tags=("lights",)),
        ),
        people=4,
        shares=Shares(photographer=40_00, studio=40_00),
    ),
    DemoService(
        handle="walk",
        names=("Walk through the city", "Прогулка по городу", "도심 스냅"),
        abouts=(
            "Two people, one photographer, the streets you choose. Rain makes it better.",
            "Двое, фотограф и улицы, которые вы выберете. Дождь только к лучшему.",
            "두 사람과 사진가, 그리고 원하는 거리. 비가 오면 더 좋습니다.",
        ),
        lengths=Lengths(minutes=(60, 120)),
        price=Price(rule="hourly", amount=5_000_00, levels={"senior": 6_500_00}),
        needs=(_photographer("walk"),),
        people=4,
    ),
    DemoService(
        handle="hire",
        names=("Room hire", "Аренда зала", "룸 대여"),
        abouts=(
            "A room by the hour, with its backdrops, steamer and coffee.",
            "Зал по часам: фоны, отпариватель и кофе включены.",
            "시간 단위 룸 대여. 배경지, 스티머, 커피가 포함됩니다.",
        ),
        lengths=Lengths(least=60, most=480, step=30),
        price=Price(rule="hourly", amount=2_400_00, uplifts=(_WEEKENDS, _EVENINGS)),
        needs=(_room(),),
        people=15,
    ),
    DemoService(
        handle="whole",
        names=("The whole studio", "Вся студия", "스튜디오 전체"),
        abouts=(
            "Every room for a shoot that needs them all, and nobody else in the house.",
            "Все залы для съёмки, которой нужен каждый, и никого больше в здании.",
            "모든 룸이 필요한 촬영을 위해. 다른 손님은 없습니다.",
        ),
        lengths=Lengths(least=120, most=600, step=60),
        price=Price(rule="hourly", amount=5_400_00, uplifts=(_WEEKENDS,)),
        deposit=Deposit(rule="percent", value=30),
        needs=(Need(role="studio", kind="studio"),),
        people=40,
    ),
)  # fmt: skip
