"""Flash sales with what is left of them, and what they sell."""

from asyncio import gather
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from holdfast.catalog import Product, Shelf
from holdfast.flash_sales import FlashSale, SalePhase, sale_key
from holdfast.ledger import AccountState, LedgerReader

__all__ = ["FlashSaleNow", "sales_shown"]


class FlashSaleNow(Struct, frozen=True):
    """A sale ``at`` a moment, with its account and what it sells (None: deleted since)."""

    sale: FlashSale
    at: datetime
    account: AccountState
    product: Product | None

    @property
    def phase(self) -> SalePhase:
        return self.sale.phase(self.at)

    @property
    def sold(self) -> int:
        return self.sale.sold(self.account.balance, self.account.held)


async def sales_shown(
    reader: LedgerReader, shelf: Shelf, sales: Sequence[FlashSale], now: datetime
) -> list[FlashSaleNow]:
    """These sales in the same order."""
    accounts, products = await gather(
        gather(*(reader.account(sale_key(one.id)) for one in sales)),
        shelf.get_many(one.product_id for one in sales),
    )
    return [
        FlashSaleNow(sale, now, account, products.get(sale.product_id))
        for sale, account in zip(sales, accounts, strict=True)
    ]
