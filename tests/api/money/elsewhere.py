"""A guest who does now and then what they do on another device, by the links of their mails."""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from tests.api.money.person import Json
from tests.api.money.sessions import Session
from tests.support.mail_server import MailServer
from tests.support.market import Buyer, eventually, expect
from tests.support.patience import PATIENCE

__all__ = ["ByLink", "Elsewhere"]


@dataclass(frozen=True)
class ByLink:
    """Of one order's mail."""

    phone: Buyer
    link: str

    async def post(self, path: str, body: Any) -> httpx.Response:
        return await self.phone.http.post(path, json=body, headers={"Order-Link": self.link})

    async def get(self, path: str) -> httpx.Response:
        return await self.phone.http.get(path, headers={"Order-Link": self.link})


@dataclass
class Elsewhere:
    """``post`` has the mails to this ``address``; ``links``: by order, of those that they are
    mailed about."""

    phone: Buyer
    post: MailServer
    address: str = field(default_factory=lambda: f"{uuid4().hex}@guests.example")
    links: dict[str, str] = field(default_factory=dict)
    is_known: bool = False

    async def named(self, buyer: Buyer, held: Json) -> None:
        """Who booked says where they are told of it."""
        path = f"/api/orders/{held['orderId']}/contact"
        expect(await buyer.http.put(path, json={"email": self.address}))
        self.links[held["orderId"]] = ""

    async def of(self, session: Session) -> ByLink | None:
        """The way by the link of its mail; nobody wrote of one that was booked with others."""
        order = session.own.order_id
        if order not in self.links:
            return None
        await self._confirmed()
        if not self.links[order]:
            self.links[order] = await self._found(rf"order#({order}\.[\w-]+)")
        return ByLink(self.phone, self.links[order])

    async def _confirmed(self) -> None:
        """A code came back from where the mails go, once."""
        if self.is_known:
            return
        expect(await self.phone.post("/api/contact/codes", {"email": self.address}), 202)
        code = await self._found(r"\b(\d{6})\b", "code")
        expect(await self.phone.post("/api/contact/confirm", {"code": code}))
        self.is_known = True

    async def _found(self, words: str, about: str = "") -> str:
        """The first in their mails, as soon as it is there."""

        async def there() -> str:
            texts = (
                one.text("plain")
                for one in self.post.to(self.address)
                if about in str(one.mail["Subject"])
            )
            return next((found[1] for text in texts if (found := re.search(words, text))), "")

        return str(await eventually(there, PATIENCE, lambda: f"a mail with {words}"))
