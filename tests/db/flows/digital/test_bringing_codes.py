"""Bringing codes: as many are on sale as were brought, none twice, and nothing else moves that."""

import asyncio

import pytest
from msgspec.structs import replace

from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.commit.refusals import InsufficientStock
from holdfast.flows.digital.bringing import (
    BadCodes,
    CodeMoved,
    CodesThere,
    NotByCodes,
    bring,
    look_at,
    withdraw,
)
from holdfast.flows.digital.delivery import DeliveryFixed, choose_delivery
from holdfast.flows.inventory.bulk_stock import change_stock_of_many
from holdfast.flows.inventory.by_codes import StockIsCodes
from holdfast.flows.inventory.parts import set_parts
from holdfast.flows.inventory.stock import StockChange, change_stock
from holdfast.flows.inventory.stock_count import set_counts
from holdfast.flows.waiting.offering import GoodsLine
from tests.db.flows.buying import Goods, a_customer, new_goods, reserve, stock_of
from tests.db.flows.digital.codes import STAFF, count, given, new_codes, some_codes
from tests.db.flows.stage import Stage, select


async def brought(stage: Stage, goods: Goods, codes: list[str], key: str = "") -> int:
    caller = STAFF
    if key:
        scoped = scoped_key("bring", STAFF.actor, key, "\n".join(codes).encode())
        caller = replace(STAFF, key=scoped)
    return await bring(stage, caller, goods.variant_id, codes, GoodsLine(stage))


async def test_as_many_are_on_sale_as_were_brought_without_lines_that_are_empty(
    stage: Stage,
) -> None:
    goods = await new_codes(stage, 0)
    assert await brought(stage, goods, ["A-1", "", "  A-2  ", "\t"]) == 2
    assert await stock_of(stage, goods) == (2, 0)
    with pytest.raises(CodesThere):
        await brought(stage, goods, ["A-2"])


async def test_a_code_that_is_there_is_refused_by_its_line_and_nothing_comes(stage: Stage) -> None:
    goods = await new_codes(stage, 0)
    await brought(stage, goods, ["FIRST-0001"])
    with pytest.raises(CodesThere) as refused:
        await brought(stage, goods, ["OTHER-0002", "FIRST-0001", "OTHER-0003", "OTHER-0002"])
    assert [one.field for one in refused.value.errors] == ["codes[3]"]
    with pytest.raises(CodesThere) as refused:
        await brought(stage, goods, ["OTHER-0002", "FIRST-0001"])
    (error,) = refused.value.errors
    assert error.field == "codes[1]"
    assert "…0001" in str(error.detail)
    assert "FIRST" not in str(error.detail)
    assert await stock_of(stage, goods) == (1, 0)


async def test_the_same_list_brought_at_once_comes_once(stage: Stage) -> None:
    goods, codes = await new_codes(stage, 0), some_codes(20)
    came = await asyncio.gather(
        *(brought(stage, goods, codes) for _ in range(6)), return_exceptions=True
    )
    assert sorted(map(type, came), key=str) == sorted([int, *[CodesThere] * 5], key=str)
    assert await count(stage, goods.variant_id) == (20, 0, 0, 0)
    assert await stock_of(stage, goods) == (20, 0)


async def test_a_request_that_is_repeated_brings_nothing_more(stage: Stage) -> None:
    goods, codes = await new_codes(stage, 0), some_codes(3)
    assert await brought(stage, goods, codes, "k") == 3
    assert await brought(stage, goods, codes, "k") == 3
    assert await stock_of(stage, goods) == (3, 0)


@pytest.mark.parametrize("codes", [[], [" "], ["x" * 501], ["a\x00b"], ["a\x1b[31mb"]])
async def test_what_is_no_code_is_refused(stage: Stage, codes: list[str]) -> None:
    goods = await new_codes(stage, 0)
    with pytest.raises(BadCodes):
        await brought(stage, goods, codes)


