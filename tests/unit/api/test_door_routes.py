"""The door lets through what each route takes, and waits for whom it asks: every route that takes a
file, and every one that may say that somebody outside is away."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from fastapi.routing import APIRoute

from holdfast.api.contract.uploads import Upload, upload_of
from holdfast.api.shell.admission import at_most
from holdfast.booking.places import GeocoderAway
from holdfast.flows.booking.outside.connecting import CalendarNotOpened
from holdfast.flows.commit.refusals import ProviderAway
from holdfast.flows.fulfilment.dispatch import CarrierAway
from holdfast.kit.sentences import LANGUAGES, in_language
from holdfast.people.login_providers import LoginProviderAway

TEMPLATE: Final = (Path(__file__).parents[3] / "deploy" / "nginx.conf.template").read_text()
LARGE: Final = re.findall(
    r'^    "~([^"\n]+)" "(.*)";$',
    TEMPLATE.partition('map "$language $uri" $says_large_detail {')[2].partition("\n}")[0],
    re.MULTILINE,
)
LEAST: Final = 1024 * 1024
"""What every location lets through, unless it says otherwise."""
LONGEST: Final = 12
AWAY: Final = (ProviderAway, CarrierAway, GeocoderAway, CalendarNotOpened, LoginProviderAway)
QUICK: Final = frozenset({"POST /api/orders"})
"""Nearly all are from wallets, which nobody outside is asked for: one that hangs is not waited for.
Who pays by a provider that is slow repeats with the key."""


class Location(NamedTuple):
    """``said``: its directives."""

    pattern: bool
    path: str
    said: str

    def takes(self, path: str) -> bool:
        return bool(re.search(self.path, path)) if self.pattern else path.startswith(self.path)

    def told(self, directive: str) -> str | None:
        found = re.search(rf"^        {directive} (.+);$", self.said, re.MULTILINE)
        return None if found is None else found[1]


LOCATIONS: Final = [
    Location(pattern == "~ ", path, said)
    for pattern, path, said in re.findall(
        r"^    location (~ |)([/^]\S*) {\n(.*?)^    }$", TEMPLATE, re.MULTILINE | re.DOTALL
    )
]


def location_of(path: str) -> Location:
    """As nginx chooses it: the first pattern that fits, or else the longest beginning."""
    fit = [one for one in LOCATIONS if one.takes(path)]
    patterns = [one for one in fit if one.pattern]
    return patterns[0] if patterns else max(fit, key=lambda one: len(one.path))


def named(routes: Sequence[APIRoute]) -> Iterator[tuple[str, str, APIRoute]]:
    """Each by its method and path; and an address of it."""
    for route in routes:
        address = re.sub(r"{[^}]+}", "0199c1f1-02c4", route.path)
        for method in sorted(route.methods or ()):
            yield f"{method} {route.path}", address, route


@pytest.fixture(scope="module")
def uploads(routes: Sequence[APIRoute]) -> dict[str, tuple[str, Upload]]:
    """Addresses that take a file, by their routes, and what they take."""
    return {
        name: (address, rule)
        for name, address, route in named(routes)
        if (rule := upload_of(route.endpoint)) is not None
    }


@pytest.fixture(scope="module")
def asking(routes: Sequence[APIRoute]) -> dict[str, str]:
    """Addresses that ask somebody outside, by their routes."""
    return {
        name: address
        for name, address, route in named(routes)
        for told in [" ".join(str(one.get("description")) for one in route.responses.values())]
        if any(f"`{kind.code}`" in told for kind in AWAY) and name not in QUICK
    }


def test_a_file_as_large_as_its_route_takes_comes_through(
    uploads: dict[str, tuple[str, Upload]],
) -> None:
    for address, rule in uploads.values():
        here = location_of(address)
        most = here.told("client_max_body_size")
        units = {"k": 1024, "m": LEAST}
        allowed = LEAST if most is None else int(most[:-1]) * units[most[-1]]
        assert rule.most_bytes <= allowed, here.path
        if allowed <= LEAST:
            continue
        waits = here.told("proxy_read_timeout")
        assert waits == f"{LONGEST}s", f"a picture is made of it meanwhile: {here.path}"
        for language in LANGUAGES:
            said = next(words for words, told in LARGE if re.search(words, f"{language} {address}"))
            told = dict(LARGE)[said]
            assert told == in_language(at_most(rule.most_bytes), language), said


def test_who_asks_somebody_outside_is_waited_for(asking: dict[str, str]) -> None:
    found = {
        address: location_of(address).told("proxy_read_timeout") for address in asking.values()
    }
    assert {address for address, waits in found.items() if waits != f"{LONGEST}s"} == set()


def test_the_routes_and_the_locations_are_read(
    uploads: dict[str, tuple[str, Upload]], asking: dict[str, str]
) -> None:
    assert {"POST /api/staff/pictures", "POST /api/message-photos"} <= uploads.keys()
    assert {"POST /api/payments/mix", "POST /api/pay/{token}", "GET /api/cards"} <= asking.keys()
    assert location_of("/api/products").path == "/api/"
    assert location_of("/api/wallets/x").told("proxy_pass") == "http://payments"
    assert location_of("/hooks/stripe").path == "/hooks/"
