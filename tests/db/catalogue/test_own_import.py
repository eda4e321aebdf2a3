"""A seller's file: what of it goes in, what is another's, and what stays staff's."""

from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
import sqlalchemy as sa

from holdfast.catalog import CategoryDraft, ImportBook, ImportLine
from holdfast.catalog.pictures import FolderStore, Pictures, Workshop
from holdfast.catalog.writing import lock_catalogue, make_paths, move_handle
from holdfast.flows.inventory.catalogue_import import ImportTerms, import_catalogue
from holdfast.flows.inventory.image_copies import ImageCopies
from holdfast.flows.inventory.pictures import PictureRoom, keeping
from holdfast.kit.ids import new_id
from holdfast.views.catalogue_export import export_lines
from tests.db.catalogue.conftest import Shop, Write

BARE = "Handle,Title,Variant SKU,Variant Price"
OTHERS_HANDLE = "the handle is another product's, or was; choose another"
OTHERS_SKU = "the SKU is another product's; choose another"
GOODS = """
SELECT p.handle, p.name, p.seller_id, v.sku, v.price
FROM products p JOIN variants v ON v.product_id = p.id ORDER BY 1, 4
"""
# As a process claims that was there before sellers had imports.
OLD_CLAIM = sa.text("""
UPDATE imports SET state = 'running', tries = tries + 1, beat_at = now(), lines_done = 0
WHERE id = (SELECT id FROM imports WHERE state = 'waiting' ORDER BY created_at LIMIT 1)
""")


async def seller(shop: Shop, standing: str = "approved") -> UUID:
    made = new_id()
    await shop.rows(
        "INSERT INTO sellers (id, slug, name, standing) VALUES ($1, $2, 'Mill', $3)",
        made, made.hex, standing,
    )  # fmt: skip
    return made


async def test_names_of_others_are_faults_and_change_nothing(shop: Shop, write: Write) -> None:
    mill, loom = await seller(shop), await seller(shop)
    await shop.load(write("shops,Shop's,S-1,5.00", header=BARE))
    await shop.load(
        write("looms,Loom's,L-1,6.00", "looms-2,Both,B-1,6.00", header=BARE), owner=loom
    )
    await shop.load(write("mills,Mill's,B-1,7.00", header=BARE))
    await shop.rows("UPDATE products SET seller_id = $1 WHERE handle = 'mills'", mill)
    async with shop.database.transaction() as connection:
        await lock_catalogue(connection)
        ((moved,),) = await shop.rows("SELECT id FROM products WHERE handle = 'looms-2'")
        assert await move_handle(connection, UUID(str(moved)), "looms-2", "looms-now")
    before = await shop.rows(GOODS)
    rows = (
        "shops,Mine,,1.00",
        "shops,,X-1,1.00",
        "looms,Mine,,1.00",
        "looms-2,Mine,,1.00",  # which leads to theirs still
        "new,New,S-1,1.00",
        "tee,Tee,,2.00",
        "mills,Mill's,B-1,7.00",  # another has the SKU, too
    )
    for dry_run in (True, False):
        report = await shop.load(write(*rows, header=BARE), owner=mill, dry_run=dry_run)
        assert [(fault.line, fault.reason) for fault in report.errors] == [
            (2, OTHERS_HANDLE), (3, OTHERS_HANDLE), (4, OTHERS_HANDLE), (5, OTHERS_HANDLE),
            (6, OTHERS_SKU),
        ]  # fmt: skip
        assert (report.products.created, report.products.unchanged) == (1, 1)
    now = await shop.rows(GOODS)
    (tee,) = [row for row in now if row not in before]
    assert (tee[0], tee[2]) == ("tee", mill)
    assert len(now) == len(before) + 1


async def test_a_variant_with_anothers_sku_leaves_no_choice_behind(
    shop: Shop, write: Write
) -> None:
    mill = await seller(shop)
    await shop.load(write("shops,Shop's,S-1,5.00", header=BARE))
    report = await shop.load(
        write(
            "tee,Tee,,,,,true,Size,S,Colour,Red,S-1,4,10.00,,,,,,",
            "tee,,,,,,,,M,,Blue,M-1,5,10.00,,,,,,",
        ),
        owner=mill,
    )
    assert [(fault.line, fault.reason) for fault in report.errors] == [(2, OTHERS_SKU)]
    ((options, sku),) = await shop.rows(
        "SELECT jsonb_path_query_array(p.options, '$[*].values[*]')::text, v.sku FROM products p"
        " JOIN variants v ON v.product_id = p.id WHERE handle = 'tee'"
    )
    assert (options, sku) == ('["M", "Blue"]', "M-1")


async def test_categories_and_currencies_are_the_shops(shop: Shop, write: Write) -> None:
    mill = await seller(shop)
    async with shop.database.transaction() as connection:
        await lock_catalogue(connection)
        await make_paths(connection, [(CategoryDraft("Home"), CategoryDraft("Cups"))])
    header = f"{BARE},Type,Currency"
    report = await shop.load(
        write(
            "cup,Cup,,1.00,Home > Cups,USD",
            "jar,Jar,,1.00,Home > Jars,USD",
            "mug,Mug,,1.00,,EUR",
            header=header,
        ),
        owner=mill,
    )
    assert [(fault.line, fault.reason) for fault in report.errors] == [
        (4, "its prices are to be in USD")
    ]
    assert [(fault.line, fault.reason) for fault in report.notices] == [
        (3, "the shop has no category 'Home > Jars', and it is left out")
    ]
    assert await shop.rows("SELECT count(*) FROM categories") == [(2,)]
    # What is in points stays so.
    await shop.load(write("tea,Tea,,100,,PTS", header=header))
    await shop.rows("UPDATE products SET seller_id = $1 WHERE handle = 'tea'", mill)
    for currency, faults in (("PTS", 0), ("USD", 1)):
        again = write(f"tea,Tea,,200,,{currency}", header=header)
        assert (await shop.load(again, owner=mill)).error_count == faults


