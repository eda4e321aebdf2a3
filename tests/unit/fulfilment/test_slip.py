"""A packing slip is a PDF with a page a parcel."""

from datetime import date

import pytest

from holdfast.fulfilment import PackingSlip, SlipLine, packing_slip


@pytest.mark.parametrize("language", ["en", "ru", "ko", "xx"])
def test_a_page_a_parcel_in_any_language(language: str) -> None:
    lines = [
        SlipLine(f"Лампа 램프 {at} " + "long " * at, ("Red",), None, at, ["Berlin: 2", "본점: 1"])
        for at in range(1, 30)
    ]
    slip = PackingSlip(
        language=language,
        shop="Shop",
        order="A-1",
        number=1,
        on=date(2026, 11, 23),
        lines=lines[:2],
    )
    made = packing_slip([slip, PackingSlip(
        language=language, shop="Shop", order="A-2", number=2, on=date(2026, 11, 23),
        to=("Ann", "High Street 1"), note="선물입니다. Подарок", lines=lines,
    )])  # fmt: skip
    assert made.startswith(b"%PDF")
    assert made.count(b"/Type /Page\n") >= 3
