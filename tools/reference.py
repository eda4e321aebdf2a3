"""What the writers of references share: fields in words, and whether a page is current."""

import sys
from pathlib import Path
from typing import Any

import msgspec
from msgspec.inspect import StructType, type_info

__all__ = ["DOCS", "fields_of", "in_words", "said_of", "write"]

DOCS = Path(__file__).parents[1] / "docs"


def write(pages: dict[Path, str]) -> int:
    """Write them; with ``--check`` only say which are not current, as the exit code does."""
    if "--check" in sys.argv:
        old = [path.name for path, text in pages.items() if _current(path) != text]
        if old:
            print(f"out of date: {', '.join(old)}: run tools/generate")
        return 1 if old else 0
    for path, text in pages.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    print(f"{', '.join(path.name for path in pages)} written")
    return 0


def _current(path: Path) -> str | None:
    return path.read_text() if path.exists() else None


def said_of(kind: type) -> str:
    """The docstring, as one line."""
    return " ".join((kind.__doc__ or "").split())


def fields_of(kind: type[msgspec.Struct]) -> tuple[msgspec.inspect.Field, ...]:
    info = type_info(kind)
    assert isinstance(info, StructType)
    return info.fields


def in_words(kind: Any, *, quoted: bool = False) -> str:
    """A field's type; literal texts in quotes, as JSON has them, if ``quoted``."""
    match kind:
        case msgspec.inspect.LiteralType(values=values):
            texts = sorted(map(str, values))
            if quoted:
                texts = [msgspec.json.encode(one).decode() for one in values]
            return " or ".join(f"`{one}`" for one in texts)
        case msgspec.inspect.UnionType(types=types):
            return " or ".join(in_words(one, quoted=quoted) for one in types)
        case (
            msgspec.inspect.ListType(item_type=item) | msgspec.inspect.VarTupleType(item_type=item)
        ):
            return f"list of {in_words(item)}"
        case StructType(fields=fields):
            named = ", ".join(f"`{one.encode_name}`" for one in fields)
            return f"object with {named}"
        case msgspec.inspect.IntType(ge=int(least)):
            return f"integer from {least}"
    names: dict[Any, str] = {
        msgspec.inspect.UUIDType: "id",
        msgspec.inspect.DateTimeType: "time",
        msgspec.inspect.DateType: "day",
        msgspec.inspect.IntType: "integer",
        msgspec.inspect.StrType: "text",
        msgspec.inspect.BoolType: "true or false",
        msgspec.inspect.NoneType: "null",
        msgspec.inspect.DictType: "object",
    }
    return names[type(kind)]