@pytest.mark.parametrize("standing", ["suspended", "leaving"])
async def test_who_does_not_sell_changes_nothing(shop: Shop, write: Write, standing: str) -> None:
    mill = await seller(shop, standing)
    report = await shop.load(write("cup,Cup,,1.00", header=BARE), owner=mill)
    assert [fault.reason for fault in report.errors] == [
        "the seller does not sell now, and nothing of it changes"
    ]
    assert await shop.rows(GOODS) == []


async def test_the_file_of_a_seller_comes_back_as_it_went(
    shop: Shop, write: Write, scratch: Path
) -> None:
    mill = await seller(shop)
    await shop.load(write("shops,Shop's,S-1,5.00", header=BARE))
    await shop.load(
        write("tee,Tee,<b>Soft</b>,Acme,,a,true,Size,S,,,T-S,4,10.00,12.00,,,,,draft"), owner=mill
    )
    out = scratch / "own.csv"
    lines = [text async for text, _ in export_lines(shop.database, mill)]
    out.write_text("".join(lines), encoding="utf-8", newline="")
    assert "shops" not in out.read_text()
    before = await shop.rows("SELECT * FROM products ORDER BY id")
    report = await shop.load(out, owner=mill, set_stock=True)
    assert (report.error_count, report.notice_count, report.products.unchanged) == (0, 0, 1)
    assert await shop.rows("SELECT * FROM products ORDER BY id") == before


async def test_a_picture_of_a_seller_is_copied_or_left_out(
    shop: Shop, write: Write, scratch: Path
) -> None:
    mill = await seller(shop)
    there, inside = "https://there.invalid/a.png", "http://127.0.0.1/b.png"
    await shop.load(write(f"cup,Cup,,,,,,,,,,,1,1.00,,{there},1,,{there},"), owner=mill)
    room = PictureRoom(
        database=shop.database, workshop=Workshop(), store=FolderStore(scratch / "media")
    )
    rows = (
        f"cup,Cup,,,,,,,,,,,1,1.00,,{there},1,,{there},",
        f"cup,,,,,,,,,,,,,,,{inside},2,,,",
        f"jar,Jar,,,,,,,,,,,1,1.00,,{inside},1,,{inside},",
    )
    async with Pictures(keeping(room, "mill")) as pictures:
        copies = ImageCopies(shop.database, pictures, links=False)
        terms = ImportTerms("USD", owner=mill)
        report = await import_catalogue(
            shop.database, shop.ledger, write(*rows), terms, fetch=copies
        )
    assert [fault.reason for fault in report.notices] == [
        f"the picture {inside} is left out: its address is not a public one"
    ]
    urls = (
        "SELECT handle, jsonb_path_query_array(images, '$[*].url')::text FROM products ORDER BY 1"
    )
    assert await shop.rows(urls) == [("cup", f'["{there}"]'), ("jar", "[]")]


async def test_a_process_of_before_cannot_run_a_sellers_file(shop: Shop) -> None:
    mill = await seller(shop)
    book = ImportBook(shop.database, mill)
    made = await book.begin("a.csv", b"x", "USD", "mill", "", None)
    assert await ImportLine(shop.database, of_sellers=False).claim() is None
    with pytest.raises(sa.exc.IntegrityError, match="kept_to"):
        async with shop.database.transaction() as connection:
            await connection.execute(OLD_CLAIM)
    line = ImportLine(shop.database, of_sellers=True)
    task = await line.claim()
    assert task is not None
    assert (task.id, task.seller_id, task.tries) == (made, mill, 1)
    await line.leave(task)
    with pytest.raises(asyncpg.CheckViolationError):
        await shop.rows("UPDATE imports SET state = 'running', tries = tries + 1")
    again = await line.claim()
    assert again is not None
    await line.end(again, "done", b"{}")
    assert await book.go(again.id, "mill", "", set_stock=False, fetch_images=True) is True
    assert await book.begin("b.csv", b"y", "USD", "mill", "", None) == "too-many"
    assert await ImportBook(shop.database).recent() == []


async def test_goods_of_a_seller_who_does_not_sell_stay_drafts_in_the_shops_own_file(
    shop: Shop, write: Write
) -> None:
    mill = await seller(shop)
    header = f"{BARE},Status"
    await shop.load(write("cup,Cup,C-1,5.00,active", header=header), owner=mill)
    await shop.rows("UPDATE sellers SET standing = 'suspended' WHERE id = $1", mill)
    await shop.rows("UPDATE products SET status = 'draft'")
    for row, told in (("cup,Cup,C-1,6.00,active", 1), ("cup,Cup,C-1,6.00,draft", 0)):
        report = await shop.load(write(row, header=header))
        assert (report.error_count, len(report.notices)) == (0, told)
        assert await shop.rows("SELECT p.status, v.price FROM products p, variants v") == [
            ("draft", 600)
        ]
    await shop.rows("UPDATE sellers SET standing = 'approved' WHERE id = $1", mill)
    await shop.load(write("cup,Cup,C-1,6.00,active", header=header))
    assert await shop.rows("SELECT status FROM products") == [("active",)]
