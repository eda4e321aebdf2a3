"""Codes of a second factor: which are right, when, and how often."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.kit.sealing import Sealer, SecretChanged
from holdfast.people import (
    STEP_SECONDS,
    is_timed,
    new_recovery_codes,
    new_secret,
    normal_code,
    setup_uri,
    step_of,
)
from holdfast.people.principal import SecuredGroup, SecuredRoles
from holdfast.people.second_codes import recovery_hash

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
STEP = int(NOON.timestamp()) // STEP_SECONDS


def code_at(moment: datetime) -> str:
    return pyotp.TOTP(SECRET).at(moment)


def test_it_is_the_code_of_rfc_6238() -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # 12345678901234567890, of its appendix B
    for second, code in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        moment = datetime.fromtimestamp(second, UTC)
        assert step_of(secret, code, moment, None) == second // STEP_SECONDS


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_clocks_may_differ_by_a_step(steps: int) -> None:
    code = code_at(NOON + timedelta(seconds=steps * STEP_SECONDS))
    assert step_of(SECRET, code, NOON, None) == STEP + steps


@pytest.mark.parametrize("steps", [-2, 2, 2880])
def test_and_by_no_more(steps: int) -> None:
    code = code_at(NOON + timedelta(seconds=steps * STEP_SECONDS))
    assert step_of(SECRET, code, NOON, None) is None


def test_a_code_is_good_once_and_none_before_it_is_after_it() -> None:
    code, before = code_at(NOON), code_at(NOON - timedelta(seconds=STEP_SECONDS))
    used = step_of(SECRET, code, NOON, None)
    assert used == STEP
    assert step_of(SECRET, code, NOON, used) is None
    assert step_of(SECRET, code, NOON + timedelta(seconds=STEP_SECONDS), used) is None
    assert step_of(SECRET, before, NOON, used) is None
    after = code_at(NOON + timedelta(seconds=STEP_SECONDS))
    assert step_of(SECRET, after, NOON, used) == STEP + 1


@given(st.text(max_size=40))
def test_no_text_is_a_code_by_accident(typed: str) -> None:
    right = {code_at(NOON + timedelta(seconds=n * STEP_SECONDS)) for n in (-1, 0, 1)}
    code = normal_code(typed)
    assert (step_of(SECRET, code, NOON, None) is not None) == (code in right)


def test_codes_are_read_as_people_type_them() -> None:
    assert normal_code(" 492 039 ") == normal_code("492-039") == "492039"
    assert normal_code("４９２０３９") == "492039"
    assert normal_code("7q4m zb2k-9xta-ohrl") == "7Q4MZB2K9XTA0HR1"
    assert is_timed("492039")
    assert not any(map(is_timed, ("", "49203", "4920391", "49203a", "٤٩٢٠٣٩")))


def test_recovery_codes_are_ten_and_each_another() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == len(codes) == 10
    assert all(len(code) == 19 and not is_timed(normal_code(code)) for code in codes)
    user, code = uuid4(), codes[0]
    assert recovery_hash(user, code) == recovery_hash(user, code.lower().replace("-", " "))
    assert recovery_hash(user, code) != recovery_hash(uuid4(), code)
    assert recovery_hash(user, code) != recovery_hash(user, codes[1])


def test_the_picture_names_the_shop_and_the_account() -> None:
    address = urlsplit(setup_uri(SECRET, "ann@shop.example", "Shop: of & Ann"))
    said = parse_qs(address.query)
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert said["secret"] == [SECRET]
    assert said["issuer"] == ["Shop  of & Ann"]
    assert new_secret() != new_secret()
    assert len(new_secret()) == 32


def test_what_is_sealed_opens_for_its_row_and_purpose_alone() -> None:
    row, secret = uuid4(), b"a shop's secret, long enough"
    sealed = Sealer(secret, b"one").seal(row, b"plain")
    assert b"plain" not in sealed
    assert Sealer(secret, b"one").unseal(row, sealed) == b"plain"
    for sealer, of in (
        (Sealer(secret, b"one"), uuid4()),
        (Sealer(secret, b"other"), row),
        (Sealer(b"another secret, long enough", b"one"), row),
    ):
        with pytest.raises(SecretChanged):
            sealer.unseal(of, sealed)
    for broken in (b"", sealed[:11], sealed[:-1]):
        with pytest.raises(SecretChanged):
            Sealer(secret, b"one").unseal(row, broken)


def test_roles_wait_where_the_shop_asks_their_group() -> None:
    def withheld(*groups: SecuredGroup, of: tuple[str, ...], secured: bool = False) -> set[str]:
        asked = SecuredRoles(groups, exempt=frozenset({"demo@shop.example"}))
        assert not asked.withheld("demo@shop.example", of, secured=secured)
        return set(asked.withheld("ann@shop.example", of, secured=secured))

    everything = ("customer", "seller", "photographer", "manager", "admin")
    assert withheld(of=everything) == set()
    assert withheld("staff", of=everything) == {"manager", "admin"}
    assert withheld("staff", of=everything, secured=True) == set()
    assert withheld("seller", "staff", of=("customer", "seller")) == {"seller"}
    assert withheld("seller", "staff", "photographer", of=("customer",)) == set()
