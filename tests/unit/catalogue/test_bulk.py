"""What one change of many products makes of each."""

from datetime import UTC, datetime

from holdfast.catalog import Discount, Product, Variant
from holdfast.catalog.writing import BulkChange, PriceChange, bulk_edited
from holdfast.kit import FieldError, new_id

THEN = datetime(2026, 1, 1, tzinfo=UTC)
# As a file could bring it in: its discount is no less than its price.
DEAR = Variant(new_id(), "", {}, 500, None, None, 0, True, Discount(500))
MUG = Product(
    id=new_id(),
    handle="mug",
    name="Mug",
    description="",
    currency="EUR",
    status="active",
    vendor="",
    tags=(),
    translations={},
    options=(),
    images=(),
    created_at=THEN,
    updated_at=THEN,
    revision=1,
    variants=(DEAR,),
)


def test_a_discount_that_is_no_less_than_the_price_holds_up_nothing_else() -> None:
    edited = bulk_edited(MUG, BulkChange(status="archived", add_tags=("old",)))
    assert not isinstance(edited, FieldError)
    product, variants = edited
    assert (product["status"], product["tags"]) == ("archived", ["old"])
    assert variants == ()


def test_a_price_does_not_come_down_to_a_discount() -> None:
    edited = bulk_edited(MUG, BulkChange(price=PriceChange("amount", -100)))
    assert isinstance(edited, FieldError)
    assert (edited.field, edited.code) == ("discount", "not-less")