async def test_what_is_sent_has_no_codes_and_what_has_a_stock_becomes_none(stage: Stage) -> None:
    goods = await new_goods(stage, 2)
    with pytest.raises(NotByCodes):
        await brought(stage, goods, ["A"])
    with pytest.raises(DeliveryFixed):
        await choose_delivery(stage, STAFF, goods.variant_id, "codes")
    codes = await new_codes(stage, 1)
    with pytest.raises(DeliveryFixed):
        await choose_delivery(stage, STAFF, codes.variant_id, "parcel")


async def test_nothing_but_its_codes_moves_its_stock(stage: Stage) -> None:
    goods = await new_codes(stage, 2)
    other = await new_goods(stage, 2)
    line, variant = GoodsLine(stage), goods.variant_id
    for kind in ("deposit", "withdraw", "set"):
        with pytest.raises(StockIsCodes):
            await change_stock(stage, STAFF, StockChange(variant, kind, 1, "no"), line)
        with pytest.raises(StockIsCodes):
            await change_stock_of_many(
                stage,
                STAFF,
                [other.variant_id, variant],
                kind,
                1,
                "no",
                preview=False,
            )
    for one, part in ((variant, other.variant_id), (other.variant_id, variant)):
        with pytest.raises(StockIsCodes):
            await set_parts(stage, STAFF, one, {part: 1})
    await set_counts(stage.database, stage.ledger, {variant: 9}, note="file", caller=STAFF)
    assert await stock_of(stage, goods) == (2, 0)


async def test_a_code_is_taken_out_unless_a_buyer_holds_the_last(stage: Stage) -> None:
    goods = await new_codes(stage, 2)
    one, two = await select(
        stage, "SELECT id FROM digital_codes WHERE variant_id = $1", goods.variant_id
    )
    await withdraw(stage, STAFF, one[0], "the partner took it back")
    assert await stock_of(stage, goods) == (1, 0)
    with pytest.raises(CodeMoved):
        await withdraw(stage, STAFF, one[0], "again")
    await reserve(stage, a_customer(), goods)
    with pytest.raises(InsufficientStock):
        await withdraw(stage, STAFF, two[0], "and that one")
    assert await count(stage, goods.variant_id) == (1, 0, 0, 1)


async def test_taking_out_and_giving_at_once_leave_each_code_in_one_hand(stage: Stage) -> None:
    goods = await new_codes(stage, 4)
    free = await select(
        stage, "SELECT id FROM digital_codes WHERE variant_id = $1", goods.variant_id
    )
    await asyncio.gather(
        *(given(stage, goods) for _ in range(2)),
        *(withdraw(stage, STAFF, one[0], "gone") for one in free),
        return_exceptions=True,
    )
    found = await count(stage, goods.variant_id)
    assert sum(found) == 4
    assert (await stock_of(stage, goods))[0] == found[0]


async def test_a_code_is_sealed_where_it_lies_and_who_looks_at_it_is_noted(stage: Stage) -> None:
    goods = await new_codes(stage, 0)
    await brought(stage, goods, ["VERY-SECRET-CODE"])
    ((code_id, sealed, digest),) = await select(
        stage,
        "SELECT id, sealed, digest FROM digital_codes WHERE variant_id = $1",
        goods.variant_id,
    )
    assert b"SECRET" not in sealed + digest
    assert await look_at(stage, STAFF, code_id) == "VERY-SECRET-CODE"
    for table in ("events", "audit_log", "jobs", "ledger_idempotency", "ledger_entries"):
        told = await select(
            stage,
            f"SELECT count(*) FROM {table} t WHERE t::text LIKE '%VERY-SECRET%'",
        )
        assert told == [(0,)]
    lines = await select(
        stage,
        "SELECT action FROM audit_log WHERE subject = $1 ORDER BY action",
        str(goods.variant_id),
    )
    assert [line[0] for line in lines] == ["code.brought", "code.looked-at", "variant.delivery"]
