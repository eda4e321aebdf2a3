"""Pictures that an import fetched are served, and nothing beside them."""

import httpx
import pytest

from tests.support.server import ServerProcess

PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def test_a_fetched_picture_is_served(shop: ServerProcess, client: httpx.Client) -> None:
    (shop.data / "media" / "0123abcd.png").write_bytes(PICTURE)
    answer = client.get("/media/0123abcd.png")
    assert (answer.status_code, answer.content) == (200, PICTURE)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "immutable" in answer.headers["cache-control"], "its name is its content's hash"
    tag = {"If-None-Match": answer.headers["etag"]}
    assert client.get("/media/0123abcd.png", headers=tag).status_code == 304


@pytest.mark.parametrize("path", ["..%2Fsecret", "%2e%2e/secret", "%2Fetc%2Fpasswd", "", "."])
def test_nothing_beside_them_is(shop: ServerProcess, client: httpx.Client, path: str) -> None:
    (shop.data / "secret").touch()
    assert client.get(f"/media/{path}").status_code == 404
