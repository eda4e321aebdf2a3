"""What stands in the paths of routes."""

from collections.abc import Sequence
from uuid import UUID

from fastapi.routing import APIRoute

from holdfast.api.contract.validation import PATH_IDS
from holdfast.catalog.handles import RESERVED


def test_no_product_is_called_as_another_address_is(routes: Sequence[APIRoute]) -> None:
    paths = [route.path for route in routes]
    places = {path.split("/")[3] for path in paths if path.startswith("/api/products/")}
    assert places - {"{product}"} == RESERVED


def test_every_id_in_a_path_has_its_problem(routes: Sequence[APIRoute]) -> None:
    for route in routes:
        if route.include_in_schema:
            for one in route.dependant.path_params:
                assert one.field_info.annotation is not UUID or one.name in PATH_IDS, route.path
