"""What credit notes say after one another, how numbers are called, and that paper can be made."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from holdfast.invoices import (
    Bill,
    BillLine,
    BillTax,
    Issued,
    bill_pdf,
    credited,
    named,
    number_in,
    uncredited,
)

BILL = Bill(
    issuer="Loft GmbH\nHauptstr. 1, Berlin\nDE123456789", buyer=("Анна", "서울 <b>"), order="N1",
    on=date(2026, 11, 23), language="en", currency="EUR",
    lines=(BillLine("Lamp · red", 3, 1000), BillLine("Bulb", 1, 250)), shipping=500, tax=600,
    total=3350,
)  # fmt: skip
UNTAXED = BillTax("", 0, 250, 0)


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.lists(st.integers(0, 9_000), max_size=8))
def test_notes_never_say_more_than_the_invoice(tax: int, more: int, refunds: list[int]) -> None:
    total = tax + more
    bill = Bill(
        issuer="x", buyer=(), order="N", on=BILL.on, language="en", currency="EUR", tax=tax,
        total=total,
    )  # fmt: skip
    back = 0
    for amount in (*refunds, total):
        now, its_tax = credited(bill, back, amount, amount // 6)
        assert 0 <= its_tax <= now <= amount
        undone = uncredited(back + now, amount, amount // 6)
        assert undone[0] == min(amount, back + now)
        back += now
        assert back <= total
    assert back == total


def test_a_name_is_read_back_and_nothing_else_is() -> None:
    for series in ("invoice", "credit-note"):
        for number in (1, 999_999, 1_000_000, 10**17):
            assert number_in(named(series, number)) == (series, number)
    for other in (
        "",
        "INV-1",
        "INV-0000001",
        "inv-000001",
        "CN-٠٠٠٠٠١",
        "INV-" + "9" * 19,
        "X-000001",
    ):
        assert number_in(other) is None, other


def test_paper_tells_what_adds_up_in_each_language() -> None:
    assert BILL.discount == 3250 + 500 + 600 - 3350
    for language in ("en", "ru", "ko", "xx"):
        for corrects in (None, 7):
            bill = Bill(**{name: getattr(BILL, name) for name in BILL.__struct_fields__}
                        | {"language": language, "corrects": corrects})  # fmt: skip
            made = bill_pdf(Issued("credit-note" if corrects else "invoice", 1, bill))
            assert made.startswith(b"%PDF-")
            at_rates = replace(bill, taxes=(BillTax("НДС", 8_875, 2_500, 600), UNTAXED))
            assert len(bill_pdf(Issued("invoice", 1, at_rates))) != len(made)
