"""What the door itself says is what the services would say, in each language."""

import re
from pathlib import Path

import pytest

from holdfast.api.seller.imports import OWN_CSV
from holdfast.api.shell.admission import at_most
from holdfast.api.staff.clients import FILE as CLIENTS
from holdfast.api.staff.files import GOODS_FILE
from holdfast.api.staff.imports import CSV
from holdfast.api.staff.pictures import PICTURE
from holdfast.api.studio.galleries import SESSION_PICTURE
from holdfast.kit.sentences import LANGUAGES, in_language, say
from holdfast.settings import Settings

TEMPLATE = (Path(__file__).parents[3] / "deploy" / "nginx.conf.template").read_text()
SAID = {
    name: dict(re.findall(r'^    (\w+) "(.*)";$', body, re.MULTILINE))
    for name, body in re.findall(r"map \$language \$(says_\w+) {\n(.*?)}", TEMPLATE, re.DOTALL)
}
METHODS = say("Use {methods}.", methods="GET, HEAD, POST, PUT")
LARGE = dict(
    re.findall(
        r'^    "?([^"\n]+)"? "(.*)";$',
        TEMPLATE.partition('map "$language $uri" $says_large_detail {')[2].partition("}")[0],
        re.MULTILINE,
    )
)


@pytest.mark.parametrize("name", SAID)
def test_the_door_says_it_in_the_words_of_the_services(name: str) -> None:
    english = SAID[name]["default"]
    sentence = METHODS if english == METHODS else english
    for language in LANGUAGES[1:]:
        told = in_language(sentence, language)
        assert told != english, f"no service says {english!r}"
        assert SAID[name][language] == told


def test_every_sentence_of_the_door_is_one_of_these() -> None:
    said = set(re.findall(r'"(?:title|detail)":"([^"]*)"', TEMPLATE))
    assert said == {f"${name}" for name in (*SAID, "says_large_detail")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_door_tells_the_limit_of_the_path(language: str) -> None:
    limits = {
        "": Settings.model_fields["body_limit"].default,
        "/api/staff/pictures": PICTURE.most_bytes,
        "/api/seller/[^/]+/pictures": PICTURE.most_bytes,
        "/api/staff/imports": CSV.most_bytes,
        "/api/seller/[^/]+/imports": OWN_CSV.most_bytes,
        "/api/staff/clients/import": CLIENTS.most_bytes,
        "/api/staff/resources/[^/]+/pictures": PICTURE.most_bytes,
        "/api/message-photos": PICTURE.most_bytes,
        "/api/(staff|seller/[^/]+)/variants/[^/]+/file": GOODS_FILE.most_bytes,
        "/api/studio/bookings/[^/]+/gallery/pictures": SESSION_PICTURE.most_bytes,
        "/api/returns/[^/]+/photos": PICTURE.most_bytes,
    }
    for path, limit in limits.items():
        key = "default" if (language, path) == ("en", "") else f"~^{language} {path}"
        assert LARGE[key] == in_language(at_most(limit), language)
