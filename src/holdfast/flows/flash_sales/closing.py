"""The end of a flash sale: what is free of it goes back to the stock, and what was held then when
its hold has ended, each unit exactly once.

A sale that is over is first marked so, and from then on nothing comes back into it but what was
held. What is free is moved by a command that is refused unless its account is as it was read; when
nothing is held either, the sale is closed by the same command. So two who do this at once, or one
who was killed in between, move nothing twice.
"""

from typing import Final

from holdfast.catalog import StockChanged
from holdfast.flash_sales import (
    FlashSale,
    closed,
    ended,
    left_moved,
    load_sales,
    sale_key,
    sale_ref,
    sales_to_close,
)
from holdfast.flows.commit.allotments import goes_back
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.outcomes import may_be_overtaken
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.ledger import (
    Deposit,
    Expect,
    Operation,
    Rider,
    Withdraw,
    tell,
)

__all__ = ["close", "close_due"]

_AT_ONCE: Final = 100
_TRIES: Final = 5


async def close_due(stockroom: Stockroom) -> int:
    """End what is over by the database's clock, and move what came free of it; how many sales
    there were. Safe to repeat."""
    sales = await sales_to_close(stockroom.database.pool, _AT_ONCE)
    for sale in sales:
        if sale.takes_back:
            outcome = await stockroom.ledger.commit(
                process("time").command((), ended(sale), f"flash-sale-over/{sale.id}")
            )
            may_be_overtaken(outcome)
        await close(stockroom, process("time"), sale)
    return len(sales)


async def close(stockroom: Stockroom, by: Caller, sale: FlashSale) -> FlashSale:
    """Move what is free of a sale that has ended, and close it if nothing is held; the sale as it
    stands then. What is held is moved another time."""
    for _ in range(_TRIES):
        account = await stockroom.reader.account(sale_key(sale.id))
        # Read after its account: whoever moved something in between is noticed by the guard.
        sale = (await load_sales(stockroom.database.pool, [sale.id]))[sale.id]
        if sale.state == "closed" or (not account.balance and account.held):
            return sale
        left = account.balance
        moved = () if account.held else closed(sale, left)
        operations, riders = _back(sale, left)
        outcome = await stockroom.ledger.commit(
            by.command(
                (Expect(account.key, account.version), *operations),
                (*(moved or (left_moved(sale, left),)), *riders),
                f"flash-sale-back/{sale.id}/{account.version}/{sale.returned}",
            )
        )
        may_be_overtaken(outcome)
    return sale


def _back(sale: FlashSale, left: int) -> tuple[tuple[Operation, ...], tuple[Rider, ...]]:
    if not left:
        return (), ()
    note = f"{sale_ref(sale.id)} returned"
    return (
        Withdraw(sale_key(sale.id), left, note=note),
        *(Deposit(key, units, note=note) for key, units in goes_back(sale, left).items()),
    ), (tell(StockChanged("deposit", left, note), sale.variant_id),)
