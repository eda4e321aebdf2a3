"""Somebody with a login: in as many browsers as a test needs, and behind the scenes."""

from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import httpx
from playwright.sync_api import Page

from tests.support.people import add_person, log_in
from tests.support.server import ServerProcess

__all__ = ["Member"]


class Member:
    """A customer of this test's own, or somebody of these roles."""

    def __init__(self, server: ServerProcess, *roles: str) -> None:
        self.email = f"{uuid4().hex}@test.example"
        with ThreadPoolExecutor(1) as aside:  # this thread runs the browser's event loop
            aside.submit(
                add_person, server.database_url, self.email, roles or ("customer",)
            ).result()
        self.http = httpx.Client(base_url=server.url, timeout=60, headers={"origin": server.url})
        log_in(self.http, self.email)
        self.id: str = self.http.get("/api/session").json()["user"]["id"].removeprefix("user:")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.http.close()

    def enter(self, page: Page) -> Page:
        """The same person, in this browser too."""
        url = str(self.http.base_url)
        page.context.add_cookies(
            [
                {"name": cookie.name, "value": cookie.value or "", "url": url}
                for cookie in self.http.cookies.jar
            ]
        )
        return page

    def wallet(self, currency: str = "PTS", amount: int = 0) -> str:
        """A wallet with so much in it; its id."""
        opened = self.http.post("/api/wallets", json={"currency": currency}).raise_for_status()
        found: str = opened.json()["wallet"]["id"]
        if amount:
            self.top_up(found, amount)
        return found

    def top_up(self, wallet: str, amount: int) -> None:
        path = f"/api/wallets/{wallet}/top-ups"
        self.http.post(path, json={"amount": amount}).raise_for_status()

    def balance(self, wallet: str) -> int:
        answer = self.http.get(f"/api/wallets/{wallet}").raise_for_status()
        return int(answer.json()["wallet"]["balance"])

    def coupon(self, campaign: str) -> dict[str, Any]:
        """Ask for one; the answer must be one."""
        path = f"/api/coupon-campaigns/{campaign}/coupons"
        found: dict[str, Any] = self.http.post(path).raise_for_status().json()["coupon"]
        return found
