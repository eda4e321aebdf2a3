"""The catalogue's JSON as other systems put it in by SQL: in the shape it is read, or refused."""

import json
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from holdfast.catalog.shelf import load_products
from holdfast.db.engine import Database
from tests.support.postgres import fetch

OPTION: dict[str, Any] = {"code": "color", "name": "Color", "values": ["Black", "White"]}
PRODUCT = (
    "INSERT INTO products (id, handle, name, currency, status, {column})"
    " VALUES ($1, $2, 'Thing', 'PTS', 'active', $3::jsonb)"
)
VARIANT = "INSERT INTO variants (id, product_id, price, options) VALUES ($1, $2, 5, $3::jsonb)"


WRONG: dict[str, list[Any]] = {
    "options": [
        None, "color", 5, {}, {"color": ["Black"]}, OPTION, [1], ["color"], [[OPTION]],
        [OPTION, None], [{"name": "Color", "values": []}], [{"code": "c", "values": []}],
        [{"code": "c", "name": "C"}], [OPTION | {"code": 1}], [OPTION | {"name": None}],
        [OPTION | {"values": "Black"}], [OPTION | {"values": {"Black": 1}}],
        [OPTION | {"values": [1]}], [OPTION | {"values": [["Black"]]}],
        [OPTION | {"values": ["Black", None]}], [OPTION | {"swatches": None}],
        [OPTION | {"swatches": []}], [OPTION | {"swatches": {"Black": 1}}],
    ],
    "images": [
        None, {}, ["/a.png"], [{}], [{"url": 1}], [{"url": "/a.png", "alt": None}],
        [{"url": "/a.png", "width": "800"}], [{"url": "/a.png", "height": 1.5}],
        [{"url": "/a.png", "source": 1}], [[{"url": "/a.png"}]],
    ],
    "tags": [None, "new", {}, {"new": 1}, [1], [None], [["new"]]],
    "translations": [
        None, [], "ru", {"ru": 1}, {"ru": None}, {"ru": []}, {"ru": {"name": 1}},
        {"ru": {"options": None}}, {"ru": {"options": []}}, {"ru": {"options": {"c": 1}}},
        {"ru": {"options": {"c": {"name": 1}}}}, {"ru": {"options": {"c": {"values": []}}}},
        {"ru": {"options": {"c": {"values": None}}}},
        {"en": {}, "ru": {"options": {"c": {"values": {"a": 1}}}}},
    ],
}  # fmt: skip


async def put(url: str, column: str, value: Any) -> Any:
    """The new product's id."""
    product = uuid4()
    await fetch(url, PRODUCT.format(column=column), product, product.hex, json.dumps(value))
    return product


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("options", []),
        ("options", [OPTION]),
        ("options", [OPTION | {"swatches": {}}]),
        ("options", [OPTION | {"swatches": {"Black": "#000"}}, OPTION | {"code": "b"}]),
        ("images", [{"url": "/a.png"}]),
        ("images", [{"url": "/a.png", "alt": "A", "width": 800, "height": None, "source": None}]),
        ("tags", []),
        ("tags", ["new", "sale"]),
        ("translations", {}),
        ("translations", {"ru": {}}),
        ("translations", {"ru": {"name": "Вещь", "category": None, "options": {}}}),
        ("translations", {"ru": {"options": {"color": {"values": {"Black": "Чёрный"}}}}}),
        ("translations", {"ko": {"options": {"color": {"name": "색"}, "b": {"name": None}}}}),
    ],
)
async def test_what_has_the_shape_is_taken_and_read(
    database_url: str, column: str, value: Any
) -> None:
    product = await put(database_url, column, value)
    variant = {"color": "Black"} if column == "options" else {}
    await fetch(database_url, VARIANT, uuid4(), product, json.dumps(variant))
    database = Database(database_url, pool_size=1)
    await database.start()
    try:
        found = await load_products(database.pool, [product])
    finally:
        await database.close()
    assert found[product].variants[0].options == variant


@pytest.mark.parametrize(
    ("column", "value"), [(column, value) for column, wrong in WRONG.items() for value in wrong]
)
async def test_what_has_another_shape_is_refused_by_name(
    database_url: str, column: str, value: Any
) -> None:
    """One such product would break every list and every cart that it is part of."""
    with pytest.raises(asyncpg.CheckViolationError) as refused:
        await put(database_url, column, value)
    assert refused.value.constraint_name == f"ck_products_{column}_shape"


@pytest.mark.parametrize("value", [None, [], "x", {"c": 1}, {"c": None}, {"c": ["a"]}])
async def test_a_variants_choices_are_words(database_url: str, value: Any) -> None:
    product = await put(database_url, "tags", [])
    with pytest.raises(asyncpg.CheckViolationError) as refused:
        await fetch(database_url, VARIANT, uuid4(), product, json.dumps(value))
    assert refused.value.constraint_name == "ck_variants_options_shape"
