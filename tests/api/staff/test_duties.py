"""Who is of staff does what their duties are, from the moment an admin chooses them."""

import asyncio
from uuid import uuid4

import httpx

from holdfast.api.contract.examples_addresses import ADDRESS
from tests.api.shop.test_order_codes import by_codes, keys, path_of
from tests.api.shop.wallet_buyers import NOBODYS
from tests.api.staff.conftest import Staff
from tests.support.flash_sales import SaleWatcher
from tests.support.market import Market, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, token_for
from tests.support.postgres import fetch

AUDIT = "/api/staff/audit"
PACKING = ["orders:read", "orders:write", "stock:read", "stock:write"]


def id_of(client: httpx.Client) -> str:
    return str(expect(client.get("/api/session"))["user"]["id"])


def narrowed(admin: httpx.Client, user: str, duties: list[str] | None) -> httpx.Response:
    body = {"roles": ["manager"], "duties": duties}
    return admin.post(f"/api/staff/people/{user}/roles", json=body)


async def test_a_duty_that_is_taken_away_is_gone_at_once(market: Market, of_staff: Staff) -> None:
    admin = await asyncio.to_thread(of_staff, None, "admin")
    mina = await asyncio.to_thread(of_staff)
    user = id_of(mina)
    assert expect(mina.get("/api/session"))["duties"] is None
    expect(mina.get("/api/staff/orders"))
    told = expect(narrowed(admin, user, ["books:read", "orders:write"]))
    assert told["person"]["duties"] == ["orders:read", "orders:write", "books:read"]
    assert expect(mina.get("/api/session"))["duties"] == [
        "books:read", "orders:read", "orders:write",
    ]  # fmt: skip
    expect(mina.get("/api/staff/orders"))
    expect(narrowed(admin, user, ["books:read"]))
    found = refusal(mina.get("/api/staff/orders"), 403, "duty-lacking")
    assert found["duties"] == ["orders:read"]
    expect(narrowed(admin, user, None))
    expect(mina.get("/api/staff/orders"))
    rows = await fetch(
        market.database_url,
        "SELECT data -> 'duties' FROM audit_log WHERE action = 'user.roles-changed'"
        f" AND subject = 'user:{user}' ORDER BY id",
    )
    assert len(rows) == 3


async def test_a_socket_is_told_nothing_of_what_is_no_duty_any_more(
    market: Market, of_staff: Staff
) -> None:
    admin = await asyncio.to_thread(of_staff, None, "admin")
    mina = await asyncio.to_thread(of_staff, ["promotions:read"])
    cookie = {"cookie": "; ".join(f"{one.name}={one.value}" for one in mina.cookies.jar)}
    async with SaleWatcher(market.url, cookie) as page:
        assert (await page.client.ask("subscribe:sale-rooms", [NOBODYS]))["ok"]
        expect(await asyncio.to_thread(narrowed, admin, id_of(mina), ["orders:read"]))
        answer = await page.client.ask("subscribe:sale-rooms", [NOBODYS])
        assert (answer["ok"], answer["error"]["code"]) == (False, "duty-lacking")


def test_only_an_admin_gives_duties_and_nobody_to_themself(of_staff: Staff) -> None:
    mina, other = of_staff(["clients:write"]), of_staff(["orders:read"])
    refusal(narrowed(mina, id_of(mina), None), 403, "own-standing")
    refusal(narrowed(mina, id_of(other), None), 403, "admin-needed")
    invited = {
        "name": "Me again", "email": f"{uuid4().hex}@test.example", "roles": ["manager"],
    }  # fmt: skip
    refusal(mina.post("/api/staff/people", json=invited), 403, "admin-needed")


def test_whose_work_is_narrowed_comes_in_as_no_seller(market: Market, of_staff: Staff) -> None:
    mina, email = of_staff(["clients:write"]), f"{uuid4().hex}@test.example"
    add_person(market.database_url, email, ["customer", "seller"])
    found = expect(of_staff(role="admin").get("/api/staff/people", params={"q": email}))["people"]
    path = f"/api/staff/users/{found[0]['userId']}/password-link"
    refusal(mina.post(path, json={}), 403, "staff-password")


