"""``docs/schemas`` and ``docs/asyncapi.json`` say what the code sends, in AsyncAPI's own words.

The schema of AsyncAPI 3.0.0 beside the tests is that of the npm package ``@asyncapi/specs`` 6.11.1
(Apache-2.0), with white space taken out.
"""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema_rs

from holdfast.worker.asyncapi import asyncapi_document

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "tests" / "support" / "data" / "asyncapi-3.0.0.json.gz"


def test_the_documents_are_current() -> None:
    words = [sys.executable, str(ROOT / "tools" / "write_schemas.py"), "--check"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_is_an_asyncapi_document() -> None:
    schema = json.loads(gzip.decompress(SCHEMA.read_bytes()))
    jsonschema_rs.Draft7Validator(schema).validate(asyncapi_document())


def test_every_reference_leads_somewhere() -> None:
    document = asyncapi_document()
    found = list(_references(document))
    assert found
    for reference in found:
        place: Any = document
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
