"""Reading Shopify's CSV: every shape it comes in, and what is wrong with a row."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from holdfast.catalog.shopify import (
    ParsedProduct,
    RowFault,
    UnusableFile,
    damaged_rows,
    fault_at,
    read_products,
)
from holdfast.catalog.shopify.cells import BadCell, read_image_url, read_price, read_quantity
from holdfast.catalog.shopify.records import read_records
from holdfast.kit.sentences import say

HEADER = (
    "Handle,Title,Body (HTML),Tags,Option1 Name,Option1 Value,Option2 Name,Option2 Value,"
    "Variant SKU,Variant Inventory Qty,Variant Price,Variant Compare At Price,Image Src,"
    "Image Position,Status,Published"
)


def parse(*rows: str, header: str = HEADER) -> list[ParsedProduct]:
    text = "\n".join([header, *rows]) + "\n"
    return list(read_products(io.StringIO(text), "USD"))


def one(*rows: str) -> ParsedProduct:
    (parsed,) = parse(*rows)
    return parsed


def reasons(*rows: str) -> list[tuple[int, str]]:
    return [(fault.line, fault.reason) for product in parse(*rows) for fault in product.faults]


def test_a_product_without_options() -> None:
    draft = one('mug,Mug,<p>Hot</p>,"a, b,a",Title,Default Title,,,M1,5,9.5,12,,,,').draft
    assert draft is not None
    assert (draft.handle, draft.name, draft.tags, draft.options) == ("mug", "Mug", ("a", "b"), ())
    (variant,) = draft.variants
    assert (variant.options, variant.price, variant.compare_at_price) == ({}, 950, 1200)
    assert variant.stock == 5


def test_several_options_and_rows_that_only_add_an_image() -> None:
    draft = one(
        "tee,Tee,,,Colour,Red,Size,S,,1,10,,https://x.example/1.jpg,2,,",
        "tee,,,,,Red,,M,,,10,,,,,",
        "tee,,,,,,,,,,,,//x.example/2.jpg,1,,",
        "tee,,,,,Blue,,S,,3,11.00,,,,,",
    ).draft
    assert draft is not None
    assert [(option.code, option.values) for option in draft.options] == [
        ("color", ("Red", "Blue")),
        ("size", ("S", "M")),
    ]
    assert [variant.stock for variant in draft.variants] == [1, None, 3]
    assert [image.url for image in draft.images] == [
        "https://x.example/2.jpg",
        "https://x.example/1.jpg",
    ]


def test_a_bad_variant_does_not_spoil_its_siblings() -> None:
    parsed = one(
        "tee,Tee,,,Size,S,,,,1,free,,,,,",
        "tee,,,,,M,,,,1,10,,,,,",
        "tee,,,,,M,,,,1,10,,,,,",
        "tee,,,,,,,,X1,1,10,,,,,",
    )
    assert parsed.draft is not None
    assert [variant.options for variant in parsed.draft.variants] == [{"size": "M"}]
    assert [(fault.line, fault.reason) for fault in parsed.faults] == [
        (2, "the price 'free' is not an amount of money"),
        (4, "the same options as in line 3"),
        (5, "the value of option 'size' is missing"),
    ]


def test_what_a_row_can_lack() -> None:
    assert reasons(",Mug,,,,,,,,,1,,,,,") == [(2, "the handle is missing")]
    assert reasons("mug,Mug,,,,,,,,,,,,,,") == [(2, "the price is missing")]
    assert reasons("mug,Mug,,,,,,,,,1,,,,,", "mug,,,,,,,,,,,,,,,") == [
        (3, "the row has neither a variant nor an image")
    ]
    assert reasons("mug,Mug,,,,,,,,,1,,,,,,,,extra") == [
        (2, "the row has 19 columns, the header 16")
    ]


def test_status_and_publication() -> None:
    def status(status: str, published: str) -> str:
        draft = one(f"mug,Mug,,,,,,,,,1,,,,{status},{published}").draft
        assert draft is not None
        assert draft.status is not UNSET
        return draft.status

    assert status("", "true") == status("Active", "TRUE") == status("", "") == "active"
    assert status("", "false") == status("draft", "true") == "draft"
    assert status("archived", "true") == "archived"
    assert status("odd", "true") == "draft"


def test_notices_let_the_row_in() -> None:
    parsed = one("mug,Mug,,,,,,,,-3,1,,not a url,,,")
    assert parsed.draft is not None
    assert parsed.draft.variants[0].stock == 0
    assert all(not fault.left_out for fault in parsed.faults)
    assert len(parsed.faults) == 2


def test_a_lost_quotation_mark_costs_one_row() -> None:
    parsed = parse(
        'a,A,"lost,,,,,,,,1,,,,,',
        'b,B,"kept ""so""",,,,,,,,2,,,,,',
        'c,27" screen,,,,,,,,,3,,,,,',
        'd,D,"two\nlines",,,,,,,,4,,,,,',
    )
    drafts = [product.draft for product in parsed if product.draft]
    assert [draft.name for draft in drafts] == ["B", '27" screen', "D"]
    assert drafts[2].description == "two\nlines"
    faults = [fault for product in parsed for fault in product.faults]
    assert [fault.line for fault in faults] == [2]


