"""The demo shop's texts: those that every shop may begin with, with what they leave open said."""

from typing import Final

from holdfast.db.engine import Database
from holdfast.flows.staff.starter_texts import publish_starters, starter_texts

__all__ = ["write_demo_policies"]

_SAID: Final = (
    (
        "[Legal name, address, registration and tax numbers]",
        "Demo Trade OÜ, 1 Quay Street, Tallinn, 10000000",
    ),
    (
        "[address]",
        "shop@example.com",
    ),
    (
        "[number]",
        "+372 600 0000",
    ),
    (
        "[days and hours]",
        "Monday to Friday, 9 to 18",
    ),
    (
        "[by post, by courier or by picking it up], [cost], [time]",
        "by courier, for nothing, within three days",
    ),
    (
        "[14 days]",
        "14 days",
    ),
    (
        "[Name them, and where they are.]",
        "In this demo there are none.",
    ),
    (
        "[number of years]",
        "seven years",
    ),
    (
        "[the supervisory authority]",
        "the data protection authority",
    ),
    (
        "[country]",
        "Estonia",
    ),
    (
        "[EUR]",
        "EUR",
    ),
    (
        "[Полное наименование, адрес, ИНН, ОГРН или ОГРНИП]",
        "ООО «Демо», Москва, Причальная ул., 1, ИНН 7700000000",
    ),
    (
        "[адрес]",
        "shop@example.com",
    ),
    (
        "[номер]",
        "+7 495 000-00-00",
    ),
    (
        "[дни и часы]",
        "с понедельника по пятницу, 9–18",
    ),
    (
        "[почтой, курьером или самовывозом], [стоимость], [срок]",
        "курьером, бесплатно, в течение трёх дней",
    ),
    (
        "[10 дней]",
        "10 дней",
    ),
    (
        "[Назовите их и где они находятся.]",
        "В этом демо их нет.",
    ),
    (
        "[число лет]",
        "пять лет",
    ),
    (
        "[надзорный орган]",
        "Роскомнадзор",
    ),
    (
        "[страны]",
        "России",
    ),
    (
        "[상호, 대표자, 주소, 사업자등록번호, 통신판매업 신고번호]",
        "주식회사 데모, 서울 부두길 1, 000-00-00000",
    ),
    (
        "[주소]",
        "shop@example.com",
    ),
    (
        "[번호]",
        "02-000-0000",
    ),
    (
        "[요일과 시간]",
        "월요일~금요일 9~18시",
    ),
    (
        "[우편, 택배, 방문 수령], [비용], [기간]",
        "택배, 무료, 3일 이내",
    ),
    (
        "[3영업일]",
        "3영업일",
    ),
    (
        "[업체 이름과 소재지를 적으세요.]",
        "이 데모에는 없습니다.",
    ),
    (
        "[햇수]",
        "5년",
    ),
    (
        "[감독 기관]",
        "개인정보보호위원회",
    ),
    (
        "[국가]",
        "대한민국",
    ),
)
"""What is in brackets, and what the demo says there."""


async def write_demo_policies(database: Database) -> None:
    await publish_starters(database, await starter_texts(database, sellers=True), _SAID)
