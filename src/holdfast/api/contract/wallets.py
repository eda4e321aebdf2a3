"""Wallets as the API shows them, to their owners and to staff."""

from typing import Literal
from uuid import UUID

from msgspec.structs import asdict
from pydantic import ConfigDict, Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.db.engine import Database
from holdfast.flows.wallets.treasury import Treasury
from holdfast.flows.wallets.wallets import WalletNow, wallet_now
from holdfast.views.statements import statement_page
from holdfast.wallets import Wallet

__all__ = [
    "MovementBody", "StatementAnswer", "WalletAnswer", "WalletBody", "WalletsAnswer",
    "statement_of", "wallet_body",
]  # fmt: skip

Kind = Literal[
    "top-up", "correction", "purchase", "refund", "hold", "capture", "release", "expire",
    "deposit", "withdraw", "top-up-refund",
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


class StatementAnswer(Answer):
    wallet: WalletBody
    movements: list[MovementBody]
    next_cursor: str | None
    brought_forward: int | None = Field(
        description="With the last page: the balance before its oldest movement, if older ones "
        "were put away"
    )


async def statement_of(
    database: Database, treasury: Treasury, wallet: Wallet, limit: int, cursor: str | None
) -> dict[str, object]:
    """A page of a wallet's statement, as the fields of a :class:`StatementAnswer`."""
    standing = await wallet_now(treasury, wallet)
    partitions = treasury.reader.partitions
    page = await statement_page(database, standing.state, partitions, limit, cursor)
    return {**asdict(page), "wallet": wallet_body(standing)}


def wallet_body(standing: WalletNow) -> WalletBody:
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