def test_whose_work_is_sellers_becomes_none_by_their_own_hand(
    market: Market, of_staff: Staff
) -> None:
    mina, admin = of_staff(["sellers:write"]), of_staff(role="admin")
    made = expect(mina.post("/api/staff/sellers", json={"name": f"Own {uuid4().hex[:8]}"}), 201)
    people = f"/api/staff/sellers/{made['seller']['id']}/people"
    refusal(mina.put(f"{people}/{id_of(mina)}"), 403, "own-standing")
    expect(mina.put(f"{people}/{id_of(admin)}"))
    asked = {"name": f"Mine {uuid4().hex[:8]}", "about": "", "message": "Cups"}
    expect(mina.post("/api/seller-applications", json=asked), 201)
    mine = expect(mina.get("/api/staff/sellers"))["sellers"]
    (own,) = [one["id"] for one in mine if one["name"] == asked["name"]]
    refusal(mina.post(f"/api/staff/sellers/{own}/approve", json={}), 403, "own-standing")
    expect(admin.post(f"/api/staff/sellers/{own}/approve", json={}))


def test_who_gives_no_money_back_takes_no_order_as_paid_and_for_no_lower_price(
    market: Market, of_staff: Staff
) -> None:
    packer, cashier, goods = (
        of_staff(PACKING),
        of_staff(["orders:write", "refunds:write"]),
        market.goods(9),
    )
    order = {"items": [goods.line()], "shippingAddress": ADDRESS}
    found = refusal(
        packer.post("/api/staff/orders", json=order | {"paid": True}), 403, "duty-lacking"
    )
    assert found["duties"] == ["refunds:write"]
    assert market.stock(goods)[0] == 9
    paid = expect(cashier.post("/api/staff/orders", json=order | {"paid": True}), 201)["order"]
    assert paid["status"] == "paid"

    held = expect(packer.post("/api/staff/orders", json=order), 201)["order"]
    line = {"productId": goods.product_id, "variantId": goods.variant_id, "quantity": 2}
    asked = {"reservationId": held["reservationId"], "reason": "a friend"}
    path = f"/api/staff/orders/{held['id']}/lines"
    free = asked | {"items": [line | {"price": 0}]}
    assert refusal(packer.post(path, json=free), 403, "duty-lacking")["duties"] == ["refunds:write"]
    more = expect(packer.post(path, json=asked | {"items": [line]}))["order"]
    assert more["total"] == 2 * held["total"]
    again = free | {"reservationId": more["reservationId"]}
    assert expect(cashier.post(path, json=again))["order"]["total"] == 0


def test_who_keeps_the_settings_reads_no_mail_of_anybody(of_staff: Staff) -> None:
    keeper, both = of_staff(["settings:write"]), of_staff(["settings:read", "clients:read"])
    path = "/api/staff/mail-templates/sms-limit/en/preview"
    words = {"subject": "Of whom", "text": "Words."}
    assert expect(keeper.post(path, json=words | {"of": "example"}))["title"] == "Of whom"
    latest = words | {"of": "latest"}
    found = refusal(keeper.post(path, json=latest), 403, "duty-lacking")
    assert found["duties"] == ["clients:read"]
    refusal(both.post(path, json=latest), 409, "no-mail-yet")


def test_who_keeps_the_settings_reads_of_nobody_in_the_log(of_staff: Staff) -> None:
    keeper, admin = of_staff(["settings:write"]), of_staff(role="admin")
    made = {"name": f"Vera {uuid4().hex[:8]}", "phone": "+49 30 1234567", "email": ""}
    client = expect(admin.post("/api/staff/clients", json=made), 201)["client"]["id"]
    asked = {"q": client, "about": "client"}
    assert made["name"] in admin.get(AUDIT, params=asked).text
    for form in ("json", "csv"):
        found = keeper.get(AUDIT, params=asked | {"format": form})
        assert found.status_code == 200
        assert client not in found.text
    path = "/api/staff/search/synonyms"
    now = expect(keeper.get(path))["revision"]
    expect(keeper.put(path, json={"revision": now, "groups": [["a", "b"]]}))
    lines = expect(keeper.get(AUDIT, params={"q": f"user:{id_of(keeper)}"}))["lines"]
    assert [one["action"] for one in lines] == ["synonyms.changed"]


