"""One of everything that can be somebody's, in a running shop: each a real one, made as people
make it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from holdfast.api.contract.examples_mail import A_BROWSER
from tests.api.hooks.stripe_shop import begun, pays_there
from tests.api.seller.trading import SELLERS
from tests.api.shop.test_order_codes import by_codes, completed, keys
from tests.api.shop.test_order_files import by_file
from tests.api.shop.wallet_buyers import Visit, coupon, member
from tests.api.staff.drafts import colours
from tests.support.fcm import put_device
from tests.support.gallery import put_picture
from tests.support.market import Buyer, Goods, Market, eventually, expect
from tests.support.past_sessions import it_took_place
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD
from tests.support.photo_studio import hold, pay, set_up
from tests.support.pictures import png
from tests.support.repeating import a_repeat
from tests.support.stripe import StripeServer
from tests.support.studio import day_ahead

__all__ = ["ADDRESS", "Belongings", "a_seller", "gather"]

ADDRESS = {
    "country": "NL", "name": "An Buyer", "street": "Dam 1", "city": "Amsterdam",
    "postalCode": "1012 JS", "phone": "+31 20 555 5555",
}  # fmt: skip
PREPAID = {
    "name": "Season",
    "currency": "EUR",
    "items": [
        {"kind": "hours", "units": 600, "price": 50_000},
        {"kind": "certificate", "units": 10_000, "price": 9_000},
    ],
}


@dataclass
class Belongings:
    """``ids``: by the names that addresses and bodies have for them; ``at``: for addresses that
    mean another thing by such a name, by the address's beginning."""

    owner: Buyer
    seller: Buyer
    ids: dict[str, str] = field(default_factory=dict)
    at: dict[str, dict[str, str]] = field(default_factory=dict)

    def named(self, path: str) -> dict[str, str]:
        """What an address means by its names."""
        found = dict(self.ids)
        for beginning, more in self.at.items():
            if path.startswith(beginning):
                found |= more
        return found


async def a_seller(market: Market, visit: Visit) -> tuple[Buyer, str]:
    """Somebody who sells, and their seller's id."""
    made = market.staff.post(SELLERS, json={"name": f"Mill {uuid4().hex[:8]}"})
    seller: str = expect(made, 201)["seller"]["id"]
    who = await member(market, visit)
    user = expect(await who.get("/api/session"))["user"]["id"]
    expect(market.staff.put(f"{SELLERS}/{seller}/people/{user}"))

    async def sells() -> bool:
        return "seller" in expect(await who.get("/api/session"))["roles"]

    await eventually(sells, PATIENCE, "the process that answers has heard of it")
    return who, seller


async def gather(market: Market, visit: Visit, stripe: StripeServer) -> Belongings:
    owner = await member(market, visit, 100_000)
    issuer = {"invoiceIssuer": "Loft GmbH"}
    expect(market.staff.patch("/api/staff/settings", json=issuer))
    seller, seller_id = await a_seller(market, visit)
    mine = Belongings(owner, seller, {"seller_id": seller_id})
    mine.ids["user_id"] = expect(await owner.get("/api/session"))["user"]["id"]
    mine.ids["wallet_id"] = expect(await owner.get("/api/wallets"))["wallets"][0]["id"]
    mine.ids["address_id"] = expect(await owner.post("/api/addresses", ADDRESS), 201)["id"]
    browser = await owner.post("/api/push-subscriptions", A_BROWSER)
    mine.ids["subscription_id"] = expect(browser, 201)["id"]
    made = {"name": "mine", "roles": ["customer"], "currentPassword": PASSWORD}
    (own,) = expect(await owner.post("/api/profile/tokens", made))["tokens"]
    mine.ids["token_id"] = own["id"]
    token = f"{uuid4().hex}:APA91b"
    mine.ids["device_id"] = await put_device(market.database_url, mine.ids["user_id"], token)
    mine.ids["link_id"] = expect(await owner.post("/api/calendar-links", {"name": "Mine"}), 201)[
        "id"
    ]
    await _goods(market, mine)
    mine.ids["repeat_id"] = (await a_repeat(market, owner))["id"]
    await _brought(mine)
    await _written(mine)
    await _coded(market, mine)
    await _sent_back(market, mine)
    await _under_way(market, mine, stripe)
    await _lines(market, visit, mine)
    await _times(market, visit, mine)
    await _prepaid(market, mine)
    return mine


