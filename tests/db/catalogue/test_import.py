"""Importing Shopify's CSV: what goes in, what a repetition does, what is left out and why."""

import asyncio
from pathlib import Path
from uuid import UUID

import pytest

from holdfast.catalog import AttributeType, Shelf, stock_key
from holdfast.catalog.writing import put_attribute
from holdfast.flows.inventory.catalogue_import import ImportTerms, import_catalogue
from holdfast.kit.ids import new_id
from holdfast.ledger import Accepted, Capture, Command, Hold, Line, Withdraw
from tests.db.catalogue.conftest import HEADER, SAMPLE, Shop, Write


async def test_the_sample_goes_in_whole(shop: Shop) -> None:
    report = await shop.load(SAMPLE)
    assert (report.error_count, report.notice_count) == (0, 0)
    assert (report.products.created, report.variants.created) == (20, 22)
    assert report.stock.opened == 22
    assert sum((await shop.stock()).values()) == 22
    assert await shop.rows("SELECT DISTINCT note FROM ledger_entries") == [("import",)]
    assert await shop.rows("SELECT count(*) FROM products WHERE price = 0") == [(0,)]


async def test_imported_twice_nothing_doubles_and_no_stock_moves(shop: Shop) -> None:
    await shop.load(SAMPLE)
    before = await shop.rows("SELECT * FROM products ORDER BY id")
    entries = await shop.rows("SELECT count(*) FROM ledger_entries")
    report = await shop.load(SAMPLE)
    assert (report.products.unchanged, report.variants.unchanged) == (20, 22)
    assert await shop.rows("SELECT * FROM products ORDER BY id") == before
    assert await shop.rows("SELECT count(*) FROM ledger_entries") == entries


async def test_a_sold_unit_does_not_come_back_from_an_old_file(shop: Shop) -> None:
    await shop.load(SAMPLE)
    ((variant,),) = await shop.rows(
        "SELECT v.id FROM variants v JOIN products p ON p.id = product_id"
        " WHERE handle = 'ocean-blue-shirt'"
    )
    hold = new_id()
    key = stock_key(UUID(str(variant)))
    sale = Command((Hold(hold, (Line(key, 1),), 60.0), Capture(hold)))
    assert isinstance(await shop.ledger.commit(sale), Accepted)
    await shop.load(SAMPLE)
    assert (await shop.stock())["ocean-blue-shirt"] == 0

    report = await shop.load(SAMPLE, set_stock=True)
    assert (await shop.stock())["ocean-blue-shirt"] == 1
    assert report.stock.moved_count == 1
    (moved,) = report.stock.moved
    assert (moved.handle, moved.before, moved.after) == ("ocean-blue-shirt", 0, 1)


async def test_set_stock_never_goes_below_what_buyers_hold(shop: Shop, write: Write) -> None:
    await shop.load(write("mug,Mug,,,,,,,,,,,5,9.00,,,,,,"))
    ((variant,),) = await shop.rows("SELECT id FROM variants")
    key = stock_key(UUID(str(variant)))
    await shop.ledger.commit(Command((Hold(new_id(), (Line(key, 3),), 60.0),)))
    report = await shop.load(write("mug,Mug,,,,,,,,,,,2,9.00,,,,,,"), set_stock=True)
    assert [fault.reason for fault in report.errors] == [
        "the stock stays 5: buyers hold 3, more than 2"
    ]
    assert await shop.rows("SELECT balance, held FROM ledger_accounts") == [(2, 3)]


async def test_an_import_that_is_begun_anew_counts_nothing_twice(shop: Shop, write: Write) -> None:
    await shop.load(write("mug,Mug,,,,,,,,,,,5,9.00,,,,,,", "cup,Cup,,,,,,,,,,,7,9.00,,,,,,"))
    counts = write(
        "mug,Mug,,,,,,,,,,,5,9.00,,,,,,",  # as many as there are
        "cup,Cup,,,,,,,,,,,3,9.00,,,,,,",
        "bowl,Bowl,,,,,,,,,,,4,9.00,,,,,,",  # is not there yet
        "cup,Cup,,,,,,,,,,,6,9.00,,,,,,",  # the last word
    )
    terms = {"set_stock": True, "import_id": new_id()}
    report = await shop.load(counts, **terms)
    assert await shop.stock() == {"mug": 5, "cup": 6, "bowl": 4}
    assert report.stock.moved_count == 2
    for (variant,) in await shop.rows("SELECT id FROM variants"):
        sale = Command((Withdraw(stock_key(UUID(str(variant))), 1),))
        assert isinstance(await shop.ledger.commit(sale), Accepted)
    again = await shop.load(counts, **terms)
    assert await shop.stock() == {"mug": 4, "cup": 5, "bowl": 3}
    assert again.stock.moved_count == 0
    await shop.load(counts, **terms | {"import_id": new_id()})
    assert await shop.stock() == {"mug": 5, "cup": 6, "bowl": 4}


