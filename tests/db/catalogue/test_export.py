"""An import of an export changes nothing, and an empty shop has the same goods from it."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from holdfast.catalog import AttributeType, CategoryDraft, Discount, Image, Option, ProductDraft
from holdfast.catalog import VariantDraft as Draft
from holdfast.catalog.writing import put_attribute
from holdfast.flows.demo.goods import seed_demo
from holdfast.flows.inventory.catalogue import DraftTerms, put_drafts
from holdfast.views.catalogue_export import export_lines
from tests.db.catalogue.conftest import SAMPLE, Shop

STANDING = (
    "SELECT * FROM products ORDER BY id",
    "SELECT * FROM variants ORDER BY id",
    "SELECT * FROM categories ORDER BY id",
    "SELECT key, balance, held, version FROM ledger_accounts ORDER BY key",
)
GOODS = """
SELECT p.handle, p.name, p.description, p.vendor, p.tags::text, p.options::text, p.images::text,
       p.attributes::text, p.status, p.currency, p.price, v.options::text, v.sku, v.price,
       v.compare_at_price, v.discount_price, v.discount_from, v.discount_until, v.weight_grams,
       v.barcode, v.image_url, v.position, a.balance
FROM products p JOIN variants v ON v.product_id = p.id
LEFT JOIN ledger_accounts a ON a.key = 'stock/' || v.id
ORDER BY p.handle, v.position
"""
CODES = (5, 6, 11)
"""Of those columns: options, images, and a variant's options."""


async def export(shop: Shop, folder: Path) -> Path:
    path = folder / "catalogue.csv"
    lines = [text async for text, _ in export_lines(shop.database)]
    path.write_text("".join(lines), encoding="utf-8", newline="")
    return path


async def standing(shop: Shop) -> list[object]:
    return [await shop.rows(statement) for statement in STANDING]


async def changes_nothing(shop: Shop, folder: Path) -> Path:
    before = await standing(shop)
    path = await export(shop, folder)
    for set_stock in (False, True):
        report = await shop.load(path, set_stock=set_stock)
        assert (report.error_count, report.notice_count) == (0, 0), (report.errors, report.notices)
        changed = report.products.created + report.products.updated
        changed += report.variants.created + report.variants.updated
        assert changed == 0, report
        assert report.stock.moved_count == 0
    assert await standing(shop) == before
    return path


async def test_of_the_demo_shop(shop: Shop, scratch: Path) -> None:
    await seed_demo(shop.database, shop.ledger)
    await changes_nothing(shop, scratch)


async def test_of_the_shopify_sample(shop: Shop, scratch: Path) -> None:
    await shop.load(SAMPLE)
    await changes_nothing(shop, scratch)


def odd(handle: str) -> ProductDraft:
    """A product with all that a product has, and what is easily lost."""
    begins = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    variants = (
        Draft({"switch": "Red", "b": "=1+1"}, 1999, "-SKU", 2999, "/media/demo/a.svg", 3,
              discount=Discount(1500, begins, None), weight_grams=350, barcode="4006381333931"),
        Draft({"switch": "Blue", "b": "two"}, 0, "", None, None, 0,
              discount=None, weight_grams=0, barcode=""),
    )  # fmt: skip
    return ProductDraft(
        handle,
        "=Formula, \"quoted\" 'n' all",
        variants,
        description='<p>One\n<b>two</b>, "three"; four</p>',
        category=(
            CategoryDraft("Home & garden"),
            CategoryDraft("Tea; pots"),
            CategoryDraft("Cups"),
        ),
        status="archived",
        vendor="@vendor",
        tags=("a b", "+c"),
        options=(
            Option("switch", "Switches", ("Red", "Blue")),
            Option("b", "Second", ("=1+1", "two")),
        ),
        images=tuple(Image(f"https://x.example/{n}.jpg", f"-alt {n}", 10, 20) for n in range(4)),
        attributes={"material": "Clay", "width": 1.5, "safe": True},
    )


@pytest.fixture
async def described(shop: Shop) -> None:
    async with shop.database.transaction() as connection:
        for one in (
            AttributeType("material", "Material", "choice", values=("Clay", "Tin")),
            AttributeType("width", "Width", "number"),
            AttributeType("safe", "Dishwasher safe", "bool"),
        ):
            await put_attribute(connection, one)


@pytest.mark.usefixtures("described")
async def test_of_odd_goods(shop: Shop, scratch: Path) -> None:
    await put_drafts(shop.database, shop.ledger, [odd("odd")], DraftTerms("USD"))
    await put_drafts(shop.database, shop.ledger, [odd("points")], DraftTerms("PTS"))
    path = await changes_nothing(shop, scratch)
    with path.open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.usefixtures("described")
async def test_an_empty_shop_gets_the_same_goods(shop: Shop, scratch: Path) -> None:
    await put_drafts(shop.database, shop.ledger, [odd("odd")], DraftTerms("USD"))
    await shop.load(SAMPLE)
    path = await export(shop, scratch)
    before = [row for row in await shop.rows(GOODS) if row[0] != "odd"]
    odd_before = [row for row in await shop.rows(GOODS) if row[0] == "odd"]
    await shop.rows("TRUNCATE products, categories, ledger_accounts CASCADE")
    report = await shop.load(path)
    assert (report.error_count, report.products.created) == (0, 21)
    after = await shop.rows(GOODS)
    assert [row for row in after if row[0] != "odd"] == before
    # A size of a picture is not in the file, and an option's code comes of its name.
    for was, now in zip(odd_before, [row for row in after if row[0] == "odd"], strict=True):
        assert [cell for n, cell in enumerate(now) if n not in CODES] == [
            cell for n, cell in enumerate(was) if n not in CODES
        ]
