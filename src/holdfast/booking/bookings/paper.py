"""The receipt of a booking on paper, in its reader's language, with fonts that come with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from holdfast.kit.fonts import a4, new_page, print_line, print_sum
from holdfast.kit.money import money_text

ReceiptWay: TypeAlias = Literal["wallet", "hours", "certificate", "points", "manual", "card"]

_PERCENT: Final = 100
_WAYS: Final = {
    "en": ("Wallet", "Prepaid hours", "Gift certificate", "Points", "At the studio", "Card"),
    "ru": ("Кошелёк", "Пакет часов", "Сертификат", "Баллы", "В студии", "Карта"),
    "ko": ("지갑", "선불 시간", "상품권", "포인트", "스튜디오에서 결제", "카드"),
}


class _Words(Struct, frozen=True):
    receipt: str
    booking: str
    price: str
    paid: str
    refunded: str
    penalty: str
    beside: str
    kept: str
    platform: str
    as_of: str


_WORDS: Final = {
    "en": _Words(
        "Receipt", "Booking {number}", "Price", "Paid: {way}", "Given back: {way}",
        "Kept for cancelling", "For goods beside it", "Kept of the session", "Platform",
        "As of {time}",
    ),
    "ru": _Words(
        "Квитанция", "Бронирование {number}", "Цена", "Оплачено: {way}", "Возвращено: {way}",
        "Удержано за отмену", "За товары вместе с ней", "Удержано за съёмку", "Платформа",
        "По состоянию на {time}",
    ),
    "ko": _Words(
        "영수증", "예약 {number}", "가격", "결제: {way}", "환불: {way}", "취소 위약금",
        "함께 구매한 상품", "촬영 정산 금액", "플랫폼", "{time} 기준",
    ),
}  # fmt: skip
_ORDER: Final[tuple[ReceiptWay, ...]] = (
    "wallet", "hours", "certificate", "points", "manual", "card",
)  # fmt: skip


class PaidLine(Struct, frozen=True):
    """By one way."""

    way: ReceiptWay
    paid: int
    refunded: int


class ShareLine(Struct, frozen=True):
    """What of what is kept is somebody's: ``rate`` basis points among so many."""

    name: str
    rate: int
    among: int
    amount: int


class ReceiptPaper(Struct, frozen=True, kw_only=True):
    """What stands on it. ``wall``: when it began by the studio's clock. ``shares`` and
    ``platform``: for who may see them."""

    language: str
    issuer: str
    number: str
    service: str
    wall: str
    zone: str
    as_of: datetime
    currency: str
    price: int
    sources: Sequence[PaidLine]
    penalty: int
    beside: int
    kept: int
    shares: Sequence[ShareLine] = ()
    platform: int | None = None


def receipt_pdf(one: ReceiptPaper) -> bytes:
    """The file. It takes a tenth of a second: not for the event loop."""
    words = _WORDS.get(one.language, _WORDS["en"])
    page = a4(f"{words.receipt} {one.number}", one.language)
    new_page(page)
    print_line(page, 10, one.issuer, grey=True)
    page.ln(6)
    print_line(page, 22, words.receipt)
    print_line(page, 13, words.booking.format(number=one.number))
    print_line(page, 11, f"{one.service} · {one.wall[:16].replace('T', ' ')} ({one.zone})")
    page.ln(6)
    for what, amount, size in _rows(one, words):
        text = money_text(amount, one.currency, one.language, signs=False)
        print_sum(page, size, what, text, align="LEFT")
    page.ln(6)
    print_line(page, 9, words.as_of.format(time=f"{one.as_of:%Y-%m-%d %H:%M} UTC"), grey=True)
    return bytes(page.output())


def _rows(one: ReceiptPaper, words: _Words) -> list[tuple[str, int, int]]:
    ways = dict(zip(_ORDER, _WAYS.get(one.language, _WAYS["en"]), strict=True))
    rows = [(words.price, one.price, 11)]
    rows += [(words.paid.format(way=ways[each.way]), each.paid, 11) for each in one.sources]
    rows += [
        (words.refunded.format(way=ways[each.way]), -each.refunded, 11)
        for each in one.sources
        if each.refunded
    ]
    if one.penalty:
        rows.append((words.penalty, one.penalty, 11))
    if one.beside:
        rows.append((words.beside, one.beside, 11))
    rows.append((words.kept, one.kept, 14))
    for each in one.shares:
        rate = f"{each.rate / each.among / _PERCENT:.4g}"
        rows.append((f"{each.name[:80]} ({rate}%)", each.amount, 11))
    if one.platform is not None:
        rows.append((words.platform, one.platform, 11))
    return rows