async def test_what_is_made_of_others_gets_no_stock_of_its_own(shop: Shop, write: Write) -> None:
    await shop.load(write("lamp,Lamp,,,,,,,,,,,5,9.00,,,,,,", "pair,Pair,,,,,,,,,,,,17.00,,,,,,"))
    await shop.rows(
        """INSERT INTO variant_parts (variant_id, part_id, units)
           SELECT pair.id, lamp.id, 2 FROM variants pair, variants lamp
           WHERE pair.price = 1700 AND lamp.price = 900"""
    )
    before = await shop.stock()
    for dry_run in (True, False):
        report = await shop.load(
            write("pair,Pair,,,,,,,,,,,8,17.00,,,,,,", "lamp,Lamp,,,,,,,,,,,5,9.00,,,,,,"),
            set_stock=True,
            dry_run=dry_run,
        )
        assert [(fault.line, fault.handle, fault.reason) for fault in report.errors] == [
            (2, "pair", "it is made of other goods and has no stock of its own")
        ]
        assert report.stock.moved_count == 0
        assert await shop.stock() == before
    # As an export of ours has it.
    none = await shop.load(write("pair,Pair,,,,,,,,,,,0,17.00,,,,,,"), set_stock=True)
    assert none.error_count == 0


async def test_three_damaged_rows_make_three_reports_and_the_rest_goes_in(
    shop: Shop, write: Write
) -> None:
    report = await shop.load(
        write(
            "tee,Tee,<b>Soft</b><script>x()</script>,Acme,Tops,,true,Size,S,,,T-S,4,10.00,,,,,,",
            "tee,,,,,,,,M,,,T-M,four,10.00,,,,,,",
            "tee,,,,,,,,L,,,T-L,6,12.50,,,,,,",
            ",Nobody,,,,,,,,,,,1,5.00,,,,,,",
            'cap,Cap,"never closed,,,,,,,,,,3,5.00,,,,,,',
            "mug,Mug,,,,,,,,,,,2,9.00,,,,,,",
        )
    )
    assert [(fault.line, fault.reason) for fault in report.errors] == [
        (3, "the inventory quantity 'four' is not a whole number"),
        (5, "the handle is missing"),
        (6, "a quotation mark is opened and never closed"),
    ]
    assert await shop.stock() == {"tee/S": 4, "tee/L": 6, "mug": 2}
    assert await shop.rows("SELECT description, price FROM products WHERE handle = 'tee'") == [
        ("<b>Soft</b>", 1000)
    ]


async def test_what_is_no_number_is_left_out_and_the_product_goes_on_being_read(
    shop: Shop, write: Write
) -> None:
    async with shop.database.transaction() as connection:
        await put_attribute(connection, AttributeType("width", "Width", "number"))
    header = f"{HEADER},Attribute: width"
    report = await shop.load(
        write(
            "mug,Mug,,,,,,,,,,,2,9.00,,,,,,,nan",
            "cup,Cup,,,,,,,,,,,2,9.00,,,,,,,1e999",
            "tee,Tee,,,,,,,,,,,2,9.00,,,,,,,1.5",
            header=header,
        )
    )
    assert (report.products.created, report.error_count) == (3, 0)
    assert [(fault.line, fault.reason) for fault in report.notices] == [
        (2, "the attribute 'width' cannot be 'nan'; it is left out"),
        (3, "the attribute 'width' cannot be '1e999'; it is left out"),
    ]
    # As it was written before: nothing is said of it, and the rest of the product is.
    await shop.rows(
        """UPDATE products SET attributes = '{"width": null, "material": "Clay"}',"""
        " revision = revision + 1 WHERE handle = 'mug'"
    )
    shelf = Shelf(shop.database)
    ids = dict(await shop.rows("SELECT handle, id FROM products"))
    read = await shelf.get_many(UUID(str(one)) for one in ids.values())
    assert {one.handle: one.attributes for one in read.values()} == {
        "mug": {"material": "Clay"},
        "cup": {},
        "tee": {"width": 1.5},
    }