async def _goods(market: Market, mine: Belongings) -> None:
    """What the seller sells, and the order of it that the owner paid."""
    made = await mine.seller.post(f"/api/seller/{mine.ids['seller_id']}/products", colours())
    product = expect(made, 201)["product"]
    sold = Goods(product["id"], product["variants"][0]["id"])
    asked = {"items": [sold.line()], "shippingAddress": ADDRESS, "paymentMethod": "wallet"}
    order = expect(await mine.owner.post("/api/orders", asked), 201)["order"]["id"]
    mine.ids |= {"order_id": order, "product_id": sold.product_id, "variant_id": sold.variant_id}
    packed = market.staff.post(f"/api/staff/orders/{order}/parcels", json={"packed": True})
    mine.ids["parcel_id"] = expect(packed)["order"]["parcels"][0]["id"]
    expect(await mine.owner.http.put(f"/api/wishes/{sold.product_id}"))
    expect(await mine.owner.post("/api/cart/items", sold.line()))

    async def noted() -> Any:
        path = f"/api/orders/{order}"
        sellers = expect(await mine.owner.get(f"{path}/sellers"))["sellers"]
        return sellers and expect(await mine.owner.get(f"{path}/invoices"))["invoices"]

    (invoice,) = await eventually(noted, PATIENCE, "the order is noted and has its invoice")
    mine.at["/api/orders/{order_id}/invoices"] = {"number": str(invoice["number"])}


async def _brought(mine: Belongings) -> None:
    """A file of the seller's that was checked."""
    own = f"/api/seller/{mine.ids['seller_id']}/imports"
    file, kind = b"Handle,Title,Variant Price\nown,Own,1.00\n", {"Content-Type": "text/csv"}
    sent = await mine.seller.http.post(own, content=file, headers=kind)
    mine.ids["import_id"] = expect(sent, 202)["import"]["id"]

    async def checked() -> Any:
        found = expect(await mine.seller.get(f"{own}/{mine.ids['import_id']}"))
        return found["import"]["state"] == "done"

    await eventually(checked, PATIENCE, "the file is checked")


async def _written(mine: Belongings) -> None:
    """A conversation with the seller about what they sell, with a picture and an answer."""
    kind = {"Content-Type": "image/png"}
    sent = await mine.owner.http.post("/api/message-photos", content=png(40), headers=kind)
    photo = expect(sent, 201)["id"]
    mine.ids["photo_id"] = photo
    asked = {"productId": mine.ids["product_id"], "text": "Is it wool?", "photos": [photo]}
    made = expect(await mine.owner.post("/api/conversations", asked), 201)
    one: str = made["conversation"]["id"]
    path = f"/api/seller/{mine.ids['seller_id']}/conversations/{one}/messages"
    expect(await mine.seller.post(path, {"text": "All of it"}), 201)
    mine.ids["conversation_id"] = one
    mine.at["/api/conversations/{conversation_id}/messages"] = {"number": "2"}


async def _coded(market: Market, mine: Belongings) -> None:
    """A code, and a file, that the owner bought."""
    bought = await mine.owner.buy(by_codes(market, keys(1)))
    order = await completed(mine.owner, bought["orderId"])
    named = {"order_id": order["id"], "code_id": order["codes"][0]["id"]}
    mine.at["/api/orders/{order_id}/codes"] = named
    order = await completed(mine.owner, (await mine.owner.buy(by_file(market)))["orderId"])
    named = {"order_id": order["id"], "file_id": order["files"][0]["id"]}
    mine.at["/api/orders/{order_id}/files"] = named
    await _coded_of_seller(mine)


