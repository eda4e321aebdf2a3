"""Logging in by a provider, in a browser: the button, the provider's own page, and back."""

import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean, assert_clean_everywhere, shot
from tests.support.login_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    LoginProvider,
    opened_login_provider,
)
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, add_person, log_in
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def provider() -> Iterator[LoginProvider]:
    with opened_login_provider() as opened:
        yield opened


@pytest.fixture(scope="module")
def server(module_database_url: str, provider: LoginProvider) -> Iterator[ServerProcess]:
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    environment = {
        "HOLDFAST_LIMITS": "off",
        "HOLDFAST_LOGIN_GOOGLE_ID": CLIENT_ID, "HOLDFAST_LOGIN_GOOGLE_SECRET": CLIENT_SECRET,
        "HOLDFAST_LOGIN_GOOGLE_ISSUER": provider.url,
        "HOLDFAST_LOGIN_VK_ID": CLIENT_ID, "HOLDFAST_LOGIN_VK_URL": provider.url,
    }  # fmt: skip
    with ServerProcess(
        folder / "data", environment=environment, database_url=module_database_url
    ) as running:
        yield running
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def asks_for_consent(server: ServerProcess) -> Iterator[None]:
    """Until the test is over."""
    manager = f"{uuid4().hex}@shop.example"
    with ThreadPoolExecutor() as pool:  # this one has the browser's loop
        pool.submit(add_person, server.database_url, manager, ["manager"]).result()
    with httpx.Client(base_url=server.url, timeout=PATIENCE) as staff:
        log_in(staff, manager)
        policies, settings = "/api/staff/policies", "/api/staff/settings"
        version = {"If-Match": staff.get(policies).headers["etag"]}
        text = {"html": "<p>We keep your name.</p>"}
        assert staff.put(f"{policies}/privacy/en", json=text, headers=version).status_code == 200
        assert staff.patch(settings, json={"signUpConsent": True}).status_code == 200
        yield
        assert staff.patch(settings, json={"signUpConsent": False}).status_code == 200


def test_a_visitor_comes_in_by_a_provider_and_sees_it_in_the_account(
    server: ServerProcess, provider: LoginProvider, visitor: Visitor
) -> None:
    email = f"{uuid4().hex[:8]}@mail.example"
    provider.is_now("ann", email)
    provider.asks = True
    page = visitor(server.url)
    page.goto("/login?next=%2Faccount")
    expect(page.get_by_role("button", name="Continue with VK")).to_be_visible()
    assert_clean(page, "login by a provider")
    shot(page, "login-providers")
    page.get_by_role("button", name="Continue with Google").click()
    page.get_by_role("link", name="Continue as Ann").click()
    expect(page.get_by_role("heading", name="Account", level=1)).to_be_visible()
    assert page.url.endswith("/account")
    expect(page.get_by_text(f"Now: {email}")).to_be_visible()
    panel = page.get_by_role("listitem").filter(has_text="Google")
    expect(panel.get_by_text("Connected")).to_be_visible()
    assert_clean(page, "the account and its providers")
    panel.scroll_into_view_if_needed()
    shot(page, "own-providers")
    page.get_by_role("button", name="Disconnect Google").click()
    expect(page.get_by_text("This is the only way into your account")).to_be_visible()


def test_who_has_an_account_logs_in_by_password_once_and_is_connected(
    server: ServerProcess, provider: LoginProvider, visitor: Visitor
) -> None:
    email = f"{uuid4().hex[:8]}@mail.example"
    someone = {"name": "Bob", "email": email, "password": PASSWORD}
    answer = httpx.post(f"{server.url}/api/signup", json=someone, timeout=PATIENCE)
    assert answer.status_code == 201, answer.text
    provider.is_now("bob", email)
    page = visitor(server.url, width=360)
    page.goto("/login")
    page.get_by_role("button", name="Continue with Google").click()
    expect(page.get_by_role("heading", name="There is already an account")).to_be_visible()
    assert_clean(page, "an account has the address")
    shot(page, "login-has-account")
    page.get_by_role("main").get_by_role("link", name="Log in").click()
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url("**/")
    page.goto("/account")
    expect(page.get_by_role("button", name="Disconnect Google")).to_be_visible()
    provider.is_now("bobby", email, verified=False)
    page.get_by_role("button", name="Connect VK").click()
    page.get_by_label("Current password").last.fill(PASSWORD)
    page.get_by_role("button", name="Connect VK").click()
    expect(page.get_by_role("button", name="Disconnect VK")).to_be_visible()


def test_who_says_no_there_is_told_so(
    server: ServerProcess, provider: LoginProvider, visitor: Visitor
) -> None:
    provider.is_now("eve", "eve@mail.example")
    provider.denies = True
    page = visitor(server.url, scheme="dark")
    page.goto("/login")
    page.get_by_role("button", name="Continue with Google").click()
    expect(page.get_by_role("heading", name="You did not allow the login")).to_be_visible()
    assert_clean(page, "a login that was denied")
    shot(page, "login-denied")


def test_who_makes_an_account_says_yes_to_the_privacy_text_first(
    server: ServerProcess, provider: LoginProvider, visitor: Visitor, asks_for_consent: None
) -> None:
    """By a password as by a provider; nobody has ticked it for them, and what was typed stays."""
    email = f"{uuid4().hex[:8]}@mail.example"
    provider.is_now("cleo", email)
    page = visitor(server.url)
    page.goto("/login")
    page.get_by_role("button", name="Continue with Google").click()
    expect(page.get_by_text("Agree to the privacy policy to have an account here.")).to_be_visible()
    assert_clean(page, "a provider's login without consent")
    page.get_by_role("link", name="Sign up").last.click()
    consent = page.get_by_role("checkbox", name="I agree that my data is used")
    expect(consent).not_to_be_checked()
    page.get_by_label("Name").fill("Cleo")
    page.get_by_label("Email").fill(f"own-{email}")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_text("Agree to the privacy policy to have an account here.")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("Cleo")
    assert_clean_everywhere(page, "/signup with consent")
    shot(page, "signup-consent")
    consent.check()
    page.get_by_role("button", name="Sign up").click()
    expect(page).to_have_url(f"{server.url}/")
    other = visitor(server.url)
    other.goto("/signup?next=%2Faccount")
    other.get_by_role("checkbox", name="I agree that my data is used").check()
    other.get_by_role("button", name="Continue with Google").click()
    expect(other.get_by_text(f"Now: {email}")).to_be_visible()
