"""Staff, or the seller whose goods they are, bring the codes that a variant is delivered as. As
many come to its stock as are brought, and one goes with each that is taken out, by the command
that writes the code's row: so its stock is the codes that nobody was sold."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from holdfast.catalog import StockChanged, stock_key
from holdfast.digital import (
    LONGEST,
    MOST_AT_ONCE,
    MOST_CODES,
    DigitalCode,
    brought,
    code_by_id,
    code_moved,
    counts_of,
    known_digests,
    restored,
    sealed_code,
    void,
)
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import unless_done_before
from holdfast.flows.commit.offers import UnitsLine
from holdfast.flows.commit.outcomes import must_go_through, went_through
from holdfast.flows.commit.refusals import InsufficientStock
from holdfast.flows.digital.delivery import DeliveryFixed, delivery_of
from holdfast.flows.digital.desk import CodeDesk
from holdfast.flows.inventory.by_codes import delivered_still
from holdfast.kit import FieldError, Problem, new_id
from holdfast.kit.sentences import say
from holdfast.ledger import (
    AccountState,
    Conflict,
    Deposit,
    Expect,
    Operation,
    Outcome,
    Rider,
    Short,
    Withdraw,
    tell,
)

__all__ = [
    "BadCodes", "CodeMoved", "CodesThere", "NotByCodes", "bring", "look_at", "restore", "withdraw",
]  # fmt: skip

_TRIES: Final = 8
_SHOWN: Final = 4
_MOST_FAULTS: Final = 100


class NotByCodes(Problem):
    """Codes are for what is delivered as codes."""

    status = 409
    code = "not-by-codes"
    title = "It is not delivered as codes"


class BadCodes(Problem):
    """``errors`` names each line that is no code."""

    status = 422
    code = "codes-invalid"
    title = "Some of these are no codes"


class CodesThere(Problem):
    """``errors`` names each line that is in the list already, or stands there twice; nothing was
    brought."""

    status = 409
    code = "codes-there"
    title = "Some of these codes are there already"


class CodeMoved(Problem):
    """It is ``found`` in another state by now."""

    status = 409
    code = "code-moved"
    title = "The code has moved on"


async def bring(
    desk: CodeDesk, caller: Caller, variant_id: UUID, lines: Sequence[str], line: UnitsLine
) -> int:
    """So many are in the list and on sale; who waits for them is served first. All of them, or
    none: raises :class:`BadCodes`, :class:`CodesThere`, :class:`NotByCodes` and
    :class:`~holdfast.catalog.VariantNotFound`."""
    still = await delivered_still(desk.reader, [variant_id])
    await _must_be_codes(desk, variant_id)
    codes = _read(lines)
    digests = {desk.seals.digest(code): at for at, code in codes.items()}
    for _ in range(_TRIES):
        # The account first: units that come with codes meanwhile have their codes counted, too.
        account = await desk.reader.account(stock_key(variant_id))
        counts = await counts_of(desk.database.pool, variant_id)
        rows = []
        for digest, at in digests.items():
            code_id = new_id()
            rows.append((code_id, desk.seals.seal(code_id, codes[at]), digest))
        note = f"codes/{rows[0][0]}"
        operations: tuple[Operation, ...] = (*still, Deposit(account.key, len(rows), note=note))
        if not any(counts.values()):
            operations = (*_none_yet(account), *operations)
        told = tell(StockChanged("deposit", len(rows), note), variant_id)
        noted = caller.audited("code.brought", variant_id, {"codes": len(rows)})
        riders: tuple[Rider, ...] = (brought(variant_id, caller.actor, rows), told, noted)
        command = caller.keyed(operations, riders, f"bring/{rows[0][0]}", len(rows))
        known = await known_digests(desk.database.pool, variant_id, digests)
        if not known and sum(counts.values()) + len(rows) > MOST_CODES:
            raise BadCodes(say("A variant has at most {most} codes.", most=MOST_CODES))
        asked = not known or caller.key is not None
        if asked and went_through(await desk.ledger.commit(command)):
            await line.serve(variant_id)
            return len(rows)
        if known:
            raise _there(codes, [digests[one] for one in known])
    raise crowded_out(f"codes of variant {variant_id} are not brought")


async def withdraw(desk: CodeDesk, caller: Caller, code_id: UUID, reason: str) -> DigitalCode:
    """One that nobody was given is in the list no more. Raises :class:`CodeMoved`, and
    :class:`InsufficientStock` while buyers hold all there are."""
    one = await code_by_id(desk.database.pool, code_id)
    if not one.is_free:
        await unless_done_before(desk, caller.key, _moved(one))
        return one
    key = stock_key(one.variant_id)
    told = tell(StockChanged("withdraw", 1, reason), one.variant_id)
    noted = caller.audited("code.withdrawn", one.variant_id, _about(one, reason))
    outcome = await desk.ledger.commit(
        caller.keyed(
            (Withdraw(key, 1, note=reason),), (void(one), told, noted), f"code-void/{new_id()}"
        )
    )
    if isinstance(outcome, Short):
        held = outcome.shortages[0].held
        raise InsufficientStock(say("Buyers hold {n}.", n=held), field="codeId")
    return await _now(desk, one, outcome)


async def restore(
    desk: CodeDesk, caller: Caller, code_id: UUID, reason: str, line: UnitsLine
) -> DigitalCode:
    """One that was void is in the list and on sale again. Raises :class:`CodeMoved`."""
    one = await code_by_id(desk.database.pool, code_id)
    if not one.is_void:
        await unless_done_before(desk, caller.key, _moved(one))
        return one
    still = await delivered_still(desk.reader, [one.variant_id])
    await _must_be_codes(desk, one.variant_id)
    key = stock_key(one.variant_id)
    told = tell(StockChanged("deposit", 1, reason), one.variant_id)
    noted = caller.audited("code.restored", one.variant_id, _about(one, reason))
    back = Deposit(key, 1, note=reason)
    outcome = await desk.ledger.commit(
        caller.keyed((*still, back), (restored(one), told, noted), f"code-restore/{new_id()}")
    )
    found = await _now(desk, one, outcome)
    await line.serve(one.variant_id)
    return found


async def look_at(desk: CodeDesk, caller: Caller, code_id: UUID) -> str:
    """What it says, to staff or its seller; the audit log has who looked. Raises
    :class:`~holdfast.digital.CodeUnreadable`."""
    one = await code_by_id(desk.database.pool, code_id)
    said = desk.seals.open(one.id, await sealed_code(desk.database.pool, one.id))
    async with desk.database.transaction() as connection:
        about = {"codeId": str(one.id), "orderId": one.order_id and str(one.order_id)}
        await caller.note(connection, "code.looked-at", str(one.variant_id), about)
    return said


def _read(lines: Sequence[str]) -> dict[int, str]:
    """Codes by their lines, without those that are empty. Raises :class:`BadCodes` and
    :class:`CodesThere`."""
    codes = {at: line.strip() for at, line in enumerate(lines) if line.strip()}
    if not codes:
        raise BadCodes("Name one code at least.", field="codes")
    if len(codes) > MOST_AT_ONCE:
        raise BadCodes(say("Bring at most {most} at once.", most=MOST_AT_ONCE), field="codes")
    faults = [
        FieldError(f"codes[{at}]", "range", say("Use at most {most} characters.", most=LONGEST))
        for at, code in codes.items()
        if len(code) > LONGEST
    ]
    faults += [
        FieldError(f"codes[{at}]", "invalid", say("It has characters that nobody can read."))
        for at, code in codes.items()
        if not code.isprintable()
    ]
    if faults:
        raise BadCodes.of(faults[:_MOST_FAULTS], named=True)
    first: dict[str, int] = {}
    twice = [at for at, code in codes.items() if first.setdefault(code, at) != at]
    if twice:
        raise _there(codes, twice)
    return codes


def _there(codes: Mapping[int, str], places: Sequence[int]) -> CodesThere:
    """Each named by its line and its end, by which who brings it finds it."""
    errors = [
        FieldError(
            f"codes[{at}]",
            CodesThere.code,
            say("Line {line}, {code}, is there already.", line=at + 1, code=shown_end(codes[at])),
        )
        for at in sorted(places)
    ]
    return CodesThere.of(errors[:_MOST_FAULTS])


def shown_end(code: str) -> str:
    """A code as it is named without saying it."""
    return f"…{code[-_SHOWN:]}" if len(code) > 2 * _SHOWN else f"…{code[-1:]}"


def _none_yet(account: AccountState) -> tuple[Operation, ...]:
    """Before the first code there is nothing on sale. Raises :class:`DeliveryFixed`."""
    if account.on_hand:
        raise DeliveryFixed("Set its stock to 0 first, or take its codes out.")
    return (Expect(account.key, account.version),)


async def _must_be_codes(desk: CodeDesk, variant_id: UUID) -> None:
    if await delivery_of(desk, variant_id) != "codes":
        raise NotByCodes("Say first that it is delivered as codes.")


async def _now(desk: CodeDesk, one: DigitalCode, outcome: Outcome) -> DigitalCode:
    if isinstance(outcome, Conflict) and code_moved(outcome.subject):
        raise _moved(await code_by_id(desk.database.pool, one.id))
    must_go_through(outcome)
    return await code_by_id(desk.database.pool, one.id)


def _moved(one: DigitalCode) -> CodeMoved:
    return CodeMoved(
        "Somebody was given it, or took it out, just now.", extra={"found": one.status}
    )


def _about(one: DigitalCode, reason: str) -> Mapping[str, object]:
    return {"codeId": str(one.id), "reason": reason}