async def _coded_of_seller(mine: Belongings) -> None:
    """A code that the seller brought, of which nothing is sold."""
    own = f"/api/seller/{mine.ids['seller_id']}"
    product = expect(await mine.seller.post(f"{own}/products", colours()), 201)["product"]
    variant = product["variants"][1]["id"]
    place = f"{own}/variants/{variant}"
    expect(await mine.seller.http.put(f"{place}/delivery", json={"deliveredAs": "codes"}))
    brought = expect(await mine.seller.post(f"{place}/codes", {"codes": keys(1)}))
    named = {"variant_id": variant, "code_id": brought["codes"][0]["id"]}
    mine.at["/api/seller/{seller_id}/variants/{variant_id}/"] = named


async def _sent_back(market: Market, mine: Belongings) -> None:
    """A return that staff agreed to, with a photo."""
    bought = await mine.owner.buy(market.goods(5), quantity=2)
    expect(market.staff.post(f"/api/staff/orders/{bought['orderId']}/complete"))
    asked = {"lines": [{"line": 0, "quantity": 1, "reason": "damaged"}]}
    path = f"/api/orders/{bought['orderId']}/returns"
    one: str = expect(await mine.owner.post(path, asked), 201)["return"]["id"]
    kind = {"Content-Type": "image/png"}
    photos = f"/api/returns/{one}/photos"
    expect(await mine.owner.http.post(photos, content=png(40), headers=kind), 201)
    expect(market.staff.post(f"/api/staff/returns/{one}/approve", json={}))
    mine.ids["return_id"] = one
    mine.at["/api/returns/"] = {"number": "1"}
    mine.at["/api/orders/{order_id}/returns"] = {"order_id": bought["orderId"]}
    await _sent_back_to_seller(market, mine)


async def _sent_back_to_seller(market: Market, mine: Belongings) -> None:
    """The same, of the seller's own goods, of another order."""
    theirs = Goods(mine.ids["product_id"], mine.ids["variant_id"])
    asked = {"items": [theirs.line()], "paymentMethod": "wallet"}
    order = expect(await mine.owner.post("/api/orders", asked), 201)["order"]["id"]
    expect(market.staff.post(f"/api/staff/orders/{order}/complete"))
    back = {"lines": [{"line": 0, "quantity": 1, "reason": "damaged"}]}
    path = f"/api/orders/{order}/returns"
    one: str = expect(await mine.owner.post(path, back), 201)["return"]["id"]
    kind = {"Content-Type": "image/png"}
    photos = f"/api/returns/{one}/photos"
    expect(await mine.owner.http.post(photos, content=png(40), headers=kind), 201)
    own = "/api/seller/{seller_id}/returns"
    mine.at[own] = {"return_id": one, "number": "1"}

    async def noted() -> Any:
        found = await mine.seller.get(own.format_map(mine.ids))
        return expect(found)["returns"]

    await eventually(noted, PATIENCE, "the seller sees what comes back")


async def _under_way(market: Market, mine: Belongings, stripe: StripeServer) -> None:
    """A card that Stripe keeps, a coupon, and goods that are held and not paid for."""
    goods = market.goods(9)
    reserved = expect(await mine.owner.reserve(goods))
    first = await begun(mine.owner, reserved, saveCard=True)
    pays_there(stripe, first)
    expect(await mine.owner.create(reserved, first))
    mine.ids["card_id"] = expect(await mine.owner.get("/api/cards"))["cards"][0]["id"]
    mine.ids["coupon_id"] = await coupon(market, mine.owner)
    held = expect(await mine.owner.reserve(goods))
    mine.ids["reservation_id"] = held["reservationId"]
    mine.at["/api/orders/{order_id}/co"] = {"order_id": held["orderId"]}
    mine.at["/api/orders/{order_id}/cancel"] = {"order_id": held["orderId"]}
    other = expect(await mine.owner.reserve(goods))
    mine.ids["payment_id"] = expect(await mine.owner.pay(other))["paymentId"]


