"""What mails say: every template in three languages, user text that means nothing, a small
language, and addresses that stay addresses."""

import re
from typing import Any

import pytest

from holdfast.flows.mailing.kinds import KINDS
from holdfast.kit.locales import LOCALES
from holdfast.mail import (
    BadTemplate,
    Frame,
    Mail,
    Sender,
    examples,
    fill,
    filled,
    html,
    in_a_header,
    message_of,
    own_template,
    plain,
    reachable,
    tried,
)
from tests.unit.mail.mails import a_mail

FRAME = Frame("Ann & Co", "https://shop.example", "en", foot="why <you> get this")
NASTY = (
    "<script>alert(1)</script> [x](javascript:y) **b** # `c` \r\nBcc: all@x.example"
    " &amp; 1. {{ z }}"
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_template_says_the_same_in_both_looks(kind: Any) -> None:
    said = examples()[kind.about.name]
    texts = set()
    for locale in LOCALES:
        written = filled({}, kind.name, locale, said)
        assert tried(own_template(kind.name, locale), said, locale) == written
        text, page = plain(written.body, FRAME), html(written.body, written.title, FRAME)
        assert written.title, kind.name
        assert "{" not in written.title + text
        assert "}" not in text
        links = set(re.findall(r"https://[^\s\"<>)]+", text))
        assert links == set(re.findall(r'href="([^"]+)"', page))
        for word in re.findall(r"\w{5,}", text.partition("-- \n")[0]):
            assert word in page or word in written.title, word
        texts.add(own_template(kind.name, locale))
    assert len(texts) == len(LOCALES), "each language has its own"


def test_a_day_is_the_shop_s_where_its_zone_is_said() -> None:
    template = "Subject: x\n\n{{ until|day }}"
    said = {"until": "2027-01-01T07:59:00+00:00"}
    assert fill(template, said, "en").body == "1 January 2027"
    west = said | {"shop": {"name": "x", "zone": "America/Los_Angeles"}}
    assert fill(template, west, "en").body == "31 December 2026"


def test_a_move_says_what_it_cost_what_is_paid_and_what_is_due() -> None:
    said = examples()["booking"]
    told = fill(own_template("booking-moved", "en"), said, "en").body
    for line in ("Moving it cost: €15", "Paid: €90", "Still due: **€90**"):
        assert line in told.replace("\\", ""), told
    told = fill(own_template("booking-moved", "ru"), said, "ru").body
    assert "90\N{NO-BREAK SPACE}€" in told.replace("\\", ""), told
    paid = said["booking"] | {"paid": said["booking"]["price"]}
    paid["rest"] = paid["rest"] | {"amount": 0}
    free = said | {"booking": paid, "fact": {"before": said["fact"]["before"]}}
    told = fill(own_template("booking-moved", "en"), free, "en").body
    assert "cost" not in told and "due" not in told
    # Nothing is paid of a time that is only held; what was written before had no such word.
    for held in (paid | {"confirmed": False}, {k: v for k, v in paid.items() if k != "paid"}):
        assert (
            "Paid"
            not in fill(own_template("booking-moved", "en"), free | {"booking": held}, "en").body
        )
    (mine,) = (examples()[name] for name in ("moved",))
    assert "The move cost: €15" in fill(own_template("session-moved", "en"), mine, "en").body \
        .replace("\\", "")  # fmt: skip


def test_what_people_typed_is_shown_and_never_obeyed() -> None:
    said = examples()["order"] | {"person": {"name": NASTY}}
    said["order"] = said["order"] | {"lines": [said["order"]["lines"][0] | {"name": NASTY}]}
    written = fill(own_template("order-paid", "en"), said, "en")
    page = html(written.body, NASTY, FRAME)
    assert "<script" not in page
    assert "javascript:y" in page
    assert 'href="javascript' not in page
    assert page.count("<b>") == page.count("<h2") == page.count("<code") == 0
    assert "&lt;script&gt;" in page
    text = plain(written.body, FRAME)
    assert NASTY.replace("\r\n", " ").replace("  ", " ") in text.replace("  ", " ")
    titled = fill("Subject: {{ person.name }}\n\nx", said, "en").title
    assert "\n" not in titled
    assert "\r" not in titled


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("no subject", "Begin with"),
        ("Subject: x\n\n", "Begin with"),
        ("Subject: {{ order.numer }}\n\nx", "numer"),
        ("Subject: x\n\n{{ order.total|dollars }}", "dollars"),
        ("Subject: x\n\none\n{% if order %}", "Line 2"),
        ("Subject: x\n\n" + "{% for a in order.lines %}" * 3 + "{% endfor %}" * 3, "two deep"),
        ("Subject: x\n\n{{ 'a' * 999999999 }}", "mul"),
        ("Subject: x\n\n{{ 9 ** 999999999 }}", "pow"),
        ("Subject: x\n\n{{ range(9) }}", "call"),
        ("Subject: x\n\n{% include 'order-paid' %}", "include"),
        ("Subject: x\n\n{% set a = order %}{{ a }}", "assign"),
        ("Subject: x\n\n{{ order.__class__ }}", "class"),
        ("Subject: x\n\n{{ order.reason|when }}", "does not fit"),
        ("Subject: x\n\n" + "x" * 30_000, "at most"),
    ],
)  # fmt: skip
def test_a_template_that_does_not_work_is_told_so_when_it_is_saved(
    template: str, says: str
) -> None:
    with pytest.raises(BadTemplate) as told:
        fill(template, examples()["order"], "en")
    assert says in str(told.value.detail)


