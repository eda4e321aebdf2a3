"""What is printed can be read, wherever its reader is from."""

import logging

import pytest

from holdfast.kit.fonts import paper, print_line

NAMES = (
    "Łukasz Żółć, Łódź", "Ondřej Šťastný, Děčín", "İbrahim Şahin Gökçe", "Олексій Їжак, Ґалаґан",
    "Γιώργος Παπαδόπουλος", "Nguyễn Thị Ánh", "Ștefan Țăran", "Szűcs Győző",
    "iPad Air 11″ · 64 GB™ · ₽1 990", "Анна Ёлкина", "홍길동 서울",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_of_a_name_is_there(name: str, caplog: pytest.LogCaptureFixture) -> None:
    page = paper(format="A4")
    page.add_page()
    print_line(page, 12, name)
    page.set_font("noto", size=10)
    with page.table(first_row_as_headings=False) as table:
        table.row().cell(name)
    with caplog.at_level(logging.WARNING, logger="fpdf"):
        assert bytes(page.output()).startswith(b"%PDF")
    assert "missing" not in caplog.text
