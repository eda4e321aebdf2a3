"""Bearer tokens, as their owners and staff see them."""

from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.people import Token

__all__ = ["TokenShown"]


class TokenShown(Answer):
    """One that works; the token itself is not kept."""

    id: UUID
    name: str
    hint: str = Field(description="Its last letters; empty: they were not kept")
    roles: list[str]
    duties: list[str] | None = Field(
        description="Of staff: it has no others of its owner's; null: all that its owner has"
    )
    created_at: Instant
    expires_at: Instant | None = Field(description="null: it works until it is ended")
    last_used_at: Instant | None = Field(
        description="Give or take five minutes; null: it was not used"
    )

    @classmethod
    def of(cls, token: Token) -> "TokenShown":
        """As it is shown."""
        return cls(
            id=token.id,
            name=token.name,
            hint=token.hint,
            roles=list(token.roles),
            duties=None if token.duties is None else list(token.duties),
            created_at=token.created_at,
            expires_at=token.expires_at,
            last_used_at=token.last_used_at,
        )