@pytest.mark.parametrize(
    ("text", "field", "says"),
    [
        ("one\ntwo {{ order.numer }}", "text", "Line 2: there is no “order.numer” here."),
        ("{% if order.more %}\n{{ oder.number }}\n{% endif %}", "text", "Line 2: there is no “od"),
        ("{% for line in order.lines %}\n{{ line.name }}\n{{ line.x }}\n{% endfor %}", "text",
         "Line 3: there is no “line.x”"),
        ("{% for line in order.lins %}\n{% endfor %}", "text", "Line 1: there is no “order.lins”"),
        ("one\n{% if order %}", "text", "Line 2"),
        ("", "text", "Begin with"),
    ],
)  # fmt: skip
def test_what_is_saved_asks_for_nothing_that_there_is_not(text: str, field: str, says: str) -> None:
    with pytest.raises(BadTemplate) as told:
        tried(f"Subject: x\n\n{text}", examples()["order"], "en")
    assert told.value.field == field
    assert says in str(told.value.detail)
    with pytest.raises(BadTemplate) as told:
        tried("Subject: {{ order.nowhere }}\n\nx", examples()["order"], "en")
    assert told.value.field == "subject"


def test_a_merchants_template_that_does_not_fit_gives_way_to_ours() -> None:
    said = examples()["order"]
    ours = filled({}, "order-paid", "ru", said)
    mine = {("order-paid", "ru"): "Subject: Моё {{ order.number }}\n\nСпасибо"}
    assert filled(mine, "order-paid", "ru", said).title == "Моё 7F3K9QZP"
    broken = {("order-paid", "ru"): "Subject: x\n\n{{ order.gone }}"}
    assert filled(broken, "order-paid", "ru", said) == ours
    assert filled(broken, "order-paid", "en", said).title == "Order 7F3K9QZP is paid"


