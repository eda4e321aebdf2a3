"""What paying works with."""

from dataclasses import dataclass

from holdfast.flows.commit.held_orders import HeldOrders
from holdfast.flows.commit.wallet_settlement import Settlement
from holdfast.flows.payments.selling import Selling
from holdfast.ledger import Ledger, LedgerReader
from holdfast.orders import OrderBook
from holdfast.payments import PaymentBook

__all__ = ["Cashier"]


@dataclass(frozen=True, kw_only=True)
class Cashier(Selling):
    """``settlement``: how wallets pay."""

    ledger: Ledger
    reader: LedgerReader
    orders: OrderBook
    payments: PaymentBook
    held_orders: HeldOrders
    settlement: Settlement
