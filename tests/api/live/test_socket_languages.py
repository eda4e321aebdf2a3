"""A socket's refusals are in the language of its handshake."""

import pytest

from tests.support.live import WalletWatcher
from tests.support.server import ServerProcess


@pytest.mark.parametrize("transport", ["polling", "websocket"])
@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("ru", "Сначала войдите"),
        ("de, ko;q=0.8, en;q=0.5", "먼저 로그인하세요"),
        ("de", "Log in first"),
    ],
)
async def test_a_refusal_on_a_socket_is_in_the_readers_language(
    server: ServerProcess, transport: str, language: str, title: str
) -> None:
    headers = {"Accept-Language": language}
    async with WalletWatcher(server.url, headers, [transport]) as watcher:
        answer = await watcher.subscribe()
        assert answer["error"]["code"] == "login-required"
        assert answer["error"]["title"] == title
        assert watcher.problems == [answer["error"]]
