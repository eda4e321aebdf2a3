"""Wallets as the API shows them, to their owners and to staff."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.flows.wallets.wallets import Standing

__all__ = ["MovementBody", "WalletAnswer", "WalletBody", "WalletsAnswer", "wallet_body"]

Kind = Literal[
    "top-up", "correction", "purchase", "refund", "hold", "capture", "release", "expire",
    "deposit", "withdraw",
]  # fmt: skip


class WalletBody(Answer):
    """A wallet. Amounts are minor units of its currency; points (`PTS`) have no decimals."""

    id: UUID
    currency: str
    balance: int = Field(description="Free to spend now")
    held: int = Field(description="Set aside for what is being paid")
    version: int = Field(description="Grows with every movement")
    created_at: Instant


class WalletAnswer(Answer):
    wallet: WalletBody


class WalletsAnswer(Answer):
    wallets: list[WalletBody]


class MovementBody(Answer):
    """One movement of a wallet."""

    model_config = ConfigDict(from_attributes=True)

    version: int
    at: Instant
    kind: Kind
    change: int = Field(description="Of what is free")
    held_change: int
    balance: int = Field(description="Free after it")
    held: int = Field(description="Set aside after it")
    reason: str | None
    order_id: UUID | None
    payment_id: UUID | None


def wallet_body(standing: Standing) -> WalletBody:
    """A wallet as the API shows it."""
    wallet, state = standing.wallet, standing.state
    return WalletBody(
        id=wallet.id,
        currency=wallet.currency,
        balance=state.balance,
        held=state.held,
        version=state.version,
        created_at=wallet.created_at,
    )
