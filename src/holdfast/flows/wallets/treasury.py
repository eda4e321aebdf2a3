"""The treasury: everything a flow of wallets works with, composed once by ``app.py``.

It knows no orders, goods or coupons: where payments are a service of their own, this is what
that service has.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from holdfast.ledger import Ledger, LedgerReader
from holdfast.payments import PaymentBook, PaymentProvider
from holdfast.wallets import ChargeBook, WalletBook

__all__ = ["Treasury"]


@dataclass(frozen=True, slots=True)
class Treasury:
    """``gives_freely``: anybody may top up a wallet of their own without paying (``--demo``)."""

    ledger: Ledger
    reader: LedgerReader
    wallets: WalletBook
    charges: ChargeBook
    payments: PaymentBook
    providers: Mapping[str, PaymentProvider]
    gives_freely: bool = False
