"""Wallets: what a user has, in points or money; one wallet for each currency."""

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
    "WALLETS",
    "WALLET_PREFIX",
    "Wallet",
    "WalletBook",
    "WalletNotFound",
    "wallet_key",
    "wallet_owner",
]
