"""Whoever is not the owner tries every route on the owner's own, real objects: none is answered,
and nothing of them moves. The routes come from the table of routes and the bodies from the
document's examples, so a new route is tried from the day it is there."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest

from holdfast.api.contract.access import ACCESS
from tests.api.hooks.stripe_shop import stripe_market
from tests.api.shell.belongings import Belongings, a_seller, gather
from tests.api.shop.wallet_buyers import NOBODYS, Visit, member
from tests.support.market import Buyer, Market, expect
from tests.support.pictures import png
from tests.support.postgres import Postgres
from tests.support.stripe import StripeServer

OF_NOBODY = {
    "campaign_id", "category", "experiment_id", "kind", "login_provider", "name", "package_id",
    "policy", "product", "product_id", "sale_id", "service_id", "slug", "variant_id",
}  # fmt: skip
"""What everybody may look at, or does something of their own with: a wish, a review, a place."""

SAID_BY_ITSELF = {
    "GET /api/track/{link}": "whoever has the address of a parcel's page",
    "GET /api/gallery-pictures/{picture_id}/{size}": "whoever has an address from a gallery",
    "GET /api/order-files/{file_id}": "whoever has an address from an order",
    "GET /api/gallery-archives/{booking_id}": "whoever has the address from a gallery",
    "GET /api/calendars/{token}": "whoever has the secret address of a calendar",
    "GET /api/pay/{token}": "whoever has the link to pay",
    "POST /api/pay/{token}": "whoever has the link to pay",
    "POST /api/pay/{token}/leave": "whoever has the link to pay",
    "PUT /api/pay/{token}/agreement": "whoever has the link to pay",
    "GET /api/invitations/{invitation_code}": "whoever has a friend's link",
    "POST /api/invitations/{invitation_code}/accept": "whoever has a friend's link",
    "GET /api/sellers/{seller}": "who sells here is for everybody",
    "GET /api/resources/{resource_id}/reviews": "what is said of a photographer is for everybody",
    "GET /api/resources/{resource_id}/review": "the asker's own word",
    "PUT /api/resources/{resource_id}/review": "the asker's own word, after a session of theirs",
    "DELETE /api/resources/{resource_id}/review": "the asker's own word",
    "PUT /api/reviews/{review_id}/helpful": "any reader of what is said to everybody",
    "POST /hooks/{provider}": "a provider, by its signature",
    "POST /hooks/carriers/{carrier}": "a carrier, by its signature",
    "POST /hooks/mail/{link}": "a mail program, by the signature of its link",
    "POST /hooks/calendars/{calendar_id}": "a calendar, by the secret it was given",
}
"""Routes with a name in them that is nobody's object, and who is let in instead."""

LISTS = (
    *(route.removeprefix("GET ") for route, row in ACCESS.items()
      if route.startswith("GET ") and row.asker == "member" and "{" not in route
      and route != "GET /api/profile/data"),  # which says when it was made
    "/api/orders", "/api/cart", "/api/bookings", "/api/waiting/units", "/api/waiting/times",
)  # fmt: skip
"""What the owner has, as they are told it."""

FILES = (
    ("image/png", png(40)),
    ("text/csv", b"Handle,Title,Variant Price\nown,Own,1.00\n"),
    ("application/octet-stream", b"A book"),
)

OPEN = {*OF_NOBODY, "resource_id", "review_id", "seller_id"}

TO_ANSWER = (
    "PUT /api/reviews/{review_id}/reply", "PUT /api/questions/{product_question_id}/answer",
)  # fmt: skip
"""For whom it is said of, or asked, and not for who said it."""

REFUSED = (401, 403, 404)


@pytest.fixture(scope="module")
def stripe() -> Iterator[StripeServer]:
    with StripeServer.running() as running:
        yield running


@pytest.fixture(scope="module")
def shop(postgres: Postgres, stocked: str, stripe: StripeServer) -> Iterator[Market]:
    with stripe_market(postgres, stocked, stripe) as opened:
        yield opened


def names_in(path: str) -> list[str]:
    return [word[1:-1] for word in path.split("/") if word.startswith("{")]


def of_somebody() -> list[str]:
    """Every route that names what may be somebody's, or is asked by whom it is not for."""
    found = []
    for route, row in ACCESS.items():
        path = route.partition(" ")[2]
        names = set(names_in(path))
        own = row.asker in ("anybody", "member") or (not names and row.asker == "seller")
        if row.asker != "service" and route not in SAID_BY_ITSELF:
            found += [] if own and names <= OF_NOBODY else [route]
    return found


def bodies(document: Mapping[str, Any]) -> dict[str, Any]:
    """The first example of each route's body; where it takes a file, its kind and a file."""
    found: dict[str, Any] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for kind, content in operation.get("requestBody", {}).get("content", {}).items():
                examples = list(content.get("examples", {}).values())
                body = examples[0]["value"] if examples else {}
                file = next(
                    (one for one in FILES if kind.startswith(one[0].removesuffix("png"))), None
                )
                found[f"{method.upper()} {path}"] = file or body
    return found


