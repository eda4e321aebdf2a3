"""When a shop pushes, with which key; which of a mail's words a push says; when it comes again."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, cast

import pytest

from holdfast.flows.mailing.kinds import CHANNELS, KINDS
from holdfast.flows.settlement.settler import Settler
from holdfast.kit.locales import LOCALES
from holdfast.mail import PushKey, examples, fill, gist, own_template, retry_after
from holdfast.roles.mailing import mailing_of
from holdfast.settings import BadSettings, Settings

NOBODY = cast("Settler", None)
KEY = PushKey.new()


def pushes(**settings: Any) -> Any:
    made = mailing_of(Settings(**settings), NOBODY, b"s" * 32)
    return None if made is None else made.push


def test_a_shop_pushes_with_its_key_and_a_demo_with_one_of_its_own() -> None:
    assert pushes() is None
    own = pushes(vapid_private_key=KEY.written, push_contact="mailto:a@shop.example")
    assert (own.key.public, own.contact, own.private) == (
        KEY.public, "mailto:a@shop.example", False,
    )  # fmt: skip
    mails = {"mail_from": "Loft <orders@shop.example>"}
    assert pushes(vapid_private_key=KEY.written, **mails).contact == "mailto:orders@shop.example"
    demo = pushes(demo=True)
    assert demo.key.public == pushes(demo=True).key.public, "the same after a restart"


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"vapid_private_key": "x", "push_contact": "mailto:a@shop.example"}, "VAPID_PRIVATE_KEY"),
        ({"vapid_private_key": KEY.public, "push_contact": "mailto:a@b.example"}, "push-keys"),
        ({"vapid_private_key": KEY.written}, "PUSH_CONTACT"),
        ({"vapid_private_key": KEY.written, "push_contact": "nobody"}, "PUSH_CONTACT"),
    ],
)
def test_what_makes_no_sense_is_said_at_the_start(settings: dict[str, Any], named: str) -> None:
    with pytest.raises(BadSettings, match=named):
        pushes(**settings)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_kind_has_a_line_that_names_nobody(locale: str) -> None:
    for kind in KINDS:
        if kind.channels != CHANNELS:
            continue
        said = {**examples()[kind.about.name], "person": {"name": ""}}
        written = fill(own_template(kind.name, locale), said, locale)
        line = gist(written.body, 180)
        assert 2 < len(line) <= 180, kind.name
        assert "\n" not in line
        assert "://" not in line
        assert "Mia" not in line


def test_a_line_is_what_stands_after_heading_and_greeting() -> None:
    listed = "# Head\n\nHello,\n\nin the parcel are:\n\n- 2 × Mug\n- 1 × Cap\n\n[Go](https://a.b)"
    assert gist(listed, 180) == "In the parcel are: 2 × Mug, 1 × Cap"
    assert gist("# Head\n\nHi\n\n**Bold** words of a sentence.", 12) == "Bold words…"
    assert gist("# Head\n\n[Go](https://a.b)", 180) == ""


def test_when_a_push_service_says_to_come_again() -> None:
    assert retry_after("120") == 120
    assert retry_after("999999999") == 24 * 3600
    assert retry_after("soon") is None
    assert retry_after("") is None
    for odd in ("99999999999", "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"):
        assert retry_after(odd) is None
    assert retry_after("Sat, 01 Jan 2000 00:00:00 +99999999999999") is None
    later = retry_after(format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True))
    assert later is not None
    assert 80 < later <= 90
    assert retry_after("Sun, 06 Nov 1994 08:49:37 GMT") == 0
