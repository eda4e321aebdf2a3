"""Somebody with a login who pays from a wallet, however the shop is put together.

Settled together, an order is answered paid or refused; settled by message, it is answered new and
decided a little later. ``bought`` and ``denied`` follow it to its end, so that a test need not
know which it was.
"""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.support.live import OrderWatcher, WalletWatcher
from tests.support.market import Buyer, Goods, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

__all__ = ["Denied", "Member", "campaign"]

Json = dict[str, Any]


@dataclass(frozen=True)
class Denied:
    """Why an order was not to be had: what of the goods is short (line, wanted, available), what
    is wrong with the coupon, and whether points or a wallet for them are missing."""

    stock: tuple[tuple[int, int, int], ...] = ()
    coupon: str | None = None
    points: str | None = None


class Member:
    """``headers`` are what lets this person in, over HTTP and at a socket."""

    def __init__(self, buyer: Buyer, user: str, headers: dict[str, str]) -> None:
        self.buyer = buyer
        self.user = user
        self.headers = headers
        self._wallets: dict[str, str] = {}

    # --- the wallet -----------------------------------------------------------------------------

    async def open(self, amount: int = 0, currency: str = "PTS") -> str:
        """A wallet with so much in it; its id."""
        answer = await self.buyer.post("/api/wallets", {"currency": currency})
        assert answer.status_code in (200, 201), answer.text
        wallet = str(answer.json()["wallet"]["id"])
        self._wallets[currency] = wallet
        if amount:
            expect(await self.top_up(amount, currency))
        return wallet

    async def top_up(self, amount: int, currency: str = "PTS") -> httpx.Response:
        path = f"/api/wallets/{self._wallets[currency]}/top-ups"
        return await self.buyer.post(path, {"amount": amount})

    async def wallet(self, currency: str = "PTS") -> Json:
        answer = await self.buyer.get(f"/api/wallets/{self._wallets[currency]}")
        found: Json = expect(answer)["wallet"]
        return found

    async def balance(self, currency: str = "PTS") -> int:
        return int((await self.wallet(currency))["balance"])

    async def statement(self, currency: str = "PTS") -> list[Json]:
        """Every movement, the oldest first."""
        path = f"/api/wallets/{self._wallets[currency]}/statement"
        found: list[Json] = []
        cursor: dict[str, str] = {}
        while True:
            page = expect(await self.buyer.get(path, limit=100, **cursor))
            found += page["movements"]
            if page["nextCursor"] is None:
                return found[::-1]
            cursor = {"cursor": page["nextCursor"]}

    # --- orders ---------------------------------------------------------------------------------

    async def order(self, *wanted: Goods | Json, key: str | None = None, **more: Any) -> Any:
        """Ask for goods; the answer as it came."""
        items = [one.line() if isinstance(one, Goods) else one for one in wanted]
        asked = {"items": items, "paymentMethod": "wallet"} | more
        return await self.buyer.post("/api/orders", asked, key)

    async def order_sum(
        self,
        amount: int,
        description: str = "A lesson",
        key: str | None = None,
        *,
        later: bool = False,
    ) -> httpx.Response:
        """Ask for something that is no goods of the shop, for points; the answer as it came.
        ``later``: without waiting for what comes of it."""
        asked = {"amount": amount, "currency": "PTS", "description": description}
        headers = {} if key is None else {"Idempotency-Key": key}
        if later:
            headers["Prefer"] = "respond-async"
        return await self.buyer.http.post(
            "/api/orders", json=asked | {"paymentMethod": "wallet"}, headers=headers
        )

    async def shown(self, order_id: str) -> Json:
        """The order as it stands."""
        found: Json = expect(await self.buyer.get(f"/api/orders/{order_id}"))["order"]
        return found

    async def ended(self, answer: httpx.Response) -> Json:
        """The order of this answer once it is decided."""
        assert answer.status_code in (201, 202), f"{answer.status_code}: {answer.text}"
        order: Json = answer.json()["order"]
        assert order["phase"] == ("FINISHED" if answer.status_code == 201 else "NEW"), order

        async def decided() -> Json | None:
            now = await self.shown(order["id"])
            return None if now["phase"] == "NEW" else now

        found: Json = await eventually(decided, PATIENCE, f"order {order['number']} is decided")
        return found

    async def bought(self, *wanted: Goods | Json, **more: Any) -> Json:
        """Buy goods; the order, paid."""
        order = await self.ended(await self.order(*wanted, **more))
        assert (order["phase"], order["status"]) == ("FINISHED", "paid"), order
        return order

    async def denied(self, answer: httpx.Response) -> Denied:
        """The answer must be no, or the order must come to nothing; why."""
        if answer.status_code == 409:
            problem = refusal(answer, 409, "cannot-buy")
            points = problem.get("points")
            lines = problem.get("shortages", ())
            return Denied(
                tuple((one["line"], one["wanted"], one["available"]) for one in lines),
                (problem.get("coupon") or {}).get("reason"),
                points and ("insufficient-funds" if points["walletId"] else "no-wallet"),
            )
        order = await self.ended(answer)
        assert order["phase"] == "CANCELLED", order
        return Denied(points=order["reason"])

    # --- coupons --------------------------------------------------------------------------------

    async def ask_for_coupon(self, campaign_id: str) -> httpx.Response:
        return await self.buyer.post(f"/api/coupon-campaigns/{campaign_id}/coupons", None)

    async def coupon(self, campaign_id: str) -> str:
        """A new coupon; its id."""
        given = expect(await self.ask_for_coupon(campaign_id), 201)
        found: str = given["coupon"]["id"]
        return found

    async def coupons(self) -> dict[str, str]:
        """One's coupons' states by id."""
        listed = expect(await self.buyer.get("/api/coupons", limit=100))["coupons"]
        return {one["id"]: one["state"] for one in listed}

    def watch_wallets(self) -> WalletWatcher:
        """A socket; subscribe it."""
        return WalletWatcher(str(self.buyer.http.base_url), self.headers)

    def watch_orders(self) -> OrderWatcher:
        """A socket; subscribe it."""
        return OrderWatcher(str(self.buyer.http.base_url), self.headers)


def campaign(market: Market, **terms: Any) -> str:
    """A campaign of a test's own: ten percent, one coupon, open at once; its id."""
    usual = {"name": "Ten off", "rule": "percent", "value": 10, "quantity": 1}
    made = market.staff.post("/api/staff/coupon-campaigns", json=usual | terms)
    found: str = expect(made, 201)["campaign"]["id"]
    return found
