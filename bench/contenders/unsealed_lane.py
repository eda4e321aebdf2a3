"""The ledger without its chain: for comparison only. It writes no heads and hashes nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from bench.contenders.holdfast_lane import HoldfastLane
from holdfast.ledger import statements
from holdfast.ledger.chain import ChainLink
from holdfast.ledger.statements import WriteStatement

__all__ = ["UnsealedLane"]


class _Unsealed(WriteStatement):
    def _add(self, text: str, rows: Sequence[object], *_: str) -> None:
        super()._add(text, rows)

    def seal(self, _: ChainLink, __: object, ___: Mapping[str, Sequence[bytes]]) -> None:
        """Not at all."""

    @property
    def text(self) -> str:
        return self._text(("NULL::bytea", *self._notify))


class UnsealedLane(HoldfastLane):
    name = "without the chain"

    async def open(self, keys: Sequence[str], stock: int, *, full: bool) -> None:
        _write_with(_Unsealed)
        await super().open(keys, stock, full=full)

    async def close(self) -> None:
        await super().close()
        _write_with(WriteStatement)


def _write_with(statement: type[WriteStatement]) -> None:
    module: Any = statements
    module.WriteStatement = statement
