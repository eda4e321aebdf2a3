"""A seller brings the file of a product of theirs, of which there is no end."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.member import Member
from tests.e2e.till import enter_as_staff
from tests.support.people import log_in
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long

BOOK: FilePayload = {"name": "clay.epub", "mimeType": "application/epub+zip", "buffer": b"Clay"}


def asked(staff: Page, url: str, path: str, body: object, method: str = "POST") -> Any:
    answer = staff.request.fetch(f"{url}{path}", method=method, data=body, headers={"origin": url})
    assert answer.ok, answer.text()
    return answer.json()


def test_a_seller_brings_the_file_of_their_product(server: ServerProcess, visitor: Visitor) -> None:
    staff = visitor(server.url)
    enter_as_staff(staff)
    with Member(server) as member:
        sellers, name = "/api/staff/sellers", f"Kiln {uuid4().hex[:8]}"
        seller = asked(staff, server.url, sellers, {"name": name})["seller"]["id"]
        user = member.http.get("/api/session").json()["user"]["id"]
        asked(staff, server.url, f"{sellers}/{seller}/people/{user}", {}, "PUT")
        log_in(member.http, member.email)  # with the role it has now
        form = {"name": f"On clay {name}", "variants": [{"price": 900}], "status": "active"}
        made = member.http.post(f"/api/seller/{seller}/products", json=form).json()["product"]
        page = member.enter(visitor(server.url))
        page.goto(f"/selling/products/{made['id']}")
        change = page.get_by_role("button", name=f"Change stock of {made['name']}")
        dialog = page.get_by_role("dialog")
        change.click()
        dialog.get_by_role("button", name="File", exact=True).click()
        dialog.get_by_role("button", name="Deliver as file").click()
        expect(dialog).to_have_count(0)
        change.click()
        dialog.get_by_role("button", name="File", exact=True).click()
        dialog.get_by_label("File, up to").set_input_files(BOOK)
        assert_clean_everywhere(page, "a seller's file")
        dialog.get_by_role("button", name="Upload").click()
        expect(dialog).to_have_count(0)
        change.click()
        dialog.get_by_text("No limit").click()
        shot(page, "seller-stock-of-a-file")
        dialog.get_by_role("button", name="Save").click()
        expect(dialog).to_have_count(0)
        expect(page.get_by_text("No limit")).to_be_visible()
