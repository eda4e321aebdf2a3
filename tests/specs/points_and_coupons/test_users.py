"""Users: they come from elsewhere."""

from collections.abc import Awaitable, Callable
from uuid import uuid4

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, expect, refusal
from tests.support.member import Member
from tests.support.straight import insert_user

Visit = Callable[..., Buyer]
Join = Callable[..., Awaitable[Member]]


@sentence("D", "Users", "no sign-up, no login; users are inserted straight into the database.",
          at="docs/merchants/catalogue.md, GET /api/session")  # fmt: skip
async def test_a_user_who_was_inserted_is_let_in_at_once(market: Market, visit: Visit) -> None:
    email = f"{uuid4().hex}@sql.example"
    user, token = await insert_user(market.database_url, email)
    someone = visit(market, Authorization=f"Bearer {token}")
    session = expect(await someone.get("/api/session"))
    assert session["user"] == {
        "id": user, "email": email, "name": "O'Hara", "roles": ["customer"],
    }  # fmt: skip
    expect(await someone.post("/api/wallets", {"currency": "PTS"}), 201)


async def test_who_was_inserted_without_a_password_cannot_be_guessed(
    market: Market, visit: Visit
) -> None:
    email = f"{uuid4().hex}@sql.example"
    await insert_user(market.database_url, email)
    for password in ("password", "nobody has this password"):
        login = {"email": email, "password": password}
        answer = await visit(market).post("/api/session/login", login)
        refusal(answer, 401, "wrong-password")


async def test_a_token_that_nobody_inserted_lets_nobody_in(market: Market, visit: Visit) -> None:
    stranger = visit(market, Authorization="Bearer hf_made_up_by_somebody")
    answer = await stranger.post("/api/wallets", {"currency": "PTS"})
    assert answer.status_code == 401, answer.text


async def test_users_do_not_see_one_anothers_points_and_orders(join: Join) -> None:
    someone, other = await join(500), await join()
    order = await someone.ended(await someone.order_sum(100))
    wallet = (await someone.wallet())["id"]
    refusal(await other.buyer.get(f"/api/wallets/{wallet}"), 404, "wallet-not-found")
    refusal(await other.buyer.get(f"/api/orders/{order['id']}"), 404, "order-not-found")
    assert expect(await other.buyer.get("/api/orders"))["orders"] == []
