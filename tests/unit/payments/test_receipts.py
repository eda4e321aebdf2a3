"""A receipt comes to its money to the unit, whatever is taken and given back of it."""

from hypothesis import given
from hypothesis import strategies as st

from holdfast.payments import MOST_ITEMS, Receipt, ReceiptKind, ReceiptLine, ReceiptNow, ReceiptPart
from holdfast.pricing import of_lines, spread

lines = st.builds(
    ReceiptLine,
    st.just("Lamp"),
    st.integers(1, 30),
    st.integers(0, 5000),
    st.just(11),
    st.just("commodity"),
    st.just("full_payment"),
)
receipts = st.builds(Receipt, st.lists(lines, min_size=1, max_size=MOST_ITEMS).map(tuple))


def written(receipt: Receipt) -> int:
    return sum(item.quantity * item.price for item in receipt.items())


@given(receipts)
def test_its_rows_come_to_its_lines_and_fit(receipt: Receipt) -> None:
    assert written(receipt) == receipt.total
    rows = receipt.items()
    assert len(rows) <= MOST_ITEMS
    assert all(row.quantity > 0 and row.price > 0 for row in rows)


@given(receipts, st.data())
def test_parts_come_to_their_money_and_together_to_all_of_it(
    receipt: Receipt, data: st.DataObject
) -> None:
    now = ReceiptNow(receipt, [])
    places = st.lists(st.integers(0, 5000), max_size=len(receipt.lines))
    for turn in range(6):
        left = now.to_take
        amount = sum(left) if turn == 5 else data.draw(st.integers(0, sum(left)))
        shares = of_lines(left, amount, data.draw(places))
        assert sum(shares) == amount
        assert all(0 <= share <= has for share, has in zip(shares, left, strict=True))
        assert written(receipt.part(shares)) == amount
        kind: ReceiptKind = "taken" if turn % 2 else "let-go"
        now = ReceiptNow(receipt, [*now.parts, ReceiptPart(kind, str(turn), shares)])
    assert not any(now.to_take)
    taken = [one.amounts for one in now.parts if one.kind == "taken"]
    assert now.to_refund == [sum(each) for each in zip(*taken, strict=True)]


def test_what_is_known_of_its_lines_comes_first() -> None:
    assert of_lines([300, 700], 400, [250, 0]) == [250 + 10, 140]
    assert of_lines([300, 700], 200, [250]) == [200, 0]
    assert of_lines([300, 700], 1000, [9999, 9999]) == [300, 700]


def test_whole_units_are_said_as_units() -> None:
    lamps = ReceiptLine("Lamp", 3, 900, 11, "commodity", "full_payment")
    (two,) = Receipt((lamps,)).part([600]).items()
    assert (two.quantity, two.price) == (2, 300)
    (some,) = Receipt((lamps,)).part([450]).items()
    assert (some.quantity, some.price) == (1, 450)


@given(st.integers(0, 10_000), st.lists(st.integers(0, 5000), max_size=9))
def test_a_sum_is_spread_to_the_unit(total: int, weights: list[int]) -> None:
    parts = spread(total, weights)
    assert sum(parts) == (total if sum(weights) else 0)
    for part, weight in zip(parts, weights, strict=True):
        exact = total * weight / sum(weights) if weight else 0
        assert abs(part - exact) < 1
        assert weight or not part
