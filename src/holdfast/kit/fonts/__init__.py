"""Fonts for what is printed, and paper to print on."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from fpdf import FPDF

__all__ = ["FONT", "a4", "new_page", "paper", "print_line", "print_sum", "print_table"]

FONT: Final = "noto"
_FOLDER: Final = Path(__file__).parent
_FILE: Final = _FOLDER / "NotoSansCJKkr-Regular.ttf"
# Letters of Polish, Czech, Turkish, Ukrainian, Greek, which names and addresses have, and signs as
# of inches and roubles: the first file has none of them.
_OTHERS: Final = "noto-others"
_OTHERS_FILE: Final = _FOLDER / "NotoSans-Regular.ttf"


def paper(**form: Any) -> "FPDF":
    """Empty paper that knows :data:`FONT`, which has every language we speak, and of what it lacks
    the other letters of Europe; ``form`` as FPDF takes it."""
    # Only here: few papers are made, and what makes them is a tenth of what a worker loads.
    from fpdf import FPDF

    new = FPDF(**form)
    new.add_font(FONT, "", _FILE)
    new.add_font(_OTHERS, "", _OTHERS_FILE)
    new.set_fallback_fonts([_OTHERS], exact_match=False)
    return new


def a4(title: str, language: str) -> "FPDF":
    """Paper for a document of pages; :func:`new_page` begins the first."""
    new = paper(format="A4")
    new.set_auto_page_break(auto=True, margin=15)
    new.set_title(title)
    new.set_lang(language)
    return new


def new_page(page: "FPDF") -> None:
    page.add_page()
    page.set_margins(15, 15, 15)
    page.set_xy(15, 15)


def print_line(page: "FPDF", size: int, text: str, *, grey: bool = False, width: int = 180) -> None:
    """A text of its own line or lines, ``width`` mm wide."""
    page.set_text_color(110 if grey else 20)
    page.set_font(FONT, size=size)
    page.multi_cell(width, size * 0.55, text, new_x="LMARGIN", new_y="NEXT")


def print_sum(
    page: "FPDF", size: int, what: str, amount: str, align: Literal["LEFT", "RIGHT"] = "RIGHT"
) -> None:
    """An amount at the right edge, and what it is before it, or at the left edge."""
    page.set_text_color(20)
    page.set_font(FONT, size=size)
    page.cell(130, size * 0.6, what, align=align)
    page.cell(50, size * 0.6, amount, align="RIGHT", new_x="LMARGIN", new_y="NEXT")


def print_table(
    page: "FPDF", rows: Iterable[Sequence[str]], widths: Sequence[int], *, left: int,
    size: int = 10, height: float = 6,
) -> None:  # fmt: skip
    """Rows of ``widths`` in mm, a line beneath each: the first ``left`` columns are words, the
    others numbers."""
    page.set_font(FONT, size=size)
    page.set_text_color(20)
    aligned = tuple("LEFT" if at < left else "RIGHT" for at in range(len(widths)))
    with page.table(
        col_widths=widths, text_align=aligned, width=180, line_height=height,
        first_row_as_headings=False, borders_layout="HORIZONTAL_LINES", align="LEFT",
    ) as table:  # fmt: skip
        for row in rows:
            table.row(row)
