"""`holdfast seed --products`: what it makes is the same each time, whole, and can be sold."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from holdfast.catalog.seeds import SELLERS, category_paths
from tests.support.command import holdfast
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres, fetch, run
from tests.support.server import ServerProcess, until

GOODS = """\
Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price
mug,Mug,Potter,Title,Default Title,MUG-1,3,9.50
"""
CATALOGUE = """
SELECT p.id, p.handle, p.translations::text, p.attributes::text, p.price, p.seller_id, c.slug,
       k.sales, k.views, v.id AS variant, v.options::text, v.price AS costs, v.delivered
FROM products p JOIN variants v ON v.product_id = p.id JOIN categories c ON c.id = p.category_id
JOIN product_counts k ON k.product_id = p.id ORDER BY p.id, v.id
"""
ASTRAY = "SELECT (SELECT count(*) FROM events_default) + (SELECT count(*) FROM {0}_default)"
UNPRICED = """
SELECT count(*) FROM products p
WHERE p.price <> (SELECT min(least(v.discount_price, v.price)) FROM variants v
                  WHERE v.product_id = p.id)
"""
OPENED = """
SELECT count(*) FROM variants v LEFT JOIN ledger_accounts a ON a.key = 'stock/' || v.id
WHERE coalesce(a.balance, 0) <> coalesce(v.delivered, 0)
"""


def rows(url: str, statement: str) -> list[Any]:
    return [tuple(row) for row in run(fetch(url, statement))]


def test_a_directory_seeded_before_its_first_serve_sells(
    scratch: Path, start_server: Callable[..., ServerProcess]
) -> None:
    data = scratch / "data"
    words = ("seed", "--data", str(data), "--products")
    done = holdfast(*words, "310")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("310 products in ")

    refused = holdfast(*words, "10")
    assert refused.returncode == 1
    assert "The shop has 310 products. Say --add" in refused.stderr
    assert holdfast(*words, "40", "--add").returncode == 0
    assert holdfast("audit", "--data", str(data)).returncode == 0

    shop = start_server(data=data)
    for table in ("events", "ledger_entries"):
        assert rows(shop.database_url, ASTRAY.format(table)) == [(0,)]
    assert rows(shop.database_url, "SELECT count(*) FROM products") == [(350,)]
    assert rows(shop.database_url, UNPRICED) == [(0,)]
    assert rows(shop.database_url, OPENED) == [(0,)]
    page = httpx.get(shop.url + "/api/products", params={"limit": 100}).json()
    assert len(page["products"]) == 100
    ((product, variant),) = rows(
        shop.database_url,
        "SELECT p.id, v.id FROM variants v JOIN products p ON p.id = v.product_id"
        " WHERE p.status = 'active' AND v.delivered > 0 ORDER BY v.id LIMIT 1",
    )
    line = {"productId": str(product), "variantId": str(variant), "quantity": 1}
    held = httpx.post(shop.url + "/api/orders/reserve", json={"items": [line]})
    assert held.status_code == 200, held.text

    assert holdfast(*words, "30", "--add").returncode == 0  # while it sells
    ((active,),) = rows(shop.database_url, "SELECT count(*) FROM products WHERE status = 'active'")
    search = shop.url + "/api/products/search"

    def found() -> bool:
        return bool(httpx.get(search, params={"facets": "false"}).json()["total"] == active)

    until(found, PATIENCE, "what was added is found")


def test_the_same_seed_makes_the_same_catalogue(postgres: Postgres) -> None:
    found = []
    for seed in ("5", "5", "6"):
        url = postgres.create()
        words = ("--products", "120", "--seed", seed, "--database-url", url)
        assert holdfast("seed", *words).returncode == 0
        found.append(rows(url, CATALOGUE))
        assert rows(url, "SELECT count(*) FROM sellers") == [(SELLERS,)]
        assert rows(url, "SELECT count(*) FROM categories")[0][0] > len(category_paths())
        postgres.drop(url)
    assert found[0] == found[1] != found[2]


def test_an_import_before_the_first_serve_goes_to_its_days_partition(
    database_url: str, scratch: Path
) -> None:
    file = scratch / "goods.csv"
    file.write_text(GOODS)
    done = holdfast("import", str(file), "--currency", "EUR", "--database-url", database_url)
    assert done.returncode == 0, done.stderr
    assert rows(database_url, ASTRAY.format("ledger_entries")) == [(0,)]


def test_which_goods_is_to_be_said(database_url: str) -> None:
    for words in ((), ("--demo", "--products", "5"), ("--products", "0")):
        assert holdfast("seed", *words, "--database-url", database_url).returncode == 2
