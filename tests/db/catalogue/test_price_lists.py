"""Importing a file that has some of the columns alone: what it does not mention stays."""

from tests.db.catalogue.conftest import Shop, Write

BARE = "Handle,Title,Variant Price"
PRICES = "Handle,Title,Variant SKU,Variant Price"


async def test_what_a_file_has_no_column_for_stays(shop: Shop, write: Write) -> None:
    await shop.load(
        write(
            "tee,Tee,<b>Soft</b>,Acme,Tops,cotton,true,Size,S,,,T-S,4,10.00,12.00,"
            "https://x.example/a.jpg,1,A tee,,archived",
            "tee,,,,,,,,M,,,T-M,5,10.00,,,,,,",
            "mug,Mug,Hot,Acme,,,true,Colour,Red,,,M-R,3,9.00,11.00,,,,,active",
        )
    )
    kept = (
        "SELECT handle, description, vendor, tags, status, category_id IS NULL, options, images"
        " FROM products ORDER BY handle"
    )
    about = "SELECT sku, options, compare_at_price, position, active FROM variants ORDER BY sku"
    before = await shop.rows(kept), await shop.rows(about)
    report = await shop.load(
        write("tee,Tee,T-M,7.00", "tee,,T-S,8.00", "mug,Mug,M-R,9.50", header=PRICES)
    )
    assert (report.error_count, report.notice_count) == (0, 0)
    assert (report.variants.created, report.variants.updated) == (0, 3)
    assert (await shop.rows(kept), await shop.rows(about)) == before
    prices = "SELECT price FROM variants ORDER BY sku"
    assert await shop.rows(prices) == [(950,), (700,), (800,)]

    # Without SKUs there is one that the row can mean, or there is none.
    report = await shop.load(write("mug,Mug,9.75", "tee,Tee,1.00", header=BARE))
    assert (await shop.rows(kept), await shop.rows(about)) == before
    assert await shop.rows(prices) == [(975,), (700,), (800,)]
    assert [(fault.line, fault.handle, fault.reason) for fault in report.errors] == [
        (3, "tee", "neither options nor a SKU say which variant of the product it is")
    ]


async def test_the_text_of_a_picture_stays_where_the_file_has_no_column_for_it(
    shop: Shop, write: Write
) -> None:
    await shop.load(write("mug,Mug,,,,,,,,,,,2,9.00,,https://x.example/a.jpg,1,A mug,,"))
    header = f"{BARE},Image Src"
    await shop.load(write("mug,Mug,9.00,https://x.example/a.jpg", header=header))
    alt = "SELECT images #>> '{0,alt}' FROM products"
    assert await shop.rows(alt) == [("A mug",)]
    header = f"{header},Image Alt Text"
    await shop.load(write("mug,Mug,9.00,https://x.example/a.jpg,", header=header))
    assert await shop.rows(alt) == [(None,)]


async def test_new_products_of_a_price_list_are_on_sale_with_one_variant(
    shop: Shop, write: Write
) -> None:
    rows = ("cup,Cup,C-1,4.00", "cup,,C-2,5.00", "jar,Jar,J-1,6.00")
    for _ in range(2):
        report = await shop.load(write(*rows, header=PRICES))
        assert [(fault.line, fault.handle) for fault in report.errors] == [(3, "cup")]
        assert await shop.rows(
            "SELECT handle, status, sku, v.price, v.options::text FROM products p"
            " JOIN variants v ON product_id = p.id ORDER BY handle"
        ) == [("cup", "active", "C-1", 400, "{}"), ("jar", "active", "J-1", 600, "{}")]


async def test_what_is_put_away_does_not_come_back_by_a_price_list(
    shop: Shop, write: Write
) -> None:
    await shop.load(write("tee,Tee,,,,,true,Size,S,,,T-S,4,10.00,,,,,,"))
    await shop.rows("UPDATE variants SET active = false")
    await shop.load(write("tee,Tee,T-S,8.00", header=PRICES))
    assert await shop.rows("SELECT price, active FROM variants") == [(800, False)]
    await shop.load(write("tee,Tee,,,,,true,Size,S,,,T-S,4,10.00,,,,,,"))
    assert await shop.rows("SELECT price, active FROM variants") == [(1000, True)]


async def test_another_currency_leaves_no_price_before_in_the_old_one(
    shop: Shop, write: Write
) -> None:
    await shop.load(write("mug,Mug,,,,,,,,,,,2,9.00,12.00,,,,,"), currency="USD")
    report = await shop.load(write("mug,Mug,8.00", header=BARE), currency="EUR")
    assert [fault.reason for fault in report.errors] == [
        "it is in another currency, and prices a part of what is there alone"
    ]


async def test_a_price_leaves_no_discount_that_is_none(shop: Shop, write: Write) -> None:
    off = f"{PRICES},Variant Compare At Price,Discount Price"
    rows = ("tee,Tee,T-1,10.00,,8.00", "mug,Mug,M-1,9.00,12.00,", "cup,Cup,C-1,9.00,9.50,5.00")
    await shop.load(write(*rows, header=off))
    for dry_run in (True, False):
        report = await shop.load(
            write(
                "tee,Tee,T-1,8.00",  # as much as with the discount
                "mug,Mug,M-1,12.00",  # as much as before
                "cup,Cup,C-1,6.00",
                header=PRICES,
            ),
            dry_run=dry_run,
        )
        assert [(fault.line, fault.reason) for fault in report.errors] == [
            (2, "the variant has a discount that is not below this price; change both in one file")
        ]
        assert [(fault.line, fault.reason) for fault in report.notices] == [
            (3, "the compare-at price is not above this price, and is shown no more")
        ]
        assert report.variants.updated == 2
    prices = "SELECT sku, price, compare_at_price, discount_price FROM variants ORDER BY sku"
    kept = [("C-1", 600, 950, 500), ("M-1", 1200, 1200, None), ("T-1", 1000, None, 800)]
    assert await shop.rows(prices) == kept
    # As it came in it stays, and said together it goes in.
    report = await shop.load(write("mug,Mug,M-1,12.00", "tee,Tee,T-1,10.00", header=PRICES))
    assert (report.error_count, report.notice_count) == (0, 0)
    report = await shop.load(write("tee,Tee,T-1,7.00,,6.00", header=off))
    assert (report.error_count, report.notice_count) == (0, 0)
    assert (await shop.rows(prices))[2] == ("T-1", 700, None, 600)
