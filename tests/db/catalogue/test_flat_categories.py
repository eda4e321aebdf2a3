"""A shop whose products named their category in words becomes one with a tree, nothing lost."""

from holdfast.db.migrate import upgrade
from tests.db.test_service_tables import at_step
from tests.support.postgres import Postgres, execute, fetch

FLAT = """
INSERT INTO products (id, handle, name, category, translations, currency, status, created_at)
VALUES
    (gen_random_uuid(), 'a', 'A', 'Phones', '{}', 'EUR', 'active', '2026-01-02'),
    (gen_random_uuid(), 'b', 'B', 'Phones',
     '{"ru": {"name": "Б", "category": "Телефоны"}, "ko": {"category": null}}',
     'EUR', 'draft', '2026-01-01'),
    (gen_random_uuid(), 'c', 'C', 'Телефоны', '{"en": {"category": "Telephones"}}',
     'EUR', 'active', '2026-01-03'),
    (gen_random_uuid(), 'd', 'D', 'phones!', '{}', 'EUR', 'active', '2026-01-03'),
    (gen_random_uuid(), 'e', 'E', '', '{"ru": {"name": "Е"}}', 'EUR', 'active', '2026-01-03')
"""
TREE = """
SELECT p.handle, c.name, c.slug, c.translations::text, c.path = ARRAY[c.id], p.translations::text,
       n.category_id IS NOT DISTINCT FROM p.category_id
FROM products p LEFT JOIN categories c ON c.id = p.category_id
JOIN product_counts n ON n.product_id = p.id ORDER BY p.handle
"""


async def test_each_flat_category_becomes_a_root_with_its_translations(postgres: Postgres) -> None:
    url = postgres.create("template1")
    try:
        await at_step(url, "0034")
        await execute(url, FLAT)
        await upgrade(url)
        assert [tuple(row) for row in await fetch(url, TREE)] == [
            ("a", "Phones", "phones", '{"ru": "Телефоны"}', True, "{}", True),
            (
                "b", "Phones", "phones", '{"ru": "Телефоны"}', True,
                '{"ko": {}, "ru": {"name": "Б"}}', True,
            ),
            (
                "c", "Телефоны", "telefony", '{"en": "Telephones"}', True, '{"en": {}}', True,
            ),
            ("d", "phones!", "phones-2", "{}", True, "{}", True),
            ("e", None, None, None, None, '{"ru": {"name": "Е"}}', True),
        ]  # fmt: skip
    finally:
        postgres.drop(url)
