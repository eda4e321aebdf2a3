"""``docs/schemas`` and ``docs/asyncapi.json`` say what the code sends, in AsyncAPI's own words.

The schema of AsyncAPI 3.0.0 beside the tests is that of the npm package ``@asyncapi/specs`` 6.11.1
(Apache-2.0), with white space taken out.
"""

import gzip
import json
from typing import Any

import jsonschema_rs

from tests.arch.source import PACKAGE

ROOT = PACKAGE.parents[1]
DOCUMENT = json.loads((ROOT / "docs" / "asyncapi.json").read_text())
SCHEMA = ROOT / "tests" / "support" / "data" / "asyncapi-3.0.0.json.gz"


def test_it_is_an_asyncapi_document() -> None:
    schema = json.loads(gzip.decompress(SCHEMA.read_bytes()))
    jsonschema_rs.Draft7Validator(schema).validate(DOCUMENT)


def test_every_reference_leads_somewhere() -> None:
    found = list(_references(DOCUMENT))
    assert found
    for reference in found:
        place: Any = DOCUMENT
        for word in reference.removeprefix("#/").split("/"):
            place = place[word]


def _references(place: Any) -> Any:
    if isinstance(place, dict):
        if isinstance(place.get("$ref"), str):
            yield place["$ref"]
        for inner in place.values():
            yield from _references(inner)
    if isinstance(place, list):
        for inner in place:
            yield from _references(inner)
