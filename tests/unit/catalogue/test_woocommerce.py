"""WooCommerce's own export is read as Shopify's is: products, variations, sales, pictures."""

import io
from datetime import UTC, datetime

import pytest

from holdfast.catalog import Discount
from holdfast.catalog.shopify import ParsedProduct, UnusableFile, read_products, woocommerce

HEADER = (
    "ID,Type,SKU,Name,Published,Is featured?,Visibility in catalog,Short description,Description,"
    "Date sale price starts,Date sale price ends,Tax status,In stock?,Stock,Backorders allowed?,"
    "Weight (kg),Sale price,Regular price,Categories,Tags,Shipping class,Images,Parent,"
    "Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s)"
)
TEE = (
    '10,variable,TEE,Summer tee,1,0,visible,Light.,"First.\\n\\nSecond.",,,taxable,1,,0,0.2,,,'
    '"Clothing > Shirts, Sale","summer, cotton",,'
    '"https://x.example/1.jpg, https://x.example/2.jpg",,Size,"S, M",Fabric,Cotton'
)
SMALL = (
    "11,variation,TEE-S,Summer tee - S,1,0,visible,,,2026-01-01 00:00:00,2026-02-01 00:00:00,"
    "taxable,1,4,0,0.2,15.50,20,,,,https://x.example/s.jpg,TEE,Size,S,,"
)
MEDIUM = (
    "12,variation,TEE-M,Summer tee - M,1,0,visible,,,,,taxable,1,2,0,0.21,,20,,,,,id:10,Size,M,,"
)
MUG = "13,simple,MUG,Mug,0,0,visible,,<p>Hot</p>,,,taxable,1,7,0,,,9.90,Kitchen,,Heavy,,,,,,"


def parse(*rows: str, header: str = HEADER) -> list[ParsedProduct]:
    return list(read_products(io.StringIO("\n".join([header, *rows]) + "\n"), "EUR"))


def test_a_product_and_its_variations_become_one_wherever_they_stand() -> None:
    tee, mug = parse(TEE, MUG, SMALL, MEDIUM)
    assert tee.faults == ()
    draft = tee.draft
    assert draft is not None
    assert (draft.handle, draft.name, draft.status) == ("summer-tee", "Summer tee", "active")
    assert draft.description == "<p>Light.</p>\n<p>First.</p><p>Second.</p>"
    assert [one.name for one in draft.category or ()] == ["Clothing", "Shirts"]
    assert draft.tags == ("summer", "cotton")
    assert [(one.name, one.values) for one in draft.options] == [("Size", ("S", "M"))]
    assert [image.url[-5:] for image in draft.images] == ["1.jpg", "2.jpg"]
    small, medium = draft.variants
    assert (small.sku, small.price, small.stock, small.weight_grams) == ("TEE-S", 2000, 4, 200)
    assert small.discount == Discount(
        1550, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    )
    assert small.image_url == "https://x.example/s.jpg"
    assert (medium.discount, medium.weight_grams, medium.stock) == (None, 210, 2)
    assert tee.not_taken == ("Attributes", "More categories")

    assert mug.draft is not None
    assert (mug.draft.status, mug.draft.description) == ("draft", "<p>Hot</p>")
    (only,) = mug.draft.variants
    assert (only.price, only.stock) == (990, 7)
    assert mug.not_taken == ("Shipping class",)


def test_what_is_no_goods_and_whose_product_is_missing_is_told_by_its_line() -> None:
    parsed = parse(
        MUG,
        "20,grouped,SET,A set,1,0,visible,,,,,taxable,1,,0,,,,,,,,,,,,",
        "21,variation,LOST,Lost,1,0,visible,,,,,taxable,1,,0,,,5,,,,,NONE,Size,S,,",
        "22,simple,,,1,0,visible,,,,,taxable,1,,0,,,5,,,,,,,,,",
    )
    told = [(fault.line, fault.reason) for one in parsed for fault in one.faults]
    assert sorted(told) == [
        (3, "a product of the type 'grouped' is not sold here"),
        (4, "the product of this variation is not in the file"),
        (5, "the name is missing"),
    ]
    assert [one.draft.handle for one in parsed if one.draft] == ["mug"]


def test_two_of_one_name_have_addresses_of_their_own() -> None:
    parsed = parse(MUG, MUG.replace("13,", "14,", 1).replace("MUG", "MUG2"))
    assert [one.draft.handle for one in parsed if one.draft] == ["mug", "mug-14"]


def test_what_is_not_counted_or_sold_on_is_told() -> None:
    uncounted = "30,simple,A,Song,1,0,visible,,,,,taxable,1,,0,,,5,,,,,,,,,"
    sold_on = "31,simple,B,Book,1,0,visible,,,,,taxable,1,3,notify,,,5,,,,,,,,,"
    none_left = "32,simple,C,Lamp,1,0,visible,,,,,taxable,0,,0,,,5,,,,,,,,,"
    song, book, lamp = parse(uncounted, sold_on, none_left)
    assert song.faults[0].reason.startswith("its stock is not counted in the file")
    assert book.faults[0].reason.startswith("it is sold no further than its stock")
    assert lamp.faults == ()


def test_a_file_of_endless_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(woocommerce, "MAX_ROWS", 2)
    with pytest.raises(UnusableFile, match="more than 2 rows"):
        parse(MUG, MUG, MUG)
