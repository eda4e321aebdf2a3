"""What people type as a name, of themselves or of a shop, and as an address of mail."""

from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field

from holdfast.kit.plain_text import legible

__all__ = ["Email", "PersonName", "ShopName"]


def _written(name: str) -> str:
    """With single spaces; refused if nothing is left to read."""
    name = " ".join(name.split())
    if not name:
        raise ValueError("Enter a name.")
    if not name.isprintable():
        raise ValueError("Use visible characters only.")
    if not legible(name):
        raise ValueError("Enter a name.")
    return name


PersonName: TypeAlias = Annotated[str, Field(max_length=100), AfterValidator(_written)]
ShopName: TypeAlias = Annotated[str, Field(max_length=60), AfterValidator(_written)]
Email: TypeAlias = Annotated[
    str, Field(min_length=3, max_length=254, examples=["ann@shop.example"])
]
