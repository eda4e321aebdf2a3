"""A picking list: what is to be taken from the shelves for several orders, each thing once. No
prices stand on it."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from holdfast.kit.fonts import a4, new_page, print_line, print_table

_WORDS: Final = {
    "en": ("Picking list", "Orders: {orders}, pieces: {pieces}", "SKU", "Item", "Pieces", "Taken"),
    "ru": (
        "Лист подбора",
        "Заказов: {orders}, штук: {pieces}",
        "Артикул",
        "Товар",
        "Штук",
        "Взято",
    ),
    "ko": ("피킹 목록", "주문 {orders}건, 상품 {pieces}개", "SKU", "상품", "개수", "확인"),
}
_WIDTHS: Final = (42, 100, 18, 20)  # mm
_MOST_NUMBERS: Final = 12  # orders that are named beneath a thing


class PickLine(Struct, frozen=True):
    """So many units of a product, for the orders of these numbers; ``place``: in which location
    they lie, None where that is no question."""

    name: str
    options: Sequence[str]
    sku: str | None
    quantity: int
    orders: Sequence[str]
    place: str | None = None


class PickList(Struct, frozen=True, kw_only=True):
    """What stands on it, for so many ``orders``."""

    language: str
    shop: str
    on: date
    orders: int
    lines: Sequence[PickLine]


def pick_list(made: PickList) -> bytes:
    """The file. It takes a tenth of a second: not for the event loop."""
    title, which, *heads = _WORDS.get(made.language, _WORDS["en"])
    page = a4(title, made.language)
    new_page(page)
    print_line(page, 11, f"{made.shop} · {made.on.isoformat()}", grey=True)
    print_line(page, 22, title)
    pieces = sum(one.quantity for one in made.lines)
    print_line(page, 14, which.format(orders=made.orders, pieces=pieces))
    page.ln(6)
    print_table(page, (heads, *(_cells(one) for one in made.lines)), _WIDTHS, left=2)
    return bytes(page.output())


def _cells(line: PickLine) -> tuple[str, str, str, str]:
    told = [" · ".join((line.name, *line.options))]
    if line.place is not None:
        told.append(line.place)
    numbers = ", ".join(line.orders[:_MOST_NUMBERS])
    told.append(f"{numbers}…" if len(line.orders) > _MOST_NUMBERS else numbers)
    return line.sku or "", "\n".join(told), str(line.quantity), "____"