async def test_a_dry_run_tells_the_same_and_changes_nothing(shop: Shop, write: Write) -> None:
    report = await shop.load(SAMPLE, dry_run=True)
    assert (report.products.created, report.stock.opened) == (20, 22)
    assert await shop.rows("SELECT count(*) FROM products") == [(0,)]
    assert await shop.rows("SELECT count(*) FROM ledger_entries") == [(0,)]


async def test_a_dry_run_counts_a_product_whose_rows_stand_apart_as_the_import_does(
    shop: Shop, write: Write
) -> None:
    apart = write(
        "tee,Tee,,,,,,Size,S,,,T-S,1,10.00,,https://x.example/a.jpg,1,,,",
        "mug,Mug,,,,,,,,,,,2,9.00,,,,,,",
        "tee,,,,,,,Size,M,,,T-M,3,11.00,,,,,,",
        "cup,Cup,,,,,,,,,,,2,9.00,,,,,,",
        "tee,,,,,,,Size,S,,,T-S,1,12.00,,,,,,",
        "mug,Mug,,,,,,,,,,,2,9.00,,,,,,",
    )
    terms = {"set_stock": True}
    for turn in ("into an empty shop", "once more"):
        rehearsed = await shop.load(apart, dry_run=True, **terms)
        done = await shop.load(apart, **terms)
        assert (rehearsed.products, rehearsed.variants) == (done.products, done.variants), turn
        assert rehearsed.stock == done.stock, turn
        assert done.products.created == (3 if turn == "into an empty shop" else 0)


async def test_a_reimport_updates_what_changed(shop: Shop, write: Write) -> None:
    await shop.load(
        write(
            "tee,Tee,,,Tops,,true,Size,S,,,T-S,4,10.00,,https://x.example/a.jpg,1,,,",
            "tee,,,,,,,,M,,,T-M,5,10.00,,,,,,",
        )
    )
    ((revision,),) = await shop.rows("SELECT revision FROM products")
    report = await shop.load(
        write(
            "tee,Tee deluxe,,,Tops,,true,Size,Small,,,T-S,99,8.00,10.00,,,,,",
            "tee,,,,,,,,L,,,T-L,7,10.00,,,,,,",
        )
    )
    assert (report.products.updated, report.variants.updated, report.variants.created) == (1, 1, 1)
    # Renamed by SKU, the same variant with its stock; what the file does not mention stays.
    assert await shop.stock() == {"tee/Small": 4, "tee/M": 5, "tee/L": 7}
    ((name, price, values, images, after),) = await shop.rows(
        "SELECT name, price, options #>> '{0,values}', images #>> '{0,url}', revision FROM products"
    )
    assert (name, price, values) == ("Tee deluxe", 800, '["Small", "L", "S", "M"]')
    assert images == "https://x.example/a.jpg"
    assert int(str(after)) > int(str(revision))


async def test_how_many_a_buyer_may_hold_is_staffs_and_stays(shop: Shop, write: Write) -> None:
    await shop.load(write("tee,Tee,,,Tops,,true,Size,S,,,T-S,4,10.00,,,,,,"))
    await shop.rows("UPDATE products SET hold_units = 7, revision = revision + 1")
    await shop.load(write("tee,Tee deluxe,,,Tops,,true,Size,S,,,T-S,4,8.00,,,,,,"))
    rows = await shop.rows("SELECT name, price, hold_units FROM products")
    assert rows == [("Tee deluxe", 800, 7)]


async def test_rows_of_a_product_that_stand_apart_still_belong_together(
    shop: Shop, write: Write
) -> None:
    await shop.load(
        write(
            "tee,Tee,,,,,,Size,S,,,,1,10.00,,https://x.example/a.jpg,1,,,",
            "mug,Mug,,,,,,,,,,,2,9.00,,,,,,",
            "tee,,,,,,,Size,M,,,,3,11.00,,https://x.example/b.jpg,2,,,",
        )
    )
    assert await shop.stock() == {"tee/S": 1, "tee/M": 3, "mug": 2}
    assert await shop.rows(
        "SELECT name, jsonb_array_length(images) FROM products WHERE handle = 'tee'"
    ) == [("Tee", 2)]


