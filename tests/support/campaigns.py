"""A page that watches campaigns."""

import asyncio
from typing import Any, Self
from uuid import UUID

from tests.support.patience import PATIENCE
from tests.support.sockets import SocketClient

__all__ = ["CampaignWatcher"]


class CampaignWatcher:
    """A page that folds the snapshot and the updates, newer versions only."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.client = SocketClient()
        self.known: dict[str, dict[str, Any]] = {}
        self._news = asyncio.Event()
        self.client.on("campaign:snapshot", self._snapshot)
        self.client.on("campaign:update", self._fold)

    async def __aenter__(self) -> Self:
        await self.client.connect(self._url, transports=["websocket"])
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.disconnect()

    async def say(self, event: str, data: object = None) -> dict[str, Any]:
        return await self.client.ask(event, data)

    async def subscribe(self, *campaigns: UUID) -> dict[str, Any]:
        return await self.say("subscribe:campaigns", list(map(str, campaigns)))

    async def until(self, true: Any, seconds: float = PATIENCE) -> None:
        """Wait until ``true()`` holds; every piece of news is looked at."""
        async with asyncio.timeout(seconds):
            while not true():
                self._news.clear()
                await self._news.wait()

    def left(self, campaign: UUID) -> int:
        known = self.known.get(str(campaign))
        return -1 if known is None else int(known["remaining"])

    def _snapshot(self, snapshot: dict[str, Any]) -> None:
        for one in snapshot["campaigns"]:
            self._fold(one)
        self._news.set()

    def _fold(self, one: dict[str, Any]) -> None:
        before = self.known.get(one["campaignId"])
        if before is None or one["version"] >= before["version"]:
            self.known[one["campaignId"]] = one
        self._news.set()
