"""Live flash sales: what is free, what is held, and whether it goes on, to everybody."""

from asyncio import gather
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.flash_sales import SALE_PREFIX, load_sales, sale_key
from holdfast.ledger import AccountState, LedgerReader
from holdfast.live import Accounts, Channel, Reads, TooManyKeys, Who

__all__ = ["LIVE_FLASH_SALES", "FlashSaleUpdate"]


class FlashSaleUpdate(Struct, frozen=True, rename="camel"):
    """What a watcher is told of one flash sale. ``held`` units wait for payment, and may come free.
    It is over when its time is, or when it ``ended`` before that."""

    sale_id: str
    remaining: int
    held: int
    sold: int
    ended: bool
    version: int


class TooManySales(TooManyKeys):
    code = "too-many-flash-sales"
    title = "Too many flash sales"


def _source(database: Database, partitions: int) -> Reads[UUID, FlashSaleUpdate]:
    reader = LedgerReader(database, partitions)

    async def read(
        ids: Sequence[UUID], rows: Sequence[UUID]
    ) -> Mapping[UUID, Mapping[str, FlashSaleUpdate]]:
        wanted = list(dict.fromkeys((*ids, *rows)))
        accounts = await gather(*(reader.account(sale_key(one)) for one in wanted))
        # After the accounts: of two readings of one version the later knows how the row stands.
        sales = await load_sales(database.pool, wanted)
        return {
            sale.id: {
                account.key: FlashSaleUpdate(
                    str(sale.id),
                    account.balance,
                    account.held,
                    sale.sold(account.balance, account.held),
                    not sale.takes_back,
                    account.version,
                )
            }
            for one, account in zip(wanted, accounts, strict=True)
            if (sale := sales.get(one)) is not None
        }

    return Reads(read)


def _after(state: FlashSaleUpdate, account: AccountState) -> FlashSaleUpdate:
    """What leaves one that goes on was bought; of one that has ended its row says what was."""
    moved = state.remaining + state.held - account.balance - account.held
    return FlashSaleUpdate(
        state.sale_id,
        account.balance,
        account.held,
        state.sold if state.ended else state.sold + moved,
        state.ended,
        account.version,
    )


LIVE_FLASH_SALES: Final = Channel(
    name="flash-sales",
    event="flash-sale",
    about="flash sales: what is left, and whether they go on",
    listed="flashSales",
    who=Who.EVERYBODY,
    source=_source,
    state=FlashSaleUpdate,
    update=FlashSaleUpdate,
    accounts=Accounts(SALE_PREFIX, _after, key_of=lambda key: UUID(key.removeprefix(SALE_PREFIX))),
    rows="flash_sales",
    too_many=TooManySales,
)
