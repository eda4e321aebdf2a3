"""The table of who may ask what (``api/contract/access.py``) is true of a running shop, row by
row."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi.routing import APIRoute

from holdfast.api.contract.access import ACCESS
from holdfast.api.contract.askers import ROLES_OF, Access
from holdfast.api.contract.examples_addresses import ADDRESS
from holdfast.api.contract.examples_mail import A_BROWSER
from holdfast.api.shell import internal
from holdfast.people import ROLES
from holdfast.roles import demo_carrier, demo_provider
from tests.api.shop.wallet_buyers import NOBODYS, coupon, member
from tests.support.fcm import put_device
from tests.support.market import Buyer, Market, expect
from tests.support.patience import PATIENCE
from tests.support.people import add_person, token_for
from tests.support.repeating import a_repeat
from tests.support.server import ServerProcess

Visit = Callable[..., Buyer]
SHOWN = {route: row for route, row in ACCESS.items() if row.asker != "service"}
GUEST = "guest"
SENT_BACK = {"line": 0, "quantity": 1, "reason": "other"}
REFUSED = {"login-required", "forbidden"}


def path_of(route: str, **ids: str) -> tuple[str, str]:
    """Method and address, with ids of nothing where none are given."""
    method, _, path = route.partition(" ")
    words = [
        ids.get(word[1:-1], str(uuid4())) if word.startswith("{") else word
        for word in path.split("/")
    ]
    return method, "/".join(words)


def code_of(answer: httpx.Response) -> str:
    problem = "problem" in answer.headers.get("content-type", "")
    return str(answer.json()["code"]) if problem else f"answered {answer.status_code}"


@pytest.fixture(scope="module")
def askers(shop: ServerProcess, shop_database_url: str) -> Iterator[dict[str, httpx.Client]]:
    """One of each role, and a guest."""
    opened = {GUEST: httpx.Client(base_url=shop.url, timeout=PATIENCE)}
    for role in ROLES:
        email = f"{role}-of-the-table@test.example"
        add_person(shop_database_url, email, [role])
        token = token_for(shop_database_url, email)
        opened[role] = httpx.Client(
            base_url=shop.url, timeout=PATIENCE, headers={"Authorization": f"Bearer {token}"}
        )
    yield opened
    for client in opened.values():
        client.close()


def meant(row: Access, role: str) -> str:
    """The refusal the table means for a role, if it means one."""
    if row.asker == "anybody":
        return ""
    if role == GUEST:
        return "login-required"
    roles = ROLES_OF.get(row.asker)
    return "" if roles is None or role in roles else "forbidden"


def test_every_route_admits_the_roles_of_its_row_and_no_other(
    askers: dict[str, httpx.Client],
) -> None:
    wrong = []
    for route, row in SHOWN.items():
        method, path = path_of(route)
        for role, client in askers.items():
            answer = client.request(method, path, json=None if method == "GET" else {})
            found, expected = code_of(answer), meant(row, role)
            if found != expected if expected else found in REFUSED:
                wrong.append(f"{route} as {role}: {found}, not {expected or 'admitted'}")
    assert not wrong, "\n".join(wrong)


def test_what_services_alone_may_ask_is_checked_by_the_call_s_signature() -> None:
    routers = (internal.of_orders, internal.of_payments, demo_provider.router, demo_carrier.router)
    asked = {
        f"{method} {route.path}": [one.dependency for one in route.dependencies]
        for router in routers
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    assert set(asked) == {route for route, row in ACCESS.items() if row.asker == "service"}
    assert all(internal.only_ours in checks for checks in asked.values())


@pytest.mark.parametrize("stranger", ["another customer", "a guest"])
async def test_of_others_things_is_said_what_is_said_of_unknown_ones(
    market: Market, visit: Visit, stranger: str
) -> None:
    owner, goods = await member(market, visit, 5000), market.goods(40)
    other = await member(market, visit, 5000) if stranger == "another customer" else visit(market)
    held = expect(await owner.reserve(goods))
    paid = expect(await owner.pay(held))
    wallet = expect(await owner.get("/api/wallets"))["wallets"][0]["id"]
    theirs = {
        "order": held["orderId"],
        "reservation": held["reservationId"],
        "wallet": wallet,
        "coupon": await coupon(market, owner),
        "address": expect(await owner.post("/api/addresses", ADDRESS), 201)["id"],
        "cart": expect(await owner.get("/api/session"))["user"]["id"],
        "browser": expect(await owner.post("/api/push-subscriptions", A_BROWSER), 201)["id"],
    }
    theirs["repeat"] = (await a_repeat(market, owner))["id"]
    theirs["account"] = theirs["cart"]
    theirs["device"] = await put_device(market.database_url, theirs["account"], uuid4().hex)
    cart = {"items": [goods.line()]}
    bodies: dict[str, Callable[[str], dict[str, Any] | None]] = {
        "POST /api/orders": lambda it: cart | {"paymentMethod": "wallet", "couponId": it},
        "POST /api/orders/quote": lambda it: cart | {"insteadOf": it},
        "POST /api/quote": lambda it: cart | {"couponId": it},
        "POST /api/orders/reserve": lambda it: cart | {"couponId": it},
        "POST /api/orders/create": lambda it: {
            "reservationId": it,
            "paymentId": paid["paymentId"] if it != NOBODYS else NOBODYS,
        },
        "POST /api/orders/cancel": lambda it: {"orderId": it},
        "POST /api/orders/{order_id}/cancel": lambda _: {},
        "POST /api/orders/{order_id}/cancel-units": lambda _: {
            "lines": [{"line": 0, "quantity": 1}]
        },
        "POST /api/orders/{order_id}/leave-payment": lambda _: {},
        "PUT /api/orders/{order_id}/agreement": lambda _: {"texts": ["terms"]},
        "POST /api/orders/{order_id}/coupon": lambda _: {"couponId": None},
        "PUT /api/orders/{order_id}/delivery": lambda _: {"shippingAddress": ADDRESS},
        "PUT /api/orders/{order_id}/contact": lambda _: {"email": "a@test.example"},
        "PUT /api/orders/{order_id}/collector": lambda _: {"collector": None},
        "PUT /api/orders/{order_id}/note": lambda _: {"note": "Ring twice"},
        "POST /api/orders/{order_id}/codes/{code_id}/show": lambda _: {},
        "POST /api/orders/{order_id}/files/{file_id}/download": lambda _: {},
        "POST /api/orders/{order_id}/returns": lambda _: {"lines": [SENT_BACK]},
        "POST /api/orders/{order_id}/returns/preview": lambda _: {
            "lines": [{"line": 0, "quantity": 1}]
        },
        "PUT /api/addresses/{address_id}": lambda _: ADDRESS,
        "DELETE /api/addresses/{address_id}": lambda _: None,
        "DELETE /api/push-subscriptions/{subscription_id}": lambda _: None,
        "DELETE /api/devices/{device_id}": lambda _: None,
        "PATCH /api/repeat-orders/{repeat_id}": lambda _: {"every": "1w"},
        "POST /api/repeat-orders/{repeat_id}/skip": lambda _: {},
        "POST /api/repeat-orders/{repeat_id}/unskip": lambda _: {},
        "POST /api/repeat-orders/{repeat_id}/pause": lambda _: {},
        "POST /api/repeat-orders/{repeat_id}/resume": lambda _: {},
        "POST /api/repeat-orders/{repeat_id}/end": lambda _: {},
        "POST /api/payments": lambda it: {"reservationId": it, "provider": "demo"},
        "POST /api/payments/sources/{reservation_id}/by-code": lambda _: {"code": "none"},
        "POST /api/payments/mix": lambda it: {
            "reservationId": it,
            "sources": [{"kind": "wallet"}],
        },
        "POST /api/wallets/{wallet_id}/top-ups": lambda _: {"amount": 100},
        "POST /api/wallets/{wallet_id}/leave-payment": lambda _: {},
        "POST /api/cart/{user_id}/items": lambda _: goods.line(),
        "PUT /api/cart/{user_id}/items/{product_id}": lambda _: {"quantity": 2},
        "DELETE /api/cart/{user_id}/items/{product_id}": lambda _: None,
        "DELETE /api/cart/{user_id}": lambda _: None,
    }

    async def ask(who: Buyer, route: str, thing: str) -> str:
        method, path = path_of(
            route,
            address_id=thing,
            subscription_id=thing,
            device_id=thing,
            order_id=thing,
            repeat_id=thing,
            reservation_id=thing,
            wallet_id=thing,
            user_id=thing,
            product_id=goods.product_id,
        )
        body = bodies[route](thing) if method != "GET" else None
        return code_of(await who.http.request(method, path, json=body))

    owned = [(route, row.own) for route, row in SHOWN.items() if row.own in theirs]
    assert len(owned) >= 12
    for route, kind in owned:
        assert kind is not None
        strange = await ask(other, route, theirs[kind])
        assert strange == await ask(other, route, NOBODYS), f"{route} of another's {kind}"
        if "quote" not in route:  # an unpaid order that is not one's own is as none
            assert not strange.startswith("answered"), f"{route} of another's {kind}: {strange}"
    for route, kind in owned:
        if kind is not None and "cancel" not in route and "quote" not in route:
            mine = await coupon(market, owner) if kind == "coupon" else theirs[kind]
            own, unknown = await ask(owner, route, mine), await ask(owner, route, NOBODYS)
            assert own != unknown, f"{route} of one's own {kind}: {own}"


def test_a_manager_touches_customers_alone(
    askers: dict[str, httpx.Client], shop_database_url: str
) -> None:
    ids = {
        role: str(expect(client.get("/api/session"))["user"]["id"])
        for role, client in askers.items()
        if role != GUEST
    }
    bodies = {"roles": {"roles": ["customer"]}, "disable": {"reason": "As the table says"}}
    for route, row in SHOWN.items():
        if row.own != "person":
            continue
        action = route.rsplit("/", 1)[1]
        method, path = path_of(route, user_id=ids["admin"])
        answer = askers["manager"].request(method, path, json=bodies.get(action, {}))
        assert answer.status_code == 403, f"{route} of an admin by a manager: {answer.text}"
        if action in bodies:
            method, path = path_of(route, user_id=ids["manager"])
            answer = askers["manager"].request(method, path, json=bodies[action])
            assert answer.status_code in (403, 409), f"{route} of oneself: {answer.text}"
