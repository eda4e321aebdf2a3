"""A label for what is sent back: where to, and by what the shop knows it when it comes."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from holdfast.kit.fonts import paper, print_line

_WORDS: Final = {
    "en": ("Return", "Order {order}, return {number}", "To", "Put this page on the parcel."),
    "ru": ("Возврат", "Заказ {order}, возврат {number}", "Куда", "Наклейте этот лист на посылку."),
    "ko": ("반품", "주문 {order}, 반품 {number}", "받는 곳", "이 종이를 상자에 붙여 주세요."),
}
_A6: Final = (105, 148)  # mm
_SIDE: Final = 10


class ReturnLabel(Struct, frozen=True, kw_only=True):
    """What stands on it; ``to`` is the shop's address as it wrote it, ``inside`` so many units of
    each thing by its name."""

    language: str
    shop: str
    order: str
    number: int
    to: str
    inside: Sequence[tuple[int, str]]

    @property
    def code(self) -> str:
        """What the bars say, and the file's name."""
        return f"{self.order}-R{self.number}"


def return_label(label: ReturnLabel) -> bytes:
    """The file, a page of A6. It takes a tenth of a second: not for the event loop."""
    title, which, to, hint = _WORDS.get(label.language, _WORDS["en"])
    page = paper(format=_A6)
    page.set_auto_page_break(auto=True, margin=_SIDE)
    page.set_title(label.code)
    page.set_lang(label.language)
    page.set_margins(_SIDE, _SIDE, _SIDE)
    page.add_page()
    width = int(page.epw)
    print_line(page, 9, hint, grey=True, width=width)
    print_line(page, 18, title, width=width)
    print_line(page, 11, which.format(order=label.order, number=label.number), width=width)
    page.ln(3)
    print_line(page, 9, to, grey=True, width=width)
    print_line(page, 13, "\n".join(one for one in (label.shop, label.to) if one), width=width)
    page.ln(4)
    page.code39(f"*{label.code}*", x=_SIDE, y=page.get_y(), w=1.0, h=16)
    page.ln(18)
    print_line(page, 9, label.code, width=width)
    page.ln(2)
    for units, name in label.inside:
        print_line(page, 9, f"{units} × {name}", grey=True, width=width)
    return bytes(page.output())
