"""Names that people type of themselves."""

import pytest
from pydantic import TypeAdapter, ValidationError

from holdfast.api.contract.names import PersonName

NAMES = TypeAdapter(PersonName)


@pytest.mark.parametrize("name", ["Anna  Petrova", "김민준", "O'Hara", "Ōe", "-"])
def test_a_name_is_what_can_be_read(name: str) -> None:
    assert NAMES.validate_python(f" {name} ") == " ".join(name.split())


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "\u202eAnna", "\u3164", "\u115f\u2800"])
def test_of_a_name_something_is_seen(name: str) -> None:
    with pytest.raises(ValidationError):
        NAMES.validate_python(name)
