"""An admin adds somebody, who comes in by the link; settings that are typed are not left unseen."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.test_standing import enter_as_admin
from tests.e2e.till import open_section
from tests.support.server import ServerProcess

CHOSEN = "a password of their own"


def test_who_is_added_comes_in_by_the_link_and_does_their_work_alone(
    server: ServerProcess, visitor: Visitor
) -> None:
    page = enter_as_admin(visitor(server.url), server.url)
    page.goto("/staff/people")
    page.get_by_role("button", name="Add a person").click()
    asked = page.get_by_role("dialog", name="Add a person")
    asked.get_by_role("button", name="Add a person").click()
    expect(asked.get_by_label("Name")).to_be_focused()
    expect(asked).to_contain_text("Enter an email")
    assert_clean_everywhere(page, "adding a person")
    email = f"{uuid4().hex}@shop.example"
    asked.get_by_label("Name").fill("Mina")
    asked.get_by_label("Email").fill(email)
    expect(asked).to_contain_text("Choose at least one role")
    asked.get_by_label("Manager").check()
    asked.get_by_label("Everything staff do").uncheck()
    asked.get_by_role("button", name="Packing").click()
    expect(asked.get_by_label("Orders")).to_have_value("write")
    expect(asked.get_by_label("Refunds")).to_have_value("none")
    assert_clean_everywhere(page, "choosing duties")
    shot(page, "duties", whole=False)
    asked.get_by_role("button", name="Add a person").click()
    made = page.get_by_role("dialog", name="Mina is added")
    link = made.get_by_role("textbox").input_value()
    shot(page, "added", whole=False)

    mina = visitor(server.url)
    mina.goto(link)
    mina.get_by_label("New password").fill(CHOSEN)
    mina.get_by_role("button", name="Save password").click()
    mina.get_by_role("main").get_by_role("link", name="Log in").click()
    mina.get_by_label("Email").fill(email)
    mina.get_by_label("Password", exact=True).fill(CHOSEN)
    mina.keyboard.press("Enter")
    mina.get_by_role("link", name="Staff").click()
    menu = mina.get_by_role("navigation", name="Staff pages")
    expect(menu.get_by_role("link", name="Orders", exact=True)).to_be_visible()
    expect(menu.get_by_role("link", name="People")).to_have_count(0)
    shot(mina, "narrowed-home")
    mina.goto("/staff/settings")
    expect(mina.get_by_role("heading")).to_have_text("This page is not among your duties")
    expect(mina.get_by_role("main")).to_contain_text("Settings: see")
    assert_clean_everywhere(mina, "a page that is not one's work")


@pytest.mark.long
def test_settings_are_found_by_their_names_and_not_left_unsaved(
    server: ServerProcess, visitor: Visitor
) -> None:
    page = enter_as_admin(visitor(server.url), server.url)
    page.goto("/staff/fraud")
    page.get_by_role("link", name="Rules").click()
    expect(page.get_by_role("heading", name="Fraud")).to_be_in_viewport()
    menu = page.get_by_role("navigation", name="Staff pages")
    here = menu.locator("[aria-current=page]")
    expect(here).to_have_text("Settings")  # and not Home as well
    expect(here).to_be_in_viewport()

    open_section(page, "Tax")
    expect(page.get_by_role("heading", name="Fraud")).to_have_count(0)
    assert_clean_everywhere(page, "a section of the settings")
    open_section(page, "Name and currency")
    name = page.get_by_label("Shop name")
    name.fill("Half a na")
    menu.get_by_role("link", name="Products").first.click()
    asked = page.get_by_role("dialog", name="Leave without saving?")
    asked.get_by_role("button", name="Keep editing").click()
    expect(name).to_have_value("Half a na")
    menu.get_by_role("link", name="Products").first.click()
    asked.get_by_role("button", name="Discard changes").click()
    expect(page.get_by_role("heading", name="Products")).to_be_visible()
