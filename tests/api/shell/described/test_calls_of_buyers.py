"""What everybody else may ask: schemathesis over that half of the document, and that no call of it
is in neither half."""

import pytest
from schemathesis import BaseSchema

from tests.api.shell.described.asking import CALLS, OF_STAFF, World, as_described


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("call", [call for call in CALLS if call not in OF_STAFF])
def test_the_interface_is_as_described(call: str, schema: BaseSchema, world: World) -> None:
    as_described(call, schema, world)


def test_every_call_of_the_document_is_asked(schema: BaseSchema) -> None:
    paths = schema.raw_schema["paths"]
    described = {f"{method.upper()} {path}" for path in paths for method in paths[path]}
    assert described == set(CALLS)
