"""Wallets, filled for nothing, and what is bought from them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from holdfast.flows.checkout.basket import Amount, CartLine
from holdfast.flows.checkout.place import place
from holdfast.flows.checkout.prices import Choice
from holdfast.flows.commit.caller import Caller
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.wallets.treasury import Treasury
from holdfast.flows.wallets.wallets import open_wallet, top_up
from holdfast.payments import PaymentBook
from holdfast.people import Principal
from holdfast.wallets import ChargeBook, Wallet, WalletBook

__all__ = ["balance_of", "buy", "new_wallet", "treasury_of"]


def treasury_of(parts: ShopParts) -> Treasury:
    """The wallets of the same shop, where everybody tops up without paying."""
    return Treasury(
        parts.ledger,
        parts.reader,
        WalletBook(parts.database),
        ChargeBook(parts.database),
        PaymentBook(parts.database),
        {},
        gives_freely=True,
    )


async def new_wallet(
    parts: ShopParts, owner: Principal, amount: int = 0, currency: str = "EUR"
) -> Wallet:
    """A wallet with so much in it."""
    treasury = treasury_of(parts)
    wallet = (await open_wallet(treasury, Caller(owner), currency)).standing.wallet
    if amount:
        await top_up(treasury, Caller(owner), wallet.id, amount)
    return wallet


async def balance_of(parts: ShopParts, wallet: Wallet) -> int:
    return (await parts.reader.account(wallet.key)).balance


async def buy(
    parts: ShopParts, buyer: Principal, wanted: Sequence[CartLine] | Amount, **asked: Any
) -> UUID:
    """From the buyer's wallet; the order's id."""
    caller = Caller(buyer, asked.pop("request", ""), asked.pop("key", None))
    choice = asked.pop("choice", None) or Choice(asked.pop("coupon_id", None))
    return (await place(parts, caller, wanted, wallet=True, choice=choice, **asked)).order_id
