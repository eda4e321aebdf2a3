"""Whether a change of a product puts it on sale, whichever way it comes. Pure."""

from collections.abc import Mapping

from holdfast.catalog.products import Product


def goes_on_sale(known: Product | None, row: Mapping[str, object]) -> bool:
    """Whether it was not on sale before, or not as the same seller's. ``row``: as it would be."""
    seller = str(known.seller_id) if known is not None and known.seller_id else None
    stays = known is not None and known.active and seller == row["seller_id"]
    return row["status"] == "active" and not stays
