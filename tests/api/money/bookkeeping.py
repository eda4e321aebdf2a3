"""What the books of today say was sold, went back and was lost, and what it ought to be."""

from collections.abc import Sequence
from datetime import UTC, datetime

from tests.api.money.accounts import Sale
from tests.api.money.papers import tax_back
from tests.api.money.selling import Told
from tests.api.money.wares import Shop
from tests.api.staff.bookkeeping import export, read

__all__ = ["books_of", "differing"]


def books_of(shop: Shop, sales: Sequence[Sale]) -> list[Told]:
    """Of all that was ever paid in the shop."""
    books = read(export(shop.market.staff, str(datetime.now(UTC).date())).text)
    back = books.of("Refunds") + books.of("Sales tax payable", kinds="refund")
    return [
        ("went back by the books", back, sum(one.gone for one in sales)),
        ("was sold by the books", books.of("Customer orders", kinds="sale"),
         sum(one.paid for one in sales)),
        ("tax was sold by the books", books.of("Sales tax payable", kinds="sale"),
         -sum(one.due_tax for one in sales)),
        ("tax went back by the books", books.of("Sales tax payable", kinds="refund"),
         sum(tax_back(shop, one) for one in sales)),
        ("was lost by the books", books.of("Chargebacks"), sum(one.lost for one in sales)),
    ]  # fmt: skip


def differing(told: Sequence[Told]) -> list[str]:
    return [f"{name} is {is_so} and ought to be {ought}" for name, is_so, ought in told
            if is_so != ought]  # fmt: skip
