"""What is said of settings: what each is called, what is wrong with a value, which are none."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Final

from pydantic import AliasChoices, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

__all__ = ["faults", "strangers", "variable_of"]

OURS: Final = "HOLDFAST_"
BOUNDS: Final = {
    "greater_than_equal": "at least {ge:g}",
    "greater_than": "more than {gt:g}",
    "less_than_equal": "at most {le:g}",
    "less_than": "less than {lt:g}",
}
SHOWN: Final = 60


def variable_of(name: str, field: FieldInfo) -> str:
    """What a setting is called in the environment."""
    known_as = field.validation_alias
    own = known_as.choices[-1] if isinstance(known_as, AliasChoices) else None
    return str(own or f"{OURS}{name.upper()}")


def faults(error: ValidationError, fields: Mapping[str, FieldInfo]) -> str:
    """Each setting that makes no sense, with what it is to be, one a line."""
    lines = []
    for wrong in error.errors():
        name = str(wrong["loc"][0]).lower() if wrong["loc"] else ""
        field = _field(name, fields)
        if field is None:
            lines.append(f"{OURS}{name.upper()}: {wrong['msg']}")
            continue
        meaning = (field[1].description or "").replace("`", "").rstrip(".")
        lines.append(f"{variable_of(*field)}: {_wanted(wrong, field[1])}. ({meaning})")
    return "\n".join(lines)


def _field(said: str, fields: Mapping[str, FieldInfo]) -> tuple[str, FieldInfo] | None:
    """The field that the error names, by its own name or by that of its variable."""
    for name, field in fields.items():
        if said in (name, variable_of(name, field).lower()):
            return name, field
    return None


def _wanted(wrong: ErrorDetails, field: FieldInfo) -> str:
    """What the value is to be, and what it is, unless that is to be kept."""
    kind, context = wrong["type"], wrong.get("ctx", {})
    hidden = not field.repr or "Secret" in str(field.annotation)
    given = "" if hidden else f", not {_shown(wrong['input'])}"
    if kind in BOUNDS:
        return f"write {BOUNDS[kind].format(**context)}{given}"
    if kind.startswith("bool"):
        return f"write on or off{given}"
    if kind.startswith(("int", "float")):
        whole = "a whole number" if kind.startswith("int") else "a number"
        return f"write {whole}{given}"
    if kind == "literal_error":
        return f"write {context['expected']}{given}"
    if kind == "too_short":
        return f"write at least {context['min_length']} characters"
    if kind == "string_pattern_mismatch" and context["pattern"].startswith("^(http"):
        return f"write an address, https://...{given}"
    if kind == "string_pattern_mismatch":
        return f"{'this' if hidden else _shown(wrong['input'])} is not how it is written"
    if kind == "value_error":
        return f"{context['error']}{given}"
    return f"{wrong['msg']}{given}"


def _shown(value: Any) -> str:
    text = str(value)
    return repr(text if len(text) <= SHOWN else text[:SHOWN] + "...")


def strangers(environment: Iterable[str], known: set[str]) -> list[tuple[str, str | None]]:
    """Variables that begin as ours do and are none, each with the one that was probably meant."""
    return [
        (name, next(iter(get_close_matches(name, known, 1, 0.85)), None))
        for name in sorted(environment)
        if name.startswith(OURS) and name not in known
    ]
