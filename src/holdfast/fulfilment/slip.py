"""A packing slip: what goes in a parcel, on a page that is put into it. No prices stand on it."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from holdfast.kit.fonts import a4, new_page, print_line, print_table

if TYPE_CHECKING:
    from fpdf import FPDF

_WORDS: Final = {
    "en": (
        "Packing slip",
        "Order {order}, parcel {number}",
        "To",
        "Note of the buyer",
        "SKU",
        "Item",
        "Pieces",
    ),
    "ru": (
        "Упаковочный лист",
        "Заказ {order}, посылка {number}",
        "Кому",
        "Комментарий покупателя",
        "Артикул",
        "Товар",
        "Штук",
    ),
    "ko": (
        "포장 명세서",
        "주문 {order}, 소포 {number}",
        "받는 분",
        "요청사항",
        "SKU",
        "상품",
        "개수",
    ),
}
_WIDTHS: Final = (42, 118, 20)  # mm


class SlipLine(Struct, frozen=True):
    """So many units of a product; ``sku`` as it is now. ``picked_from``: in which locations what
    the order took of it lies, and how many in each; none, where that is no question. ``parts``:
    what to put in for it, where it is made of others."""

    name: str
    options: Sequence[str]
    sku: str | None
    quantity: int
    picked_from: Sequence[str] = ()
    parts: Sequence[str] = ()


class PackingSlip(Struct, frozen=True, kw_only=True):
    """What stands on it; ``to`` are the lines of an address, none where the order has none,
    ``note`` what the buyer asks for."""

    language: str
    shop: str
    order: str
    number: int
    on: date
    to: Sequence[str] = ()
    note: str = ""
    lines: Sequence[SlipLine]


def packing_slip(slips: Sequence[PackingSlip]) -> bytes:
    """The file, a page or more a parcel. It takes a tenth of a second: not for the event loop."""
    title = ", ".join(f"{one.order}-{one.number}" for one in slips[:10])
    page = a4(title, slips[0].language)
    for one in slips:
        _page(page, one)
    return bytes(page.output())


def _page(page: "FPDF", slip: PackingSlip) -> None:
    title, which, to, asks, *heads = _WORDS.get(slip.language, _WORDS["en"])
    new_page(page)
    print_line(page, 11, f"{slip.shop} · {slip.on.isoformat()}", grey=True)
    print_line(page, 22, title)
    print_line(page, 14, which.format(order=slip.order, number=slip.number))
    if slip.to:
        page.ln(4)
        print_line(page, 10, to, grey=True)
        print_line(page, 13, "\n".join(slip.to))
    if slip.note:
        page.ln(4)
        print_line(page, 10, asks, grey=True)
        print_line(page, 12, slip.note)
    page.ln(6)
    print_table(page, (heads, *(_cells(one) for one in slip.lines)), _WIDTHS, left=2)


def _cells(line: SlipLine) -> tuple[str, str, str]:
    name = " · ".join((line.name, *line.options))
    for part in line.parts:
        name += f"\n{part}"
    if line.picked_from:
        name += f"\n{', '.join(line.picked_from)}"
    return line.sku or "", name, str(line.quantity)
