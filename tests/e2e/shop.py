"""The shop from behind the counter: what tests set up without clicking."""

from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import httpx

from tests.support.flash_sales import moment

__all__ = ["Goods", "Shop"]


@dataclass(frozen=True)
class Goods:
    """One variant of a product."""

    product_id: str
    variant_id: str
    handle: str
    name: str
    options: dict[str, str]

    @property
    def page(self) -> str:
        return f"/product/{self.handle}?variant={self.variant_id}"


class Shop:
    """A manager's session, and as many guests as a test needs."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._manager = httpx.Client(base_url=url, timeout=60, headers={"origin": url})

    def __enter__(self) -> Self:
        users = self._manager.get("/api/config").json()["demoUsers"]
        manager = next(user for user in users if "manager" in user["roles"])
        words = {"email": manager["email"], "password": manager["password"]}
        self._manager.post("/api/session/login", json=words).raise_for_status()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._manager.close()

    def goods(self, handle: str, variant: int = 0, stock: int | None = None) -> Goods:
        """A variant of a demo product; ``stock`` sets how many are free."""
        answer = self._manager.get(f"/api/products/{handle}", params={"locale": "en"})
        product = answer.raise_for_status().json()["product"]
        chosen = product["variants"][variant]
        found = Goods(
            product["id"], chosen["id"], product["handle"], product["name"], chosen["options"]
        )
        if stock is not None:
            self.set_free(found, stock)
        return found

    def set_free(self, goods: Goods, count: int) -> None:
        held = self.variant(goods)["held"]
        self._manager.post(
            f"/api/staff/variants/{goods.variant_id}/stock",
            json={"set": count + held, "reason": "test"},
        ).raise_for_status()

    def make_of(self, goods: Goods, *parts: tuple[Goods, int]) -> None:
        """It is sold of the stock of these from now on."""
        named = [{"variantId": one.variant_id, "units": units} for one, units in parts]
        path = f"/api/staff/variants/{goods.variant_id}/parts"
        self._manager.put(path, json={"parts": named}).raise_for_status()

    def new_goods(self, name: str) -> Goods:
        """A product of one variant that nobody else knows, of which there are none."""
        asked = {"name": name, "status": "active", "variants": [{"price": 900}]}
        answer = self._manager.post("/api/staff/products", json=asked).raise_for_status()
        handle = answer.json()["product"]["handle"]
        return self.goods(handle)

    def reprice(self, goods: Goods, price: int) -> None:
        """Every variant of it costs so much from now on."""
        asked = {"products": [{"id": goods.product_id}], "price": {"by": "set", "value": price}}
        self._manager.post("/api/staff/products/bulk", json=asked).raise_for_status()

    def discount(self, goods: Goods, percent: int) -> None:
        """Every variant of it costs so much less from now on."""
        asked = {"products": [{"id": goods.product_id}], "discount": {"percent": percent}}
        self._manager.post("/api/staff/products/bulk", json=asked).raise_for_status()

    def variant(self, goods: Goods) -> dict[str, Any]:
        """The variant as the shop shows it now."""
        product = self._manager.get(f"/api/products/{goods.handle}").json()["product"]
        found: dict[str, Any] = next(
            each for each in product["variants"] if each["id"] == goods.variant_id
        )
        return found

    def reserve(self, goods: Goods, quantity: int = 1) -> httpx.Response:
        """Somebody else, elsewhere, takes it to the till."""
        line = {
            "productId": goods.product_id,
            "variantId": goods.variant_id,
            "quantity": quantity,
        }
        return httpx.post(
            f"{self.url}/api/orders/reserve",
            json={"items": [line]},
            headers={"idempotency-key": str(uuid4())},
            timeout=60,
        )

    def change(self, goods: Goods, **change: Any) -> None:
        """Staff change the product, as they change many."""
        product = self._manager.get(f"/api/staff/products/{goods.product_id}").json()["product"]
        named = [{"id": product["id"], "revision": product["revision"]}]
        path = "/api/staff/products/bulk"
        answer = self._manager.post(path, json={"products": named} | change).raise_for_status()
        assert answer.json()["changed"] == 1, answer.text

    def buy(self, goods: Goods, quantity: int = 1) -> None:
        """Somebody else, elsewhere, buys it."""
        self.buy_together(goods, quantity=quantity)

    def buy_together(
        self, *goods: Goods, quantity: int = 1, to: dict[str, str] | None = None
    ) -> str:
        """Somebody else, elsewhere, buys these in one order, to an address if one is said; its
        id."""
        with httpx.Client(base_url=self.url, timeout=60) as guest:
            lines = [{"productId": one.product_id, "variantId": one.variant_id} for one in goods]
            asked: dict[str, Any] = {"items": [{**one, "quantity": quantity} for one in lines]}
            asked |= {} if to is None else {"shippingAddress": to}
            held = guest.post("/api/orders/reserve", json=asked).raise_for_status().json()
            asked = {"reservationId": held["reservationId"], "provider": "demo"}
            paid = guest.post("/api/payments", json=asked).raise_for_status().json()
            asked = {"reservationId": held["reservationId"], "paymentId": paid["paymentId"]}
            guest.post("/api/orders/create", json=asked).raise_for_status()
            order_id: str = held["orderId"]
            return order_id

    def sale(self, goods: Goods, quantity: int, price: int = 99_900, **more: Any) -> str:
        """A flash sale that lasts an hour, unless it is to be otherwise; its id."""
        asked = {"productId": goods.product_id, "variantId": goods.variant_id, "price": price}
        asked |= {"quantity": quantity, "endTime": moment(3600), **more}
        answer = self._manager.post("/api/staff/flash-sales", json=asked).raise_for_status()
        found: str = answer.json()["flashSale"]["id"]
        return found

    def settle_on(self, **settings: Any) -> None:
        """Change some of the shop's settings."""
        self._manager.patch("/api/staff/settings", json=settings).raise_for_status()

    def campaign(self, **terms: Any) -> str:
        """A campaign of a test's own: ten percent, ten coupons, open at once; its id."""
        usual = {"name": f"Ten off {uuid4().hex[:8]}", "rule": "percent", "value": 10}
        answer = self._manager.post(
            "/api/staff/coupon-campaigns", json={**usual, "quantity": 10, **terms}
        )
        found: str = answer.raise_for_status().json()["campaign"]["id"]
        return found

    def sell_to_group(self, goods: Goods, user: str) -> None:
        """The goods cost a tenth less for who is in a new group; the user is."""
        groups = "/api/staff/customer-groups"
        made = self._manager.post(groups, json={"name": f"Friends {uuid4().hex[:6]}"})
        group = made.raise_for_status().json()["id"]
        self._manager.put(f"{groups}/{group}/members/{user}").raise_for_status()
        terms = {"name": "Friends", "rule": "percent", "value": 10, "groups": [group]}
        asked = terms | {"scope": [goods.product_id]}
        self._manager.post("/api/staff/promotions", json=asked).raise_for_status()

    def sell_together(self, *goods: Goods) -> None:
        """They cost a tenth less as a set."""
        terms = {"name": "Together", "rule": "set-percent", "value": 10}
        asked = terms | {"scope": [one.product_id for one in goods]}
        self._manager.post("/api/staff/promotions", json=asked).raise_for_status()

    def best(self) -> list[str]:
        """The best sellers' handles."""
        answer = self._manager.get("/api/products/best-sellers").raise_for_status().json()
        return [product["handle"] for product in answer["products"]]

    def together_with(self, goods: Goods) -> list[str]:
        """Handles of what is bought together with it, and not by chance."""
        path = f"/api/products/{goods.product_id}/recommendations"
        found = self._manager.get(path).raise_for_status().json()["recommendations"]
        together = found["frequentlyBoughtTogether"]
        return [product["handle"] for product in together if product["significant"]]

    def order(self, order_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self._manager.get(f"/api/orders/{order_id}").json()["order"]
        return found
