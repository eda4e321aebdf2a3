"""Staff draft, start and end experiments on record; pages are told what to show, and tell what was
seen."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres, fetch

PATH = "/api/staff/experiments"
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/133.0"}
WORDS = {"product.add": {"en": "Get it", "ru": "Забрать", "ko": "가져가기"}}


@pytest.fixture(scope="module")
def market(postgres: Postgres, stocked: str) -> Iterator[Market]:
    with market_as_asked(postgres, stocked, {"HOLDFAST_LIMITS": "off"}) as opened:
        yield opened


def terms(words: dict[str, Any] | None = None, **other: Any) -> dict[str, Any]:
    variants = [{"name": "As now"}, {"name": "Get it", "words": WORDS if words is None else words}]
    return {
        "key": f"button-{uuid4().hex[:8]}",
        "name": "What the button says",
        "goal": "order-paid",
        "baseRate": 300,
        "leastDifference": 100,
        "variants": variants,
    } | other


def drafted(market: Market, words: dict[str, Any] | None = None) -> dict[str, Any]:
    return expect(market.staff.post(PATH, json=terms(words)), 201)


def move(market: Market, one: dict[str, Any], what: str, **asked: Any) -> dict[str, Any]:
    return expect(market.staff.post(f"{PATH}/{one['id']}/{what}", json=asked or None))


async def told(visitor: Buyer) -> dict[str, Any]:
    found: dict[str, Any] = expect(await visitor.get("/api/config"))["interface"]
    return found


async def test_an_experiment_from_draft_to_what_everybody_sees(market: Market, visit: Any) -> None:
    asked, key = terms(), {"Idempotency-Key": str(uuid4())}
    one = expect(market.staff.post(PATH, json=asked, headers=key), 201)
    again = expect(market.staff.post(PATH, json=asked, headers=key), 201)
    assert (again, one["status"], one["needed"]) == (one, "draft", 5301)
    taken = refusal(market.staff.post(PATH, json=asked), 422, "experiment-invalid")
    assert taken["errors"][0]["code"] == "taken"
    changed = asked | {"name": "The button", "leastDifference": 50}
    one = expect(market.staff.put(f"{PATH}/{one['id']}", json=changed))
    assert (one["name"], one["key"]) == ("The button", asked["key"])
    other_key = market.staff.put(f"{PATH}/{one['id']}", json=changed | {"key": "other"})
    refusal(other_key, 422, "experiment-invalid")

    looker = visit(market, **BROWSER)
    seen = f"/api/experiments/{one['id']}/seen"
    about = {"visitor": str(uuid4()), "variant": 1}
    refusal(await looker.http.put(seen, json=about), 404, "experiment-not-found")
    move(market, one, "start")
    shown = await told(looker)
    assert [each["id"] for each in shown["experiments"]] == [one["id"]]
    assert shown["experiments"][0]["variants"][1]["words"] == WORDS
    assert shown["everybody"] == {"words": {}, "arranged": {}}
    assert (await looker.http.put(seen, json=about)).status_code == 204
    assert "holdfast_session" not in looker.http.cookies  # nobody gets one for being counted

    goods = market.goods(1)
    await looker.buy(goods)
    assert (await looker.http.put(seen, json=about)).status_code == 204
    later = market.goods(1)
    await looker.buy(later)

    async def bought() -> bool:
        now = expect(market.staff.get(f"{PATH}/{one['id']}"))["variants"][1]["outcome"]
        return bool((now["visitors"], now["orders"]) == (1, 1))

    await eventually(bought, PATIENCE, "the visitor counts as a buyer")
    listed = expect(market.staff.get(PATH))["experiments"]
    outcome = next(each for each in listed if each["id"] == one["id"])["variants"][1]["outcome"]
    assert (outcome["verdict"], outcome["rate"]["value"]) == ("too-early", 1)
    assert outcome["rate"]["low"] == pytest.approx(0.206549)  # Wilson's of one of one

    refusal(market.staff.put(f"{PATH}/{one['id']}", json=changed), 409, "experiment-moved")
    refusal(market.staff.delete(f"{PATH}/{one['id']}"), 409, "experiment-moved")
    early = market.staff.post(f"{PATH}/{one['id']}/keep", json={"variant": 1})
    refusal(early, 409, "experiment-moved")
    move(market, one, "end")
    refusal(await looker.http.put(seen, json=about), 404, "experiment-not-found")
    assert move(market, one, "keep", variant=1)["kept"] == 1
    shown = await told(looker)
    assert (shown["experiments"], shown["everybody"]["words"]) == ([], WORDS)
    expect(market.staff.post(f"{PATH}/{one['id']}/keep", json={"variant": None}))
    assert (await told(looker))["everybody"]["words"] == {}
    rows = await fetch(
        market.database_url,
        "SELECT action FROM audit_log WHERE subject = $1 ORDER BY at",
        one["id"],
    )
    assert [row[0].removeprefix("experiment.") for row in rows] == [
        "drafted", "changed", "started", "ended", "kept", "kept",
    ]  # fmt: skip


def test_what_cannot_be_started_says_why(market: Market) -> None:
    half = drafted(market, {"cart.checkout": {"en": "To the till"}})
    missing = market.staff.post(f"{PATH}/{half['id']}/start")
    errors = refusal(missing, 422, "words-missing")["errors"]
    assert [one["field"] for one in errors] == [
        "variants[1].words.cart.checkout.ru", "variants[1].words.cart.checkout.ko",
    ]  # fmt: skip
    whole = dict.fromkeys(("en", "ru", "ko"), "To the till")
    one, other = (drafted(market, {"cart.checkout": whole}) for _ in range(2))
    move(market, one, "start")
    clash = refusal(market.staff.post(f"{PATH}/{other['id']}/start"), 409, "experiment-clash")
    assert clash["experimentId"] == one["id"]
    move(market, one, "end")
    for each in (half, other):
        assert market.staff.delete(f"{PATH}/{each['id']}").status_code == 204
        refusal(market.staff.get(f"{PATH}/{each['id']}"), 404, "experiment-not-found")


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"key": "Not so"}, "key"),
        ({"baseRate": 9000, "leastDifference": 1000}, "leastDifference"),
        ({"variants": [{"name": "A", "arranged": {"free-times": "list"}}, {"name": "B"}]},
         "variants[0]"),
        ({"variants": [{"name": "A"}, {"name": "B"}]}, "variants[1]"),
        ({"variants": [{"name": "A"}, {"name": "B", "words": {"book.toPay": {"en": "Book"}}}]},
         "variants[1].words.book.toPay.en"),
    ],
)  # fmt: skip
def test_terms_that_make_no_experiment(market: Market, other: dict[str, Any], field: str) -> None:
    refused = market.staff.post(PATH, json=terms() | other)
    assert refusal(refused, 422, "experiment-invalid")["errors"][0]["field"] == field