def test_who_keeps_the_settings_reads_no_address_of_a_mail_that_is_stuck(
    market: Market, of_staff: Staff
) -> None:
    keeper, both = of_staff(["settings:read"]), of_staff(["settings:read", "clients:read"])
    stuck = (
        "INSERT INTO mails (id, event, kind, subject_id, owner, address, name, locale, said,"
        " status, title, error, due_at, late_at, ended_at)"
        " VALUES (gen_random_uuid(), 'e', 'order-paid', '', 'user:x', 'vera@test.example', 'Vera',"
        " 'en', '{}', 'dead', 'Vera, thank you', 'no such vera', now(), now(), now())"
    )
    asyncio.run(fetch(market.database_url, stuck))
    asked = {"kind": "mail"}
    assert "vera@test.example" in both.get("/api/staff/stuck", params=asked).text
    (one,) = expect(keeper.get("/api/staff/stuck", params=asked))["stuck"]
    assert (one["name"], one["subject"]) == ("order-paid", "")
    assert "era" not in str({**one, "name": "", "id": ""})


def test_who_reads_clients_and_no_orders_finds_no_order_in_a_clients_history(
    market: Market, of_staff: Staff
) -> None:
    admin, reader = of_staff(role="admin"), of_staff(["clients:read"])
    both = of_staff(["clients:read", "orders:read"])
    written = {"name": f"Olga {uuid4().hex[:6]}", "phone": "", "email": ""}
    client = expect(admin.post("/api/staff/clients", json=written), 201)["client"]["id"]
    order = {"items": [market.goods(3).line()], "shippingAddress": ADDRESS, "clientId": client}
    expect(admin.post("/api/staff/orders", json=order), 201)
    path = f"/api/staff/clients/{client}/history"
    assert [one["kind"] for one in expect(both.get(path))["happened"]] == ["order"]
    assert expect(reader.get(path))["happened"] == []


def test_a_token_of_an_admin_is_as_narrow_as_it_was_made(market: Market, of_staff: Staff) -> None:
    admin = of_staff(role="admin")
    email = admin.headers["X-Address"]
    token = token_for(market.database_url, email, duties=["books:read", "clients:write"])
    with httpx.Client(base_url=market.url, timeout=PATIENCE) as bearer:
        bearer.headers["Authorization"] = f"Bearer {token}"
        expect(bearer.get("/api/staff/liability"))
        refusal(bearer.get("/api/staff/orders"), 403, "duty-lacking")
        refusal(narrowed(bearer, id_of(of_staff()), None), 403, "admin-needed")


def test_a_token_has_no_more_than_its_owner(market: Market, of_staff: Staff) -> None:
    mina = of_staff(["orders:read"])
    email = mina.headers["X-Address"]
    token = token_for(market.database_url, email, duties=["orders:write", "books:read"])
    with httpx.Client(base_url=market.url, timeout=PATIENCE) as bearer:
        bearer.headers["Authorization"] = f"Bearer {token}"
        expect(bearer.get("/api/staff/orders"))
        refusal(bearer.get("/api/staff/books"), 403, "duty-lacking")
        assert expect(bearer.get("/api/session"))["duties"] == ["orders:read"]


def test_who_keeps_the_books_fills_no_wallet_of_their_own(market: Market, of_staff: Staff) -> None:
    mina, noah = of_staff(["books:read", "books:write"]), of_staff()
    for who, status in ((mina, 403), (noah, 200)):
        wallet = who.post("/api/wallets", json={"currency": "PTS"}).json()["wallet"]["id"]
        path, asked = f"/api/staff/wallets/{wallet}/corrections", {"amount": 5, "reason": "owed"}
        answer = mina.post(path, json=asked)
        assert answer.status_code == status, answer.text
        assert status == 200 or refusal(answer, 403, "own-standing")
        answer = mina.post(f"/api/wallets/{wallet}/top-ups", json={"amount": 5})
        assert answer.status_code == status, answer.text
        assert status == 200 or refusal(answer, 403, "own-standing")


