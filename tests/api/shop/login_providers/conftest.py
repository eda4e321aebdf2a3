"""A shop whose login providers are all one of this machine, which can lie."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.support.login_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    LoginProvider,
    opened_login_provider,
)
from tests.support.mail_server import MailServer, mail_settings, running_mail_server
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess, free_port


@pytest.fixture(scope="module")
def provider() -> Iterator[LoginProvider]:
    with opened_login_provider() as opened:
        yield opened


@pytest.fixture(scope="module")
def post() -> Iterator[MailServer]:
    """Takes what the shop sends."""
    with running_mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def shop(
    module_database_url: str, provider: LoginProvider, post: MailServer
) -> Iterator[ServerProcess]:
    """One whose login providers are all the one of this machine."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    port = free_port()
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    environment = mail_settings(post, HOLDFAST_MAIL_PAUSE="0.2") | {
        "HOLDFAST_LIMITS": "off", "HOLDFAST_WEB": str(folder / "web"),
        "HOLDFAST_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "HOLDFAST_LOGIN_GOOGLE_ID": CLIENT_ID, "HOLDFAST_LOGIN_GOOGLE_SECRET": CLIENT_SECRET,
        "HOLDFAST_LOGIN_GOOGLE_ISSUER": provider.url,
        "HOLDFAST_LOGIN_APPLE_ID": CLIENT_ID, "HOLDFAST_LOGIN_APPLE_TEAM": "TEAM",
        "HOLDFAST_LOGIN_APPLE_KEY_ID": "KEY", "HOLDFAST_LOGIN_APPLE_KEY": pem.replace("\n", "\\n"),
        "HOLDFAST_LOGIN_APPLE_ISSUER": provider.url,
        "HOLDFAST_LOGIN_VK_ID": CLIENT_ID, "HOLDFAST_LOGIN_VK_URL": provider.url,
        "HOLDFAST_LOGIN_OIDC_ID": CLIENT_ID, "HOLDFAST_LOGIN_OIDC_SECRET": CLIENT_SECRET,
        "HOLDFAST_LOGIN_OIDC_ISSUER": provider.url, "HOLDFAST_LOGIN_OIDC_TITLE": "Guild",
    }  # fmt: skip
    with ServerProcess(
        folder / "data", environment=environment, database_url=module_database_url, port=port
    ) as running:
        yield running
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def other(shop: ServerProcess) -> Iterator[httpx.Client]:
    """Another browser."""
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        yield opened
