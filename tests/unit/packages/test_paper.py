"""A certificate on paper can be read back, in each language; codes are read however typed."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from holdfast.packages import Paper, certificate_pdf, code_hash, new_code


def text_of(made: bytes) -> str:
    pages = PdfReader(io.BytesIO(made)).pages
    assert len(pages) == 1
    return "".join(pages[0].extract_text().split())


@pytest.mark.parametrize(
    ("language", "title", "name", "to", "message"),
    [
        ("en", "Gift certificate", "Portrait", "Mina", "Happy birthday!"),
        ("ru", "Подарочный сертификат", "Портрет", "Ёлка Щукина", "С днём рождения!"),
        ("ko", "선물 상품권", "인물 사진", "김민아", "생일 축하합니다"),
    ],
)
def test_what_stands_on_it_can_be_read(
    language: str, title: str, name: str, to: str, message: str
) -> None:
    code = new_code()
    made = certificate_pdf(
        Paper(
            language=language,
            shop="Holdfast",
            name=name,
            worth="100.00 EUR",
            code=code,
            to_name=to,
            message=message,
            until=date(2027, 12, 31),
        )
    )
    found = text_of(made)
    for said in (title, name, to, message, code, "100.00EUR", "2027-12-31"):
        assert "".join(said.split()) in found
    assert len(made) < 100_000


def test_a_long_message_stays_on_its_page() -> None:
    made = certificate_pdf(
        Paper(
            language="en",
            shop="x" * 200,
            name="A name that is long " * 10,
            worth="1.00 EUR",
            code=new_code(),
            to_name="",
            message="word " * 300,
            until=date(2027, 1, 1),
        )
    )
    assert "2027-01-01" in text_of(made)


def test_a_code_is_read_however_it_is_typed() -> None:
    code = new_code()
    assert len(code) == 19
    assert code_hash(code.lower().replace("-", " ")) == code_hash(code)
    assert code_hash(code.replace("0", "O").replace("1", "l")) == code_hash(code)
    assert code_hash(new_code()) != code_hash(code)
