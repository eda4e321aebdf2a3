"""A picking list: what is to be taken from the shelves for several orders, each thing once. No
prices stand on it."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from holdfast.kit.fonts import FONT, paper, print_line

if TYPE_CHECKING:
    from fpdf import FPDF

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
    page = paper(format="A4")
    page.set_auto_page_break(auto=True, margin=15)
    page.set_title(title)
    page.set_lang(made.language)
    page.add_page()
    page.set_margins(15, 15, 15)
    page.set_xy(15, 15)
    print_line(page, 11, f"{made.shop} · {made.on.isoformat()}", grey=True)
    print_line(page, 22, title)
    pieces = sum(one.quantity for one in made.lines)
    print_line(page, 14, which.format(orders=made.orders, pieces=pieces))
    page.ln(6)
    _table(page, heads, made.lines)
    return bytes(page.output())


def _table(page: "FPDF", heads: Sequence[str], lines: Sequence[PickLine]) -> None:
    page.set_font(FONT, size=10)
    page.set_text_color(20)
    with page.table(
        col_widths=_WIDTHS, text_align=("LEFT", "LEFT", "RIGHT", "RIGHT"), width=180,
        line_height=6, first_row_as_headings=False, borders_layout="HORIZONTAL_LINES",
        align="LEFT",
    ) as table:  # fmt: skip
        for cells in (heads, *(_cells(one) for one in lines)):
            row = table.row()
            for cell in cells:
                row.cell(cell)


def _cells(line: PickLine) -> tuple[str, str, str, str]:
    told = [" · ".join((line.name, *line.options))]
    if line.place is not None:
        told.append(line.place)
    numbers = ", ".join(line.orders[:_MOST_NUMBERS])
    told.append(f"{numbers}…" if len(line.orders) > _MOST_NUMBERS else numbers)
    return line.sku or "", "\n".join(told), str(line.quantity), "____"
