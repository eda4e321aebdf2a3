"""What an import brought, staff can change: it may have more than a form makes at once."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.api.staff.drafts import made, put
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        expect(opened.patch("/api/staff/settings", json={"currency": "EUR"}))
        yield opened


def sizes(first: int, last: int) -> list[str]:
    return [f"{size} {'x' * 120}" for size in range(first, last)]


def test_a_product_has_more_variants_and_tags_than_a_form_makes_at_once(
    staff: httpx.Client,
) -> None:
    def new(some: list[str]) -> list[dict[str, Any]]:
        return [{"values": [size], "price": 500} for size in some]

    some, rest = sizes(0, 100), sizes(100, 120)
    product = made(
        staff, options=[{"name": "Size", "values": some}], variants=new(some), tags=sizes(0, 60)
    )
    options = [{"code": product["options"][0]["code"], "name": "Size", "values": some + rest}]
    kept = [{"id": one["id"], "values": one["values"], "price": 500} for one in product["variants"]]
    product = expect(put(staff, product, options=options, variants=[*kept, *new(rest)]))["product"]
    assert len(product["variants"]) == 120
    saved = expect(put(staff, product, vendor="Mill"))["product"]
    assert ([one["id"] for one in saved["variants"]], saved["tags"], saved["vendor"]) == (
        [one["id"] for one in product["variants"]],
        product["tags"],
        "Mill",
    )
    many = sizes(200, 301)
    options = [options[0] | {"values": some + rest + many}]
    kept = [{"id": one["id"], "values": one["values"], "price": 500} for one in saved["variants"]]
    problem = refusal(
        put(staff, saved, options=options, variants=[*kept, *new(many)]), 422, "product-invalid"
    )
    assert [(one["field"], one["code"]) for one in problem["errors"]] == [("variants", "too-many")]


def test_a_form_of_more_than_others_bodies_is_read_and_looked_at_as_they_are(
    staff: httpx.Client,
) -> None:
    at = f"/api/staff/drafts/product-{uuid4().hex[:8]}"
    draft = {"title": "Mug", "form": {"text": "x" * 400_000}}
    assert expect(staff.put(at, json=draft))["draft"]["form"] == draft["form"]
    huge = draft | {"form": {"text": "x" * 1_100_000}}
    refusal(staff.put(at, json=huge), 413, "body-too-large")
    refusal(staff.put(at, json=draft | {"form": {"text": "\0"}}), 422, "invalid-request")
    wrong = staff.put(at, content="form", headers={"content-type": "text/csv"})
    refusal(wrong, 415, "unsupported-media-type")
    staff.delete(at)