def test_other_columns_separators_and_names_of_columns() -> None:
    modern = "Title,URL handle,Description,Option1 name,Option1 value,SKU,Price,Inventory quantity"
    (new,) = parse("Mug,mug,Hot,Size,L,M1,4.20,7", header=modern)
    (old,) = parse("mug;Mug;4,20;7", header="Handle;Title;Variant Price;Variant Inventory Qty")
    assert new.draft is not None
    assert old.draft is not None
    assert new.draft.variants[0].price == old.draft.variants[0].price == 420
    assert new.draft.variants[0].stock == old.draft.variants[0].stock == 7


@pytest.mark.parametrize("handle", ["stock", "Best-Sellers", "a/b", ".."])
def test_a_handle_that_leads_elsewhere_is_refused(handle: str) -> None:
    told = f"the handle {handle!r} cannot stand in an address"
    assert reasons(f"{handle},Mug,,,,,,,,,1,,,,,") == [(2, told)]


def test_what_has_no_column_is_not_said() -> None:
    (parsed,) = parse("mug,Mug,9.50", "mug,,9.50", header="Handle,Title,Variant Price")
    draft = parsed.draft
    assert draft is not None
    product = (draft.description, draft.vendor, draft.tags, draft.status, draft.category)
    assert product == (UNSET,) * 5
    (variant,) = draft.variants
    assert (variant.price, variant.stock) == (950, None)
    unsaid = (variant.options, variant.sku, variant.compare_at_price, variant.discount)
    assert unsaid == (UNSET,) * 4
    assert not draft.tells_alts
    assert [fault.reason for fault in parsed.faults] == ["the same options as in line 2"]


def test_a_product_is_described_by_the_row_with_its_title_alone() -> None:
    draft = one("mug,,Cold,a,,,,,M1,,9.50,,,,draft,").draft
    assert draft is not None
    assert (draft.name, draft.description, draft.tags, draft.status) == ("", UNSET, UNSET, UNSET)
    assert draft.variants[0].sku == "M1"


def test_without_options_variants_are_told_apart_by_their_skus() -> None:
    header = "Handle,Title,Variant SKU,Variant Price"
    (parsed,) = parse("tee,Tee,T-S,10", "tee,,T-M,11", "tee,,T-S,12", header=header)
    assert parsed.draft is not None
    assert [(one.sku, one.price) for one in parsed.draft.variants] == [("T-S", 1000), ("T-M", 1100)]
    assert [(fault.line, fault.reason) for fault in parsed.faults] == [
        (4, "the same SKU as in line 2")
    ]


def test_values_that_only_some_variants_have() -> None:
    draft = one(
        "tee,Tee,,,Title,Large,,,,1,10,,,,,",
        "tee,,,,,Default Title,,,,1,10,,,,,",
    ).draft
    assert draft is not None
    assert [(option.code, option.values) for option in draft.options] == [("title", ("Large",))]
    assert [variant.options for variant in draft.variants] == [{"title": "Large"}, {}]


def test_a_discount_that_is_none_is_left_out_with_a_notice() -> None:
    header = "Handle,Title,Variant Price,Discount Price"
    for off, kept in (("9.49", 949), ("9.50", None), ("12", None)):
        (parsed,) = parse(f"mug,Mug,9.50,{off}", header=header)
        assert parsed.draft is not None
        discount = parsed.draft.variants[0].discount
        assert (discount.price if discount else None) == kept
        told = f"the discount price {off!r} is not below the price; it is left out"
        assert [fault.reason for fault in parsed.faults] == ([] if kept else [told])
        assert not any(fault.left_out for fault in parsed.faults)


def test_a_damaged_row_comes_back_with_what_rows_above_it_say_for_it() -> None:
    header = "Handle,Title,Option1 Name,Option1 Value,Variant Price,Currency"
    rows = ["tee,Tee,Size,S,10,EUR", "tee,,,M,free,", "mug,Mug,,,cheap,", "tee,,,L,much,"]
    lines = [f"{row}\n" for row in (header, *rows)]
    reasons = dict.fromkeys((3, 4, 5), "?")
    head, *damaged = damaged_rows(lines, reasons)
    assert head == [*header.split(","), "Line", "Problem"]
    assert damaged == [
        ["tee", "", "Size", "M", "free", "EUR", "3", "?"],
        ["mug", "Mug", "", "", "cheap", "", "4", "?"],
        ["tee", "", "", "L", "much", "", "5", "?"],  # as it was read: apart from its product
    ]
    (mended, *_) = parse("tee,,Size,M,11,EUR", header=header)
    assert mended.draft is not None
    assert mended.draft.variants[0].options == {"size": "M"}


