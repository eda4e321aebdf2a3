"""What a client may read before agreeing, and agrees to."""

from uuid import uuid4

import httpx

from tests.specs.sentences import sentence
from tests.support.market import Market, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD
from tests.support.postgres import fetch, run

POLICIES, SETTINGS = "/api/staff/policies", "/api/staff/settings"
TEXTS = {
    "privacy": "<p>Мы храним имя и телефон.</p>",
    "terms": "<p>Бронь можно отменить за сутки.</p>",
}


def write(market: Market, name: str, html: str) -> None:
    version = expect(market.staff.get(POLICIES))["revision"]
    headers = {"If-Match": f'"{version}"'}
    expect(market.staff.put(f"{POLICIES}/{name}/ru", json={"html": html}, headers=headers))


@sentence("E", "2.1. Документы", "Политика конфиденциальности (GDPR/ФЗ-152).",
          at="PUT /api/staff/policies/privacy/{locale}, GET /api/policies/privacy")  # fmt: skip
@sentence("E", "2.1. Документы", "Публичная оферта",
          at="PUT /api/staff/policies/terms/{locale}, GET /api/policies/terms")  # fmt: skip
@sentence("E", "2.1. Документы", "Согласие на обработку персональных данных.",
          at="PATCH /api/staff/settings: signUpConsent, POST /api/signup: consent")  # fmt: skip
def test_texts_are_there_to_read_and_whoever_signs_up_agrees_to_the_one(joined: Market) -> None:
    for name, html in TEXTS.items():
        write(joined, name, html)
    email = f"{uuid4().hex}@test.example"
    about = {"name": "Cleo", "email": email, "password": PASSWORD}
    expect(joined.staff.patch(SETTINGS, json={"signUpConsent": True}))
    try:
        with httpx.Client(base_url=joined.url, timeout=PATIENCE) as client:
            config = expect(client.get("/api/config"))
            assert (set(TEXTS) <= set(config["policies"]), config["consent"]) == (True, True)
            for name, html in TEXTS.items():
                shown = expect(client.get(f"/api/policies/{name}", params={"locale": "ru"}))
                assert shown["html"] == html
            refused = refusal(client.post("/api/signup", json=about), 422, "consent-missing")
            assert refused["field"] == "consent"
            user = expect(client.post("/api/signup", json=about | {"consent": True}), 201)["user"]
    finally:
        expect(joined.staff.patch(SETTINGS, json={"signUpConsent": False}))
    asked = "SELECT at, data FROM audit_log WHERE action = 'user.consented' AND subject = $1"
    ((at, data),) = run(fetch(joined.database_url, asked, f"user:{user['id']}"))
    assert at is not None
    assert "ru" in str(data), "and to which text"
