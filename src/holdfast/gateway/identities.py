"""Who holds a session or token, asked of orders; those that come at once are asked for together,
and what was answered is remembered for seconds.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from holdfast.api.shell.internal import AskedIdentities
from holdfast.db.gather import Gather
from holdfast.gateway.services import Service
from holdfast.people import Identity, IdentityCache, Secret

__all__ = ["RemoteIdentities"]

SECONDS: Final = 3.0  # a session that ends would live on for so much longer, were it not heard of


class RemoteIdentities(IdentityCache):
    """The identities of another service."""

    def __init__(self, orders: Service) -> None:
        super().__init__(self._asked, SECONDS)
        self._orders = orders
        self._gather: Gather[tuple[Secret, str], Identity] = Gather(self._load)

    async def _asked(self, kind: Secret, secret: str) -> Identity | None:
        return await self._gather.get((kind, secret))

    async def _load(
        self, secrets: Sequence[tuple[Secret, str]]
    ) -> Mapping[tuple[Secret, str], Identity]:
        asked = AskedIdentities(list(secrets))
        found = await self._orders.ask("/internal/identities", asked, list[Identity | None])
        return {
            secret: identity
            for secret, identity in zip(secrets, found, strict=True)
            if identity is not None
        }
