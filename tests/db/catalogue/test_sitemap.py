"""The sitemap's parts cover every product on sale once, whatever their size."""

from holdfast.views.sitemap import PartStarts, place_of, products_from
from tests.db.catalogue.conftest import Shop, Write


async def test_parts_cover_all_that_is_on_sale(shop: Shop, write: Write) -> None:
    rows = [f"mug-{n},Mug {n},,,,,TRUE,,,,,,1,9.00,,,,,,active" for n in range(7)]
    rows.append("hidden,Hidden,,,,,FALSE,,,,,,1,9.00,,,,,,draft")
    await shop.load(write(*rows))
    starts = await PartStarts(shop.database, 3).now()
    assert len(starts) == 3
    found: list[str] = []
    for start in starts:
        part = products_from(shop.database, place_of(start), 3)
        found += [one.handle async for some in part for one in some]
    assert sorted(found) == [f"mug-{n}" for n in range(7)]
    assert await PartStarts(shop.database, 100).now() == starts[:1]
