"""What the head of a mail says, read as a mail program reads it: word for word, in any language."""

from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message

import pytest

from holdfast.mail import Sender, message_of
from tests.unit.mail.mails import a_mail

TITLES = [
    "Your return of order QPHHQBVV: ₽4,990.00 back",
    "Возврат по заказу QPHHQBVV: возвращаем 4 990,00 ₽",
    "Ожидаемый объектив с переходным кольцом и блендой, 58 мм: отложено для вас до 18:55",
    "Holdfast Electronics 주문 EF569WVX: 기다리시던 상품을 보관해 두었습니다. 18:55까지입니다.",
    "A plain title that is much longer than a line of a mail's head may be, so that it is folded",
]
NAMES = [
    "Рита Лебедева-Константинопольская и очень длинное имя ещё раз",
    "Anna Ceramics Мастерская керамики и чего-нибудь ещё ABC",
    "김민아 아주 긴 이름을 가진 사람 그리고 더 긴 이름",
    "Erin Lake",
]


def said(head: Message, name: str) -> str:
    return str(make_header(decode_header(head[name])))


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("name", NAMES)
def test_title_and_names_arrive_as_they_were_written(title: str, name: str) -> None:
    sender = Sender("shop@shop.example", name)
    sent = message_of(a_mail(name=name), sender, "rita@mail.example", title, "x", "<p>x</p>")
    read = message_from_bytes(sent)
    assert said(read, "Subject").replace("\r\n", "") == title
    assert said(read, "From") == f"{name} <shop@shop.example>"
    assert said(read, "To") == f"{name} <rita@mail.example>"
    head = sent.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert max(map(len, head.split(b"\r\n"))) <= 100
