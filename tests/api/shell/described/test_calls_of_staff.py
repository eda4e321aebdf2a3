"""What staff may ask: schemathesis over that half of the document, as everybody who visits."""

import pytest
from schemathesis import BaseSchema

from tests.api.shell.described.asking import OF_STAFF, World, as_described


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("call", OF_STAFF)
def test_the_interface_is_as_described(call: str, schema: BaseSchema, world: World) -> None:
    as_described(call, schema, world)