def test_only_what_can_stand_in_an_envelope_is_an_address() -> None:
    for good in ("ann@shop.example", "a.b+c@x-y.example", "o'hara@mail.shop.example"):
        assert reachable(good) == good
    assert reachable("анна@пример.рф") is None
    assert reachable("anna@пример.рф") == "anna@xn--e1afmkfd.xn--p1ai"
    for bad in (
        "", "ann", "@x.example", "ann@", "a b@x.example", "a@x example", "a@x..example",
        "a@-x.example", "a>b@x.example", "a@x.example>", "a\n@x.example", "a@x.example\r\nRCPT TO",
        ".a@x.example", "a..b@x.example", f"{'a' * 65}@x.example", f"a@{'x' * 64}.example", '"a"@x',
    ):  # fmt: skip
        assert reachable(bad) is None or "\n" not in bad, bad
        assert reachable(bad) is None or bad.strip() == reachable(bad), bad
    assert in_a_header("Ann\r\nBcc: x@y.example\x00") == "Ann Bcc: x@y.example"
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert in_a_header(f"For the {family}") == f"For the {family}"


def test_a_mail_is_the_same_bytes_at_every_try_and_its_headers_end_where_they_should() -> None:
    mail: Mail = a_mail(name="Ann\r\nBcc: all@x.example", address="ann@x.example")
    sender = Sender("orders@shop.example", "Ann's\nshop")

    def made() -> bytes:
        return message_of(mail, sender, mail.address, "Hi\r\nX: y", "plain", "<p>html</p>")

    text = made()
    assert text == made()
    head = text.partition(b"\r\n\r\n")[0].decode()
    names = [line.partition(":")[0] for line in head.split("\r\n") if not line.startswith(" ")]
    assert "Bcc" not in names
    assert "X" not in names
    assert f"Message-ID: <{mail.id}@shop.example>" in head
    assert "List-Unsubscribe" not in head
    asked = message_of(mail, sender, mail.address, "t", "p", "h", leave="https://s.example/leave/1")
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in asked


def test_times_in_mails_are_by_the_zones_of_the_package() -> None:
    """Systems of before 2026 have Vancouver at -8 in winter."""
    template = "Subject: x\n\n{{ at|when('America/Vancouver') }}"
    told = fill(template, {"at": "2026-12-15T18:00:00+00:00"}, "en").body
    assert "15 December 2026, 11:00 (America/Vancouver)" in told.replace("\\", "")
    with pytest.raises(BadTemplate) as refused:
        fill("Subject: x\n\n{{ '2026-12-15T18:00:00+00:00'|when('Nowhere') }}", {}, "en")
    assert "does not fit" in str(refused.value.detail)


def test_an_hour_that_the_clock_shows_twice_says_which_it_is() -> None:
    """Berlin puts its clocks back on 25 October 2026 at 03:00; of 02:59 there are two."""
    template = "Subject: x\n\n{{ at|when('Europe/Berlin') }}"

    def told(moment: str) -> str:
        return fill(template, {"at": moment}, "en").body.replace("\\", "")

    assert "25 October 2026, 01:30 (Europe" in told("2026-10-24T23:30:00+00:00")
    assert "25 October 2026, 02:30 UTC+02:00 (Europe" in told("2026-10-25T00:30:00+00:00")
    assert "25 October 2026, 02:30 UTC+01:00 (Europe" in told("2026-10-25T01:30:00+00:00")
    assert "25 October 2026, 03:00 (Europe" in told("2026-10-25T02:00:00+00:00")
    assert "28 March 2027, 03:00 (Europe" in told("2027-03-28T01:00:00+00:00")


@pytest.mark.parametrize("kind", [one for one in KINDS if one.together], ids=lambda kind: kind.name)
def test_what_is_told_together_says_each_of_it(kind: Any) -> None:
    said = examples()[kind.about.name]
    own = said[kind.about.name] | {"fact": said["fact"]}
    others = [
        own | {"starts": f"2027-0{at}-11T13:00:00+00:00", "number": f"X{at}"} for at in (1, 2)
    ]
    for locale in LOCALES:
        told = tried(own_template(kind.name, locale), said | {"others": others}, locale)
        numbered = all(f"X{at}" in told.body for at in (1, 2))
        assert numbered or told.body.count("2027") == 2, told.body
        assert told.title != fill(own_template(kind.name, locale), said, locale).title