async def _lines(market: Market, visit: Visit, mine: Belongings) -> None:
    """A place in line for goods that are gone, and a wish to be told."""
    goods = market.goods(0)
    place = expect(await mine.owner.post("/api/waiting/units", goods.line()))["id"]
    mine.at["/api/waiting/units/"] = {"place_id": place}
    mine.at["/api/staff/waiting/places/"] = {"place_id": place}
    told = {"productId": goods.product_id}
    expect(await mine.owner.http.put(f"/api/waiting/{goods.variant_id}", json=told))
    mine.at["/api/waiting/{variant_id}"] = {"variant_id": goods.variant_id}
    asked = {"text": "Does it come in grey?"}
    path = f"/api/products/{goods.product_id}/question"
    said = expect(await mine.owner.http.put(path, json=asked))["question"]
    mine.ids["product_question_id"] = said["id"]


async def _times(market: Market, visit: Visit, mine: Belongings) -> None:
    """A booking, a series, a review of a session, and a place in line for a time."""
    studio, owner = set_up(market, series=3), mine.owner
    held = expect(await hold(owner, studio, 5, 10))
    await pay(owner, held)
    beside = f"/api/bookings/{held['bookingId']}/participants"
    other = {"name": "Ben", "email": f"{uuid4().hex}@mail.example"}
    mine.ids["participant_id"] = expect(await owner.post(beside, other), 201)["id"]
    mine.ids["picture_id"] = await put_picture(market.database_url, held["bookingId"])
    past = expect(await hold(owner, studio, 6, 10))
    await pay(owner, past)
    await it_took_place(market.database_url, market.staff, past["bookingId"])
    asked = {"q": held["number"]}

    async def known() -> Any:
        return expect(market.staff.get("/api/staff/clients", params=asked))["clients"]

    (client,) = await eventually(known, PATIENCE, "who booked is a client")
    mine.at["/api/studio/clients/"] = {"client_id": client["id"]}
    path = f"/api/resources/{studio.photographer}"
    expect(await owner.http.put(f"{path}/review", json={"rating": 5, "text": "Light"}))
    review = expect(await owner.get(f"{path}/reviews"))["reviews"][0]["id"]
    start = f"{day_ahead(9)}T10:00"
    series = {"serviceId": studio.service, "start": start, "rule": {"count": 2}}
    made = expect(await owner.post("/api/series", series, uuid4().hex), 201)
    mine.ids |= {
        "booking_id": held["bookingId"],
        "resource_id": studio.photographer,
        "review_id": review,
        "series_id": made["id"],
        "service_id": studio.service,
    }
    rival = visit(market)
    expect(await hold(rival, studio, 20, 10))
    waited = {"serviceId": studio.service, "start": f"{day_ahead(20)}T10:00"}
    place = expect(await owner.post("/api/waiting/times", waited))["id"]
    mine.at["/api/waiting/times/"] = {"place_id": place}
    mine.at["/api/staff/waiting-times/"] = {"place_id": place}


async def _prepaid(market: Market, mine: Belongings) -> None:
    """Hours and a certificate that were bought at the desk."""
    package = expect(market.staff.post("/api/staff/packages", json=PREPAID), 201)
    asked = {"expectedTotal": package["price"]}
    path = f"/api/packages/{package['id']}/buy"
    placed = expect(await mine.owner.post(path, asked, uuid4().hex))
    by_hand = {"reservationId": placed["reservationId"], "provider": "manual"}
    expect(await mine.owner.post("/api/payments", by_hand))
    expect(market.staff.post(f"/api/staff/orders/{placed['orderId']}/mark-paid"))

    async def there() -> Any:
        return expect(await mine.owner.get("/api/prepaid"))["grants"]

    grants = await eventually(there, PATIENCE, "what was bought")
    kinds = {one["kind"]: one["id"] for one in grants}
    mine.ids |= {"grant_id": kinds["hours"], "package_id": package["id"]}
    for what in ("code", "paper"):
        path = f"/api/prepaid/{{grant_id}}/{what}"
        mine.at[path] = {"grant_id": kinds["certificate"]}