def test_whose_work_is_narrowed_gives_themself_nothing_prepaid(
    market: Market, of_staff: Staff
) -> None:
    """Neither for nothing, nor what somebody else has."""
    books, desk = (
        of_staff(["books:read", "books:write"]),
        of_staff(["bookings:read", "bookings:write"]),
    )
    noah = of_staff()
    hours = {"kind": "hours", "units": 600, "price": 1000}
    package = {"name": "Ten hours", "currency": "EUR", "items": [hours]}
    made = expect(market.staff.post("/api/staff/packages", json=package), 201)["id"]

    def given(to: httpx.Client) -> httpx.Response:
        asked = {"packageId": made, "email": to.headers["X-Address"], "reason": "owed"}
        return books.post("/api/staff/prepaid", json=asked)

    refusal(given(books), 403, "own-standing")
    assert expect(books.get("/api/prepaid"))["grants"] == []
    (grant,) = expect(given(noah), 201)["grants"]
    path = f"/api/prepaid/{grant['id']}/transfer"

    def moved(by: httpx.Client, to: httpx.Client) -> httpx.Response:
        return by.post(path, json={"email": to.headers["X-Address"], "minutes": 60})

    refusal(moved(desk, desk), 403, "own-standing")
    assert expect(desk.get("/api/prepaid"))["grants"] == []
    expect(moved(desk, books))
    expect(moved(noah, desk))

    (own,) = expect(desk.get("/api/prepaid"))["grants"]
    longer = {"validUntil": "2099-01-01T00:00:00Z", "reason": "ill"}
    path = "/api/staff/prepaid/{}/prolong"
    refusal(desk.post(path.format(own["id"]), json=longer), 403, "own-standing")
    expect(desk.post(path.format(grant["id"]), json=longer))


def test_duties_are_of_managers(of_staff: Staff) -> None:
    admin, mina = of_staff(role="admin"), of_staff(PACKING)
    path = f"/api/staff/people/{id_of(mina)}/roles"
    for role in ("admin", "customer"):
        body = {"roles": [role], "duties": PACKING}
        refusal(admin.post(path, json=body), 422, "duties-of-managers")
    refusal(admin.post(path, json={"roles": ["manager"], "duties": ["all"]}), 422, "unknown-duty")
    kept = expect(admin.post(path, json={"roles": ["manager", "customer"]}))
    assert kept["person"]["duties"] == PACKING
    assert expect(admin.post(path, json={"roles": ["admin"]}))["person"]["duties"] is None


def test_home_and_search_show_what_is_ones_work(of_staff: Staff) -> None:
    packs, counts = of_staff(PACKING), of_staff(["reports:read"])
    home = expect(packs.get("/api/staff/home"))
    assert home["today"] is None
    assert home["toDo"]["messages"] == home["toDo"]["firstSteps"] == 0
    assert expect(counts.get("/api/staff/home"))["today"] is not None
    found = expect(packs.get("/api/staff/search", params={"q": "test"}))
    assert found["people"] == found["clients"] == found["bookings"] == []
    found = expect(counts.get("/api/staff/search", params={"q": "test"}))
    assert not any(found.values())


def test_others_orders_are_found_by_those_whose_duty_they_are(of_staff: Staff) -> None:
    packs, counts = of_staff(PACKING), of_staff(["reports:read"])
    expect(packs.get(f"/api/users/{id_of(counts)}/orders"))
    refusal(counts.get(f"/api/users/{id_of(packs)}/orders"), 404, "user-not-found")
    expect(counts.get(f"/api/users/{id_of(counts)}/orders"))


def test_who_keeps_stock_reads_no_codes(of_staff: Staff, market: Market) -> None:
    goods = by_codes(market, keys(1))
    path = f"{path_of(goods)}/codes"
    keeps, reads = of_staff(["stock:read", "stock:write"]), of_staff(["codes:read"])
    (code,) = expect(keeps.get(path))["codes"]
    lacking = refusal(keeps.post(f"{path}/{code['id']}/show"), 403, "duty-lacking")
    assert lacking["duties"] == ["codes:read"]
    assert expect(reads.post(f"{path}/{code['id']}/show"))["code"].startswith("KEY-")
    refusal(reads.post(path, json={"codes": keys(1)}), 403, "duty-lacking")