def with_theirs(body: Any, ids: Mapping[str, str]) -> Any:
    """The body with the owner's ids in place of the example's."""
    if isinstance(body, list):
        return [with_theirs(one, ids) for one in body]
    if not isinstance(body, dict):
        return body
    return {name: ids.get(_snake(name)) or with_theirs(one, ids) for name, one in body.items()}


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


async def ask(who: Buyer, route: str, ids: Mapping[str, str], body: Any) -> httpx.Response:
    method, _, path = route.partition(" ")
    for name in names_in(path):
        path = path.replace(f"{{{name}}}", ids.get(name, "0"))
    if isinstance(body, tuple):
        kind, file = body
        named = {"name": "of-another"} if kind == FILES[-1][0] else None
        head = {"Content-Type": kind}
        return await who.http.request(method, path, content=file, params=named, headers=head)
    query: dict[str, str | int] | None = None
    if "/seller/" in route and "/statement" in path:
        query = {"currency": "EUR"}
    elif route == "GET /api/bookings/{booking_id}/people":
        query = {"people": 2}
    seen = {"If-Match": '"1"'} if method == "PUT" else None
    sent = None if method in ("GET", "DELETE") else with_theirs(body or {}, ids)
    return await who.http.request(method, path, json=sent, params=query, headers=seen)


async def has(mine: Belongings) -> dict[str, Any]:
    """All that the owner and their seller are told they have."""
    found: dict[str, Any] = {}
    for who, paths in (
        (mine.owner, [*LISTS, f"/api/orders/{mine.ids['order_id']}/invoices"]),
        (mine.seller, [f"/api/seller/{mine.ids['seller_id']}/products",
                       f"/api/seller/{mine.ids['seller_id']}/orders",
                       f"/api/seller/{mine.ids['seller_id']}/returns",
                       f"/api/seller/{mine.ids['seller_id']}/imports",
                       f"/api/seller/{mine.ids['seller_id']}/conversations"]),
    ):  # fmt: skip
        for path in paths:
            found[path] = expect(await who.get(path))
            found[path].pop("serverTime", None)
    return found


async def test_nobody_else_is_answered_on_what_is_somebody_s(
    shop: Market, stripe: StripeServer, visit: Visit, openapi: dict[str, Any]
) -> None:
    mine, body_of = await gather(shop, visit, stripe), bodies(openapi)
    seller, sellers_own = await a_seller(shop, visit)
    strangers = {
        "another customer": await member(shop, visit),
        "a guest": visit(shop),
        "another seller": seller,
    }
    before, wrong = await has(mine), []
    for route in of_somebody():
        path = route.partition(" ")[2]
        theirs = mine.named(path)
        wrong += [
            f"{route}: there is no {name} of somebody's to try it on"
            for name in names_in(path)
            if name not in theirs and "/staff/" not in path
        ]
        tries = [(stranger, who, theirs) for stranger, who in strangers.items()]
        if names_in(path)[:1] == ["seller_id"] and len(names_in(path)) > 1:
            mixed = theirs | {"seller_id": sellers_own}
            tries.append(("another seller, as their own", seller, mixed))
        asked = (ask(who, route, ids, body_of.get(route)) for _, who, ids in tries)
        wrong += [
            f"{route} as {stranger}: {answer.status_code} {answer.text[:200]}"
            for (stranger, *_), answer in zip(tries, await asyncio.gather(*asked), strict=True)
            if answer.status_code not in REFUSED
        ]
    wrong += await leaked(mine, strangers)
    assert not wrong, "\n".join(wrong)
    assert await has(mine) == before
    wrong = await refused_to_its_owner(mine, body_of)
    assert not wrong, "\n".join(wrong)


async def leaked(mine: Belongings, strangers: Mapping[str, Buyer]) -> list[str]:
    """Lists that tell a stranger of something that is the owner's."""
    private = {
        one
        for ids in (mine.ids, *mine.at.values())
        for name, one in ids.items()
        if name not in OPEN and len(one) > 10
    }
    found = []
    for route, row in ACCESS.items():
        method, _, path = route.partition(" ")
        if method == "GET" and row.asker in ("anybody", "member", "seller") and "{" not in path:
            for stranger, who in strangers.items():
                told = (await who.get(path)).text
                found += [f"{route} tells {stranger} of {one}" for one in private if one in told]
    return found


async def refused_to_its_owner(mine: Belongings, body_of: Mapping[str, Any]) -> list[str]:
    """Whose it is finds it by the same addresses, or nothing was tried above: they are not told
    what is said of unknown ones. What removes it comes last."""
    found = []
    methods = ("GET", "PUT", "PATCH", "POST", "DELETE")
    for route in sorted(of_somebody(), key=lambda one: methods.index(one.partition(" ")[0])):
        path = route.partition(" ")[2]
        asker = ACCESS[route].asker
        if names_in(path) and asker in ("anybody", "member", "seller") and route not in TO_ANSWER:
            who, body = mine.seller if asker == "seller" else mine.owner, body_of.get(route)
            answer = await ask(who, route, mine.named(path), body)
            if answer.status_code not in REFUSED:
                continue
            nothing = await ask(who, route, dict.fromkeys(names_in(path), NOBODYS), body)
            if nothing.json()["code"] == answer.json()["code"]:
                found.append(f"{route}: {answer.status_code} {answer.text[:200]}")
    return found
