"""A page of another origin, in a browser: a named one works with the shop, another not at all."""

from collections.abc import Callable, Iterator

import pytest

from tests.e2e.conftest import Visitor
from tests.support.server import ServerProcess
from tests.support.site import Site, page

pytestmark = pytest.mark.long

_BUY = """async (shop) => {
  const options = { credentials: "include" };
  const asked = async (path, body, headers) => {
    const post = { ...options, method: "POST", body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", ...headers } };
    const answer = await fetch(shop + path, body ? post : options);
    return [answer.status, await answer.json(), answer.headers.get("X-Request-Id")];
  };
  const [, listed] = await asked("/api/products?inStock=true&limit=1");
  const line = { productId: listed.products[0].id, variantId: listed.products[0].variants[0].id };
  const key = { "Idempotency-Key": crypto.randomUUID() };
  const [status, held, request] = await asked("/api/orders/reserve", { items: [line] }, key);
  const [, mine] = await asked(`/api/orders/${held.orderId}`);
  const [refused, problem] = await asked("/api/orders/cancel", { orderID: held.orderId });
  const [, cancelled] = await asked("/api/orders/cancel", { orderId: held.orderId });
  const polled = await fetch(shop + "/socket.io/?EIO=4&transport=polling", options);
  return { status, request, mine: mine.order.status, refused, code: problem.code,
    cancelled: cancelled.status, polled: (await polled.text()).slice(0, 2) };
}"""


@pytest.fixture
def partner() -> Iterator[int]:
    """The port of a site of somebody else."""
    with Site(lambda _: page("<!doctype html><title>A partner's page</title>")) as site:
        yield site.port


def test_a_named_page_buys_and_another_cannot_even_read(
    start_server: Callable[..., ServerProcess], database_url: str, partner: int, visitor: Visitor
) -> None:
    shop = start_server(
        "--demo",
        database_url=database_url,
        environment={"HOLDFAST_ORIGINS": f"http://127.0.0.1:{partner}"},
    )
    named = visitor(f"http://127.0.0.1:{partner}")
    named.goto("/")
    done = named.evaluate(_BUY, shop.url)
    assert done.pop("request")
    assert done == {
        "status": 200, "mine": "pending", "refused": 422, "code": "unknown-field",
        "cancelled": "cancelled", "polled": "0{",
    }  # fmt: skip
    other = visitor(f"http://localhost:{partner}")
    other.goto("/")
    told = other.evaluate(
        "shop => fetch(shop + '/api/products').then(() => 'read', () => 'kept from it')", shop.url
    )
    assert told == "kept from it"
