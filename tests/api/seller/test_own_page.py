"""What a seller's people say on its page, over the version they read; its name stays staff's."""

from typing import Any
from uuid import uuid4

import httpx

from tests.api.seller.trading import SELLERS, Trader
from tests.support.market import expect, refusal
from tests.support.pictures import png
from tests.support.postgres import fetch
from tests.support.server import ServerProcess


def own(trader: Trader) -> str:
    return f"/api/seller/{trader.seller}/page"


def over(version: int) -> dict[str, str]:
    return {"If-Match": f'"{version}"'}


def sent(http: httpx.Client, path: str, side: int = 900) -> dict[str, Any]:
    kind = {"Content-Type": "image/png"}
    return expect(http.post(path, content=png(side), headers=kind), 201)


async def test_its_people_say_what_its_page_says_in_each_language(
    client: httpx.Client, traders: tuple[Trader, Trader], shop_database_url: str
) -> None:
    one = traders[0]
    answer = one.http.get(own(one))
    before = expect(answer)
    assert answer.headers["etag"] == f'"{before["version"]}"'
    picture = sent(one.http, f"/api/seller/{one.seller}/pictures")
    words = {
        "about": "Linen from Porto", "logo": picture["url"],
        "abouts": {"ru": "Лён из Порту", "ko": ""},
    }  # fmt: skip
    answer = one.http.put(own(one), json=words, headers=over(before["version"]))
    now = expect(answer)
    assert answer.headers["etag"] == f'"{now["version"]}"' != f'"{before["version"]}"'
    assert (now["about"], now["abouts"]) == (words["about"], {"ru": "Лён из Порту"})
    assert (now["name"], now["slug"]) == (before["name"], before["slug"])
    assert now["logo"].startswith("/media/") and now["logo"] != picture["url"], "a smaller one"
    assert client.get(now["logo"]).headers["content-type"] == "image/webp"
    page = f"/api/sellers/{now['slug']}"
    for locale, about in (("ru", "Лён из Порту"), ("ko", "Linen from Porto")):
        shown = expect(client.get(page, params={"locale": locale}))
        assert (shown["about"], shown["logo"]) == (about, now["logo"])

    again = one.http.put(own(one), json=words, headers=over(before["version"]))
    refusal(again, 412, "seller-changed")
    refusal(one.http.put(own(one), json=words), 428, "version-missing")
    same = words | {"logo": now["logo"]}
    kept = expect(one.http.put(own(one), json=same, headers=over(now["version"])))
    assert kept == now, "nothing was changed"
    (entry,) = await fetch(
        shop_database_url,
        "SELECT actor, data #>> '{before,about}', data #>> '{after,about}' FROM audit_log"
        " WHERE action = 'seller.changed' AND subject = $1",
        one.seller,
    )
    assert tuple(entry) == (f"user:{one.user}", "", words["about"])


def test_what_is_no_picture_of_the_shop_s_is_no_logo(
    staff: httpx.Client, traders: tuple[Trader, Trader]
) -> None:
    one = traders[0]
    version = expect(one.http.get(own(one)))["version"]
    for url in ("https://elsewhere.example/a.png", f"/media/{uuid4().hex}-480.webp", "x"):
        tried = one.http.put(own(one), json={"logo": url}, headers=over(version))
        (fault,) = refusal(tried, 422, "seller-invalid")["errors"]
        assert (fault["field"], fault["code"]) == ("logo", "not-uploaded")
        form = {"name": "Mill", "logo": url}
        refusal(staff.put(f"{SELLERS}/{one.seller}", json=form), 422, "seller-invalid")
        refusal(staff.post(SELLERS, json=form | {"name": uuid4().hex}), 422, "seller-invalid")
        tried = staff.post("/api/staff/categories", json={"name": uuid4().hex, "image": url})
        (fault,) = refusal(tried, 422, "category-invalid")["errors"]
        assert (fault["field"], fault["code"]) == ("image", "not-uploaded")
    wrong: tuple[dict[str, Any], ...] = (
        {"about": "a" * 5001}, {"abouts": {"xx": "a"}}, {"abouts": {"ru": "a" * 5001}},
        {"logo": ""}, {"about": None},
    )  # fmt: skip
    for body in wrong:
        tried = one.http.put(own(one), json=body, headers=over(version))
        refusal(tried, 422, "invalid-request")
    mine = one.http.put(own(one), json={"name": "Mine"}, headers=over(version))
    refusal(mine, 422, "unknown-field")
    assert expect(one.http.get(own(one)))["version"] == version


def test_nobody_else_says_it_and_a_suspended_seller_does_not(
    staff: httpx.Client, client: httpx.Client, traders: tuple[Trader, Trader]
) -> None:
    one, other = traders
    version = expect(one.http.get(own(one)))["version"]
    words = {"about": "Ours now"}
    for who, status, code in (
        (other.http, 404, "seller-not-found"), (client, 401, "login-required"),
        (staff, 403, "forbidden"),
    ):  # fmt: skip
        refusal(who.get(own(one)), status, code)
        refusal(who.put(own(one), json=words, headers=over(version)), status, code)
    expect(staff.post(f"{SELLERS}/{one.seller}/suspend", json={"reason": "Late"}))
    page = expect(one.http.get(own(one)))
    assert page["active"] is False
    tried = one.http.put(own(one), json=words, headers=over(page["version"]))
    refusal(tried, 403, "seller-suspended")


def test_staff_save_over_what_they_read_and_keep_a_logo_that_was_there(
    staff: httpx.Client, traders: tuple[Trader, Trader]
) -> None:
    one, path = traders[0], f"{SELLERS}/{traders[0].seller}"
    answer = staff.get(path)
    known = expect(answer)["seller"]
    assert answer.headers["etag"] == f'"{known["version"]}"'
    form = {"name": known["name"], "about": "By staff", "abouts": {"ko": "소개"}}
    saved = expect(staff.put(path, json=form, headers=over(known["version"])))["seller"]
    assert saved["abouts"] == {"ko": "소개"}
    refusal(staff.put(path, json=form, headers=over(known["version"])), 412, "seller-changed")
    stale = one.http.put(own(one), json={"about": "Mine"}, headers=over(known["version"]))
    refusal(stale, 412, "seller-changed")
    logo = sent(staff, "/api/staff/pictures", 300)["url"]
    first = expect(staff.put(path, json=form | {"logo": logo}))["seller"]["logo"]
    assert expect(staff.put(path, json=form | {"logo": first}))["seller"]["logo"] == first
    made = expect(staff.post(SELLERS, json={"name": f"Kiln {uuid4().hex}", "logo": logo}), 201)
    assert made["seller"]["logo"] == first


def test_a_category_has_a_picture(
    shop: ServerProcess, staff: httpx.Client, client: httpx.Client
) -> None:
    name = f"c{uuid4().hex[:8]}"
    picture = sent(staff, "/api/staff/pictures")
    asked = {"name": name, "image": picture["url"]}
    tree = expect(staff.post("/api/staff/categories", json=asked), 201)["categories"]
    (made,) = [one for one in tree if one["name"] == name]
    shown = expect(client.get(f"/api/products/category/{made['slug']}"))["category"]
    assert shown["image"] == made["image"] != picture["url"]
    assert client.get(made["image"]).headers["content-type"] == "image/webp"
    kept = {"name": f"{name} anew", "image": made["image"]}
    expect(staff.put(f"/api/staff/categories/{made['id']}", json=kept))
    gone = expect(staff.put(f"/api/staff/categories/{made['id']}", json={"name": name}))
    (now,) = [one for one in gone["categories"] if one["id"] == made["id"]]
    assert now["image"] is None