def test_what_one_row_says_at_length_makes_no_file_of_gigabytes() -> None:
    header = "Handle,Title,Option1 Name,Variant Price"
    rows = [f"tee,Tee,{'x' * 100_000},free", *["tee,,,free"] * 1000]
    lines = [f"{row}\n" for row in (header, *rows)]
    found = list(damaged_rows(lines, dict.fromkeys(range(3, 1003), "?")))
    assert sum(len(cell) for row in found for cell in row) < 300_000
    wide = [f"{header},{',' * 1_000_000}\n", "tee\n"]
    assert list(damaged_rows(wide, {2: "?"})) == []
    with pytest.raises(UnusableFile, match="1000 columns"):
        list(read_products(wide, "USD"))


def test_faults_of_one_product_come_some_at_a_time() -> None:
    found = parse(*["tee,,,much"] * 2500, header="Handle,Title,Option1 Name,Variant Price")
    assert [len(some.faults) for some in found] == [1000, 1000, 500]


def test_a_position_of_endless_digits_is_none() -> None:
    header = "Handle,Title,Variant Price,Image Src,Image Position"
    (found,) = parse(f"tee,Tee,10,https://a.example/b.png,{'9' * 5000}", header=header)
    assert found.draft is not None
    assert len(found.draft.images) == 1


def test_another_kind_of_file_is_refused() -> None:
    for text in ("", "\n\n", "a,b,c\n1,2,3\n", '"open\n', "Handle,Title\nx,y\n"):
        with pytest.raises(UnusableFile):
            list(read_products(io.StringIO(text), "USD"))


def test_bytes_that_are_no_text_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes(
        f"{HEADER}\nmug,Caf\xe9,,,,,,,,,1,,,,,\nok,Ok,,,,,,,,,1,,,,,\n".encode("latin-1")
    )
    with path.open(encoding="utf-8", errors="surrogateescape") as lines:
        first, second = read_products(lines, "USD")
    assert first.faults == (fault_at(2, say("the row is not UTF-8 text")),)
    assert second.draft is not None


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("10", "USD", 1000), ("10.5", "USD", 1050), ("10,50", "USD", 1050), ("0", "USD", 0),
        ("1,299.90", "USD", 129990), ("1 299.90", "RUB", 129990), ("12.5000", "USD", 1250),
        ("1500", "JPY", 1500), ("1500.00", "JPY", 1500), ("1.234", "KWD", 1234),
        ("1,299,000", "KRW", 1299000),
    ],
)  # fmt: skip
def test_prices(text: str, currency: str, amount: int) -> None:
    assert read_price(text, currency) == amount


@pytest.mark.parametrize(
    "text", ["", "-1", "1.005", "free", "1e5", "NaN", "$5", "1,299", "9" * 30, "٣", "1.2.3"]
)
def test_what_is_no_price(text: str) -> None:
    with pytest.raises(BadCell):
        read_price(text, "USD")


def test_quantities_and_addresses() -> None:
    assert [read_quantity(text) for text in ("", "0", "12", "-4", "7.0", "1 000")] == [
        None, 0, 12, -4, 7, 1000,
    ]  # fmt: skip
    for text in ("1.5", "many", "9999999999", "0x10"):
        with pytest.raises(BadCell):
            read_quantity(text)
    for url in ("ftp://x.example/a", "javascript:alert(1)", "https://", "http://[", "https://a b/"):
        with pytest.raises(BadCell):
            read_image_url(url)


_cell = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n",;'), max_size=12
)


@given(st.lists(st.lists(_cell, min_size=2, max_size=5), min_size=1, max_size=8))
def test_what_a_writer_wrote_is_read_back(rows: list[list[str]]) -> None:
    """Any well-formed CSV comes back cell by cell, each record at the line it began on."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    text = out.getvalue()
    lines = io.StringIO(text, newline="\n")
    found = [record for record in read_records(lines) if not isinstance(record, RowFault)]
    solid = [row for row in rows if any(cell.strip() for cell in row)]
    assert [row for _, row in found] == solid
    assert [number for number, _ in found] == sorted({number for number, _ in found})


@given(st.text(st.sampled_from('ab,"\n'), max_size=60))
def test_damage_never_breaks_the_reader(text: str) -> None:
    """Whatever the damage, reading ends and each line is reported at most once."""
    found = list(read_records(io.StringIO(text)))
    numbers = [one.line if isinstance(one, RowFault) else one[0] for one in found]
    assert numbers == sorted(set(numbers))


@given(st.integers(0, 10**10))
def test_a_written_price_is_read_back(amount: int) -> None:
    assert read_price(f"{amount // 100}.{amount % 100:02}", "EUR") == amount
    assert read_price(f"{amount // 100:,}.{amount % 100:02}", "EUR") == amount
