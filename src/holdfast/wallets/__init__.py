"""Wallets: what a user has, in points or money; one wallet for each currency."""

from holdfast.wallets.charges import (
    CHARGE_STATES,
    CHARGES,
    ChargeBook,
    ChargeState,
    WalletCharge,
    charge_key,
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

__all__ = [
    "CHARGES",
    "CHARGE_STATES",
    "WALLETS",
    "WALLET_PREFIX",
    "ChargeBook",
    "ChargePaid",
    "ChargeRefunded",
    "ChargeRefused",
    "ChargeState",
    "Wallet",
    "WalletBook",
    "WalletCharge",
    "WalletNotFound",
    "charge_key",
    "wallet_key",
    "wallet_owner",
]
