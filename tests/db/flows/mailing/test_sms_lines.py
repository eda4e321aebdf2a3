"""What Twilio and SMS.RU answer, in the words of all carriers."""

from collections.abc import Iterator

import pytest

from holdfast.mail import (
    Away,
    InDoubt,
    KeyRefused,
    NotNow,
    Refused,
    SmsLine,
    SmsLines,
    SmsRu,
    Stopped,
    Twilio,
)
from tests.support.patience import PATIENCE
from tests.support.site import Asked, Told, said
from tests.support.sms import ACCOUNT, KEY, SENDER, TOKEN, SmsServer, twilio_refusal

ANN, BEN = "+447400123456", "+79015550102"


@pytest.fixture
def sms() -> Iterator[SmsServer]:
    with SmsServer() as opened:
        yield opened


async def outcome(line: SmsLine, number: str = BEN) -> Exception | None:
    """What sending ends with."""
    try:
        await line.send(number, "Привет", 600.0)
    except (Away, InDoubt, NotNow, Refused, Stopped) as error:
        return error
    finally:
        await line.close()
    return None


def by_twilio(sms: SmsServer, token: str = TOKEN) -> Twilio:
    return Twilio(ACCOUNT, token, SENDER, sms.url, PATIENCE)


def by_sms_ru(sms: SmsServer, key: str = KEY, seconds: float = PATIENCE) -> SmsRu:
    return SmsRu(key, "Shop", sms.url, seconds)


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        (20003, 401, KeyRefused),
        (20005, 403, KeyRefused),
        (20429, 429, NotNow),
        (20500, 503, NotNow),
        (21211, 400, Stopped),
        (21614, 400, Stopped),
        (21610, 400, Stopped),
        (21408, 403, Refused),  # a country that the account does not write to
        (21606, 400, Refused),
    ],
)
async def test_twilio_says_no(
    sms: SmsServer, code: int, status: int, kind: type[Exception]
) -> None:
    sms.trouble = lambda _: twilio_refusal(code, "no", status, after="7")
    error = await outcome(by_twilio(sms))
    assert type(error) is kind
    assert str(code) in str(error)
    if isinstance(error, NotNow):
        assert error.after == 7.0
    if isinstance(error, Stopped):
        assert error.why == ("opted-out" if code == 21610 else "invalid")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (200, KeyRefused),
        (201, Away),
        (301, KeyRefused),
        (202, Stopped),
        (207, Stopped),
        (209, Stopped),
        (206, NotNow),
        (220, NotNow),
        (500, NotNow),
        (204, Refused),
        (230, Refused),
    ],
)
async def test_sms_ru_says_no_of_all_or_of_the_number(
    sms: SmsServer, code: int, kind: type[Exception]
) -> None:
    one = {"status": "ERROR", "status_code": code, "status_text": "нет"}
    whole = {"status": "OK", "status_code": 100, "sms": {BEN.removeprefix("+"): one}}
    for body in (one, whole):
        sms.trouble = lambda _, body=body: said(body)
        error = await outcome(by_sms_ru(sms))
        assert type(error) is kind
        assert str(error).endswith(f"{code} нет")
        if isinstance(error, Stopped):
            assert error.why == ("opted-out" if code == 209 else "invalid")


async def test_both_take_what_is_good_and_no_key_but_the_right_one(sms: SmsServer) -> None:
    assert await outcome(by_twilio(sms), ANN) is None
    assert await outcome(by_sms_ru(sms)) is None
    assert [(one.number, one.text, one.by, one.seconds) for one in sms.messages] == [
        (ANN, "Привет", "twilio", 600), (BEN, "Привет", "sms.ru", 600),
    ]  # fmt: skip
    assert type(await outcome(by_twilio(sms, "another"))) is KeyRefused
    assert type(await outcome(by_sms_ru(sms, "another"))) is KeyRefused


async def test_what_is_not_answered_is_a_doubt_and_nobody_there_is_away(sms: SmsServer) -> None:
    hangs_up, unreadable = (lambda _: None), (lambda _: Told(200, b"<html>"))

    def late(_: Asked) -> Told | None:
        sms.waits.wait(5.0)
        return None

    for trouble in (hangs_up, unreadable, late):
        sms.trouble = trouble
        line = by_sms_ru(sms, seconds=0.3 if trouble is late else PATIENCE)
        assert type(await outcome(line)) is InDoubt
    sms.waits.set()
    sms.trouble = hangs_up
    assert type(await outcome(by_twilio(sms))) is InDoubt
    sms.close()
    assert type(await outcome(by_twilio(sms))) is Away


def test_numbers_of_russia_go_by_its_own_where_there_is_one(sms: SmsServer) -> None:
    twilio, russia = by_twilio(sms), by_sms_ru(sms)
    both, one = SmsLines(twilio, russia), SmsLines(twilio)
    assert (both.to(BEN), both.to(ANN), both.to("+77012345678")) == (russia, twilio, twilio)
    assert one.to(BEN) is twilio
