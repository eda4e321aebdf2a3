"""Categories as sources name them: a path of names becomes a tree, once."""

from holdfast.catalog import CategoryDraft, ProductDraft, VariantDraft, load_categories
from holdfast.catalog.writing import lock_catalogue, make_paths
from holdfast.flows.inventory.catalogue import DraftTerms, put_drafts
from tests.db.catalogue.conftest import Shop, Write

HEADER = "Handle,Title,Type,Product Category,Variant Price"
TREE = "SELECT slug, name, cardinality(path), position FROM categories ORDER BY path, position"


async def tree(shop: Shop) -> dict[str, tuple[str, ...]]:
    """Each product's category as the names from the root on."""
    found = await load_categories(shop.database.pool)
    rows = await shop.rows("SELECT handle, category_id FROM products")
    return {str(handle): found.names(category) for handle, category in rows}


async def test_a_path_is_a_branch_and_a_type_a_root(shop: Shop, write: Write) -> None:
    path = write(
        "shirt,Shirt,,Apparel > Tops > Shirts,9.00",
        "tee,Tee,,Apparel > Tops,9.00",
        "mug,Mug,Cups,Home > Kitchen,9.00",
        "cup,Cup,Cups,Home > Kitchen > Cups,9.00",
        "bag,Bag,,,9.00",
        header=HEADER,
    )
    rehearsed = await shop.load(path, dry_run=True)
    assert await shop.rows(TREE) == []
    report = await shop.load(path)
    assert rehearsed.products == report.products
    assert await tree(shop) == {
        "shirt": ("Apparel", "Tops", "Shirts"),
        "tee": ("Apparel", "Tops"),
        "mug": ("Cups",),
        "cup": ("Home", "Kitchen", "Cups"),
        "bag": (),
    }
    slugs = {(slug, depth) for slug, _, depth, _ in await shop.rows(TREE)}
    assert {("apparel", 1), ("cups", 1), ("cups-2", 3)} <= slugs
    assert len(slugs) == 7
    again = await shop.load(path)
    assert again.products.unchanged == 5
    assert len(await shop.rows(TREE)) == 7


async def test_a_file_that_says_nothing_of_categories_leaves_them(shop: Shop, write: Write) -> None:
    await shop.load(write("mug,Mug,Cups,,9.00", header=HEADER))
    await shop.load(write("mug,Mug deluxe,9.00", header="Handle,Title,Variant Price"))
    assert await tree(shop) == {"mug": ("Cups",)}
    await shop.load(write("mug,Mug,,,9.00", header=HEADER))
    assert await tree(shop) == {"mug": ()}


async def test_a_full_tree_takes_no_more_and_says_so(shop: Shop) -> None:
    await shop.rows("""
        INSERT INTO categories (id, slug, name, path)
        SELECT id, 's' || n, 's' || n, ARRAY[id]
        FROM (SELECT n, gen_random_uuid() AS id FROM generate_series(1, 9999) AS n) AS made""")
    one, two = (
        ProductDraft(name, name, (VariantDraft({}, 1),), category=(CategoryDraft(name),))
        for name in ("one", "two")
    )
    changes, refused = await put_drafts(shop.database, shop.ledger, [one, two], DraftTerms("EUR"))
    assert [change.handle for change in changes] == ["one"]
    assert [str(each.why) for each in refused] == ["the shop has 10000 categories, its most"]


async def test_the_directory_is_told_once_for_what_is_made(shop: Shop) -> None:
    stamp = "SELECT revision FROM directory_stamp"
    ((before,),) = await shop.rows(stamp)
    path = (CategoryDraft("Home", {"ru": "Дом"}), CategoryDraft("Cups"))
    for _ in range(2):
        async with shop.database.transaction() as connection:
            await lock_catalogue(connection)
            found = await make_paths(connection, [path, path[:1]])
    assert set(found) == {("Home",), ("Home", "Cups")}
    assert await shop.rows(stamp) == [(int(str(before)) + 1,)]
    assert await shop.rows("SELECT translations::text FROM categories WHERE slug = 'home'") == [
        ('{"ru": "Дом"}',)
    ]
