"""The OpenAPI document says what each parameter is, and shows each body by an example."""

from collections.abc import Sequence
from typing import Any

import jsonschema
import pytest

from holdfast.api.contract.examples import BODIES
from holdfast.api.contract.socket_document import socket_document

Operations = Sequence[tuple[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def operations(openapi: dict[str, Any]) -> Operations:
    return [
        (f"{method.upper()} {path}", operation)
        for path, operations in openapi["paths"].items()
        for method, operation in operations.items()
    ]


def test_every_parameter_is_described(operations: Operations) -> None:
    untold = {
        f"{call}: {one['name']}"
        for call, operation in operations
        for one in operation.get("parameters", ())
        if not one.get("description")
    }
    assert not untold, f"describe them where they stand, or in api/contract/examples.py: {untold}"


def test_a_generated_client_has_a_name_for_each_call_and_body(
    operations: Operations, openapi: dict[str, Any]
) -> None:
    names = [operation["operationId"] for _, operation in operations]
    twice = {name for name in names if names.count(name) > 1}
    assert not twice, f"name one of them by operation_id: {twice}"
    assert not [name for name in names if not name.isalnum()], "as listProducts"
    modules = [name for name in openapi["components"]["schemas"] if "__" in name]
    assert not modules, f"several models have one name: {modules}"


def test_every_body_has_an_example(operations: Operations) -> None:
    without = [
        call
        for call, operation in operations
        for content in operation.get("requestBody", {}).get("content", {}).values()
        if content["schema"].get("$ref") and not content.get("examples")
    ]
    assert not without, f"give them one in api/contract/examples.py: {without}"


@pytest.mark.parametrize("model", BODIES)
def test_an_example_is_what_its_body_takes(model: str, openapi: dict[str, Any]) -> None:
    schemas: dict[str, Any] = openapi["components"]["schemas"]
    validator = jsonschema.Draft202012Validator(
        {"$ref": f"#/components/schemas/{model}", "components": {"schemas": schemas}}
    )
    for example in BODIES[model].values():
        validator.validate(example)


def test_the_sockets_document_refers_to_what_is_in_it() -> None:
    made = socket_document()
    for message in made["channels"]["socket"]["messages"].values():
        assert message["$ref"].rsplit("/", 1)[-1] in made["components"]["messages"]
    for operation in made["operations"].values():
        assert operation["action"] in ("send", "receive")
    assert {"StockUpdate", "OrderUpdate"} <= made["components"]["schemas"].keys()