async def test_another_currency_takes_every_price_or_none(shop: Shop, write: Write) -> None:
    small, large = ("mug,{},,,,,,Size,{},,,,2,{},,,,,,".format(*one)
                    for one in (("Mug", "S", "9.00"), ("", "L", "12.00")))  # fmt: skip
    await shop.load(write(small, large), currency="USD")
    report = await shop.load(write(small.replace("9.00", "8.00")), currency="EUR")
    assert [fault.reason for fault in report.errors] == [
        "it is in another currency, and prices a part of what is there alone"
    ]
    prices = (
        "SELECT p.currency, v.price FROM products p JOIN variants v ON product_id = p.id ORDER BY 2"
    )
    assert await shop.rows(prices) == [("USD", 900), ("USD", 1200)]
    report = await shop.load(write(small, large), currency="EUR")
    assert report.error_count == 0
    assert await shop.rows(prices) == [("EUR", 900), ("EUR", 1200)]


async def test_rows_of_pictures_alone_leave_prices_in_their_currency(
    shop: Shop, write: Write
) -> None:
    await shop.load(write("mug,Mug,,,,,,,,,,,2,900,,,,,,"), currency="PTS")
    report = await shop.load(write("mug,,,,,,,,,,,,,,,https://x.example/b.jpg,1,,,"))
    assert (report.error_count, report.products.updated) == (0, 1)
    assert await shop.rows("SELECT currency, price, jsonb_array_length(images) FROM products") == [
        ("PTS", 900, 1)
    ]


async def test_windows_line_ends_a_mark_and_quoted_newlines(shop: Shop, scratch: Path) -> None:
    path = scratch / "windows.csv"
    body = '"<p>one</p>\r\n<p>two, ""quoted""</p>"'
    path.write_bytes(f"{HEADER}\r\ntee,Tee,{body},,,,,,,,,,,10.00,,,,,,\r\n".encode("utf-8-sig"))
    report = await shop.load(path)
    assert report.error_count == 0
    assert await shop.rows("SELECT description FROM products") == [
        ('<p>one</p>\n<p>two, "quoted"</p>',)
    ]
    assert await shop.stock() == {"tee": 0}


@pytest.mark.long
async def test_fifty_thousand_rows(shop: Shop, write: Write) -> None:
    rows = (
        f"p{n // 5},{'Product' if n % 5 == 0 else ''},,,,,,Size,{n % 5},,,S{n},{n % 7},1.50,,,,,,"
        for n in range(50_000)
    )
    steps: list[tuple[int, int]] = []
    report = await import_catalogue(
        shop.database,
        shop.ledger,
        write(*rows),
        ImportTerms("EUR"),
        progress=lambda done, total: steps.append((done, total)),
    )
    assert (report.products.created, report.variants.created) == (10_000, 50_000)
    assert report.error_count == 0
    assert steps == sorted(steps)
    assert steps[-1] == (50_001, 50_001)
    ((stock,),) = await shop.rows("SELECT sum(balance)::bigint FROM ledger_accounts")
    assert stock == sum(n % 7 for n in range(50_000)) == report.stock.opened


async def test_two_imports_at_once_make_one_catalogue(shop: Shop) -> None:
    await asyncio.gather(*(shop.load(SAMPLE) for _ in range(4)))
    assert await shop.rows("SELECT count(*) FROM products") == [(20,)]
    assert await shop.rows("SELECT count(*) FROM variants") == [(22,)]
    assert sum((await shop.stock()).values()) == 22


async def test_staff_withdrawals_survive_a_reimport(shop: Shop, write: Write) -> None:
    path = write("mug,Mug,,,,,,,,,,,5,9.00,,,,,,")
    await shop.load(path)
    ((variant,),) = await shop.rows("SELECT id FROM variants")
    key = stock_key(UUID(str(variant)))
    await shop.ledger.commit(Command((Withdraw(key, 2, note="broken"),)))
    await shop.load(path)
    assert await shop.stock() == {"mug": 3}


async def test_what_of_an_export_is_not_taken_is_counted(shop: Shop, write: Write) -> None:
    header = f"{HEADER},Gift Card,Cost per item"
    lines = (
        "card,Gift card,,,,,,,,,,,0,25.00,,,,,,active,true,",
        "mug,Mug,,,,,,,,,,,5,9.00,,,,,,active,false,4.10",
        "cup,Cup,,,,,,,,,,,5,9.00,,,,,,active,false,3.20",
    )
    report = await shop.load(write(*lines, header=header))
    assert await shop.stock() == {"mug": 5, "cup": 5}
    assert [fault.handle for fault in report.errors] == ["card"]
    assert [(one.column, one.products) for one in report.not_taken] == [("Cost per item", 2)]
