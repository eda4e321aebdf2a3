"""A whole product export of Shopify: what of it has no place here is said, not lost in silence."""

import io

from holdfast.catalog import HeadWords
from holdfast.catalog.shopify import ParsedProduct, read_products

HEADER = (
    "Handle,Title,Status,Gift Card,Option1 Name,Option1 Value,Variant SKU,"
    "Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,"
    "Variant Requires Shipping,Variant Taxable,Variant Weight Unit,Variant Fulfillment Service,"
    "SEO Title,Cost per item,Google Shopping / Condition,Image Src"
)
USUAL = ",true,true,kg,manual,,,new,"


def parse(*rows: str) -> list[ParsedProduct]:
    return list(read_products(io.StringIO("\n".join([HEADER, *rows]) + "\n"), "EUR"))


def told(product: ParsedProduct) -> list[tuple[int, str, bool]]:
    return [(fault.line, fault.reason, fault.left_out) for fault in product.faults]


def test_a_gift_card_does_not_become_goods() -> None:
    card, tee = parse(
        f"card,Gift card,active,true,Amount,10,C1,,0,deny,10{USUAL}",
        f"card,,,,,25,C2,,0,deny,25{USUAL}",
        f"card,,,,,50,C3,,0,deny,50{USUAL}",
        f"tee,Tee,active,false,,,T1,shopify,4,deny,20{USUAL}",
    )
    assert card.draft is None
    assert card.last_line == 4
    ((line, reason, left_out),) = told(card)
    assert (line, left_out) == (2, True)
    assert reason.startswith("a gift card is no goods here")
    assert tee.draft is not None
    assert told(tee) == []


def test_what_is_sold_without_stock_there_is_told_once_a_product() -> None:
    (tee,) = parse(
        f"tee,Tee,active,false,Size,S,T1,shopify,4,continue,20{USUAL}",
        f"tee,,,,,M,T2,shopify,2,continue,20{USUAL}",
    )
    assert tee.draft is not None
    assert told(tee) == [
        (2, "it is sold no further than its stock, though the file says so", False)
    ]


def test_what_is_not_counted_there_opens_with_nothing_and_says_so() -> None:
    uncounted, counted = parse(
        f"song,Song,active,false,,,S1,,0,deny,20{USUAL}",
        f"mug,Mug,active,false,,,M1,,3,deny,20{USUAL}",
    )
    assert told(uncounted) == [
        (2, "its stock is not counted in the file: it opens with 0, so say how many there are",
         False),
    ]  # fmt: skip
    assert told(counted) == []


def test_only_columns_that_say_something_else_than_is_so_here_are_told() -> None:
    plain, rich = parse(
        f"mug,Mug,active,false,,,M1,shopify,3,deny,20{USUAL}",
        "song,Song,active,false,,,S1,shopify,3,deny,20,false,true,kg,manual,A song,7.50,used,",
    )
    assert plain.not_taken == ()
    assert plain.draft is not None
    assert rich.draft is not None
    assert (plain.draft.head, rich.draft.head) == (HeadWords(), HeadWords("A song"))
    assert rich.not_taken == (
        "Cost per item",
        "Google Shopping / Condition",
        "Variant Requires Shipping",
    )


def test_archived_stays_archived_and_unlisted_is_a_draft_that_says_so() -> None:
    archived, unlisted = parse(
        f"old,Old,archived,false,,,O1,shopify,3,deny,20{USUAL}",
        f"link,Link,unlisted,false,,,L1,shopify,3,deny,20{USUAL}",
    )
    assert archived.draft is not None
    assert unlisted.draft is not None
    assert (archived.draft.status, unlisted.draft.status) == ("archived", "draft")
    assert told(archived) == []
    assert told(unlisted) == [(3, "an unlisted product is kept as a draft", False)]
