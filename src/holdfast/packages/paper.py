"""A certificate on paper: one page, in the reader's language, with fonts that come with it."""

from datetime import date
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from holdfast.kit.fonts import FONT
from holdfast.kit.fonts import paper as new_paper

if TYPE_CHECKING:
    from fpdf import FPDF

_WORDS: Final = {
    "en": ("Gift certificate", "For", "Code", "Good until", "Keep this code to yourself."),
    "ru": ("Подарочный сертификат", "Кому", "Код", "Действует до", "Никому не сообщайте этот код."),
    "ko": (
        "선물 상품권",
        "받는 분",
        "코드",
        "유효 기간",
        "이 코드를 다른 사람에게 알려 주지 마세요.",
    ),
}
_SESSIONS: Final = {
    "en": "{service}, {minutes} min",
    "ru": "{service}, {minutes} мин",
    "ko": "{service} {minutes}분",
}


def sessions_in_words(language: str, service: str, minutes: int, many: int) -> str:
    """What a certificate of a service is worth: that, so many times."""
    said = _SESSIONS.get(language, _SESSIONS["en"]).format(service=service, minutes=minutes)
    return said if many == 1 else f"{many} × {said}"


_HOURS: Final = {"en": "{hours} h", "ru": "{hours} ч", "ko": "{hours}시간"}


def hours_in_words(language: str, minutes: int) -> str:
    """What hours that are a present are worth."""
    return _HOURS.get(language, _HOURS["en"]).format(hours=f"{minutes / 60:g}")


class Paper(Struct, frozen=True, kw_only=True):
    """What stands on it; ``worth`` is the amount in words, or which sessions."""

    language: str
    shop: str
    name: str
    worth: str
    code: str
    to_name: str
    message: str
    until: date


def certificate_pdf(paper: Paper) -> bytes:
    """The file. It takes a tenth of a second: not for the event loop."""
    title, to, code, until, secret = _WORDS.get(paper.language, _WORDS["en"])
    page = new_paper(orientation="landscape", format=(148, 210))
    page.set_title(f"{title}: {paper.name}")
    page.set_lang(paper.language)
    page.set_auto_page_break(auto=False)
    page.add_page()
    page.set_draw_color(170)
    page.rect(8, 8, 194, 132)
    page.set_xy(18, 16)
    _line(page, 11, paper.shop, grey=True)
    _line(page, 26, title)
    _line(page, 14, paper.name)
    _line(page, 30, paper.worth)
    if paper.to_name:
        _line(page, 13, f"{to}: {paper.to_name}")
    if paper.message:
        page.set_font(FONT, size=12)
        page.multi_cell(
            174, 6, paper.message[:400], new_x="LMARGIN", new_y="NEXT", max_line_height=6
        )
        page.set_x(18)
    page.set_xy(18, 108)
    _line(page, 18, f"{code}: {paper.code}")
    _line(page, 11, f"{until} {paper.until.isoformat()}. {secret}", grey=True)
    return bytes(page.output())


def _line(page: "FPDF", size: int, text: str, *, grey: bool = False) -> None:
    page.set_text_color(110 if grey else 20)
    page.set_font(FONT, size=size)
    while size > 8 and page.get_string_width(text) > 174:  # one line, whatever it says
        size -= 1
        page.set_font(FONT, size=size)
    page.set_x(18)
    page.cell(174, size * 0.55, text, new_x="LMARGIN", new_y="NEXT")
