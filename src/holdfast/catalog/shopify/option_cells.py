"""The options of a product's variants: their names stand in its first row alone, their values in
each."""

from collections.abc import Sequence
from typing import Final

from msgspec import UNSET, UnsetType

from holdfast.catalog.options import option_code
from holdfast.catalog.products import Option, VariantDraft
from holdfast.catalog.shopify.cells import BadCell
from holdfast.catalog.shopify.columns import MAX_OPTIONS, Columns
from holdfast.kit.sentences import say

MAX_VALUE: Final = 255
_MAX_OPTION_NAME: Final = 80
_DEFAULT: Final = ("title", "default title")


class OptionCells:
    """What the rows of one product say of its options."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._names = [""] * MAX_OPTIONS

    def learn(self, row: list[str]) -> None:
        """The names, from the first row that has some."""
        if not any(self._names):
            self._names = self._cells(row, "option{}_name")

    def values(self, row: list[str]) -> list[str]:
        return self._cells(row, "option{}")

    def of(self, row: list[str]) -> dict[str, str] | UnsetType:
        """A variant's, by code; unset if neither names nor values are there. Raises
        :class:`BadCell`."""
        values = self.values(row)
        if not any(self._names) and not any(values):
            return UNSET
        if (self._names[0] or "title").casefold() == "title" and values[0].casefold() in _DEFAULT:
            return {}
        options: dict[str, str] = {}
        for (code, _), value in zip(self._codes(), values, strict=True):
            if bool(code) != bool(value):
                raise BadCell(
                    say("the value of option {option} is missing", option=repr(code))
                    if code
                    else say("the option of value {value} has no name", value=repr(value[:40]))
                )
            if len(value) > MAX_VALUE or len(value.encode()) > 2 * MAX_VALUE:
                raise BadCell(say("the value of option {option} is too long", option=repr(code)))
            if code:
                options[code] = value
        return options

    def chosen(self, variants: Sequence[VariantDraft]) -> tuple[Option, ...]:
        """The choices that these variants leave."""
        said = [one.options or {} for one in variants]
        values = {
            code: tuple(dict.fromkeys(one[code] for one in said if code in one))
            for code, _ in self._codes()
        }
        return tuple(
            Option(code, name, values[code]) for code, name in self._codes() if values[code]
        )

    def _cells(self, row: list[str], column: str) -> list[str]:
        return [self._columns.get(row, column.format(n)) for n in range(1, MAX_OPTIONS + 1)]

    def _codes(self) -> list[tuple[str, str]]:
        """Code and name of each option column; two columns never share a code."""
        codes: list[tuple[str, str]] = []
        for name in self._names:
            code = option_code(name[:_MAX_OPTION_NAME]) if name else ""
            if code and any(code == taken for taken, _ in codes):
                code = f"{code}-{len(codes) + 1}"
            codes.append((code, name[:_MAX_OPTION_NAME]))
        return codes
