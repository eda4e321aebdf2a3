"""Wallets: what a user has, in points or money; one wallet for each currency."""

from holdfast.wallets.charges import (
    CHARGES,
    ChargeBook,
    ChargeState,
    WalletCharge,
    charge_key,
    charge_refunded,
)
from holdfast.wallets.facts import ChargePaid, ChargeRefunded, ChargeRefused
from holdfast.wallets.tables import WALLETS
from holdfast.wallets.wallet import (
    WALLET_PREFIX,
    Wallet,
    WalletBook,
    WalletNotFound,
    wallet_key,
    wallet_owner,
)
