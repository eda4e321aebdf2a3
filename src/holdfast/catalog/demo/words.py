"""The demo shop's shelves, colours and options, in English, Russian and Korean."""

from typing import Final

from msgspec import Struct


class Category(Struct, frozen=True):
    """A category; ``accent`` colours the backgrounds of its pictures."""

    en: str
    ru: str
    ko: str
    accent: str


class Color(Struct, frozen=True):
    hex: str
    ru: str
    ko: str


SHELVES: Final = {
    "phones": Category("Smartphones", "Смартфоны", "스마트폰", "#3f6fd8"),
    "laptops": Category("Laptops", "Ноутбуки", "노트북", "#7a5bd0"),
    "tablets": Category("Tablets and e-readers", "Планшеты и книги", "태블릿·전자책", "#1f9d8f"),
    "sound": Category("Headphones and speakers", "Наушники и колонки", "헤드폰·스피커", "#d0577e"),
    "watches": Category("Smartwatches", "Умные часы", "스마트워치", "#4b8a3f"),
    "cameras": Category("Cameras", "Фото и видео", "카메라", "#d98a2b"),
    "games": Category("Game consoles", "Игровые приставки", "게임기", "#5166c8"),
    "desk": Category("Accessories", "Аксессуары", "액세서리", "#6b7a90"),
    "gifts": Category("For points", "За баллы", "포인트 상품", "#3a8f6a"),
}

COLORS: Final = {
    "Black": Color("#2b2c30", "Чёрный", "블랙"),
    "White": Color("#f1f2f4", "Белый", "화이트"),
    "Natural": Color("#a59c90", "Натуральный", "내추럴"),
    "Blue": Color("#46618f", "Синий", "블루"),
    "Sky Blue": Color("#b4c8e4", "Голубой", "스카이 블루"),
    "Pink": Color("#f4c3ce", "Розовый", "핑크"),
    "Gray": Color("#7d7f86", "Серый", "그레이"),
    "Violet": Color("#6d6390", "Фиолетовый", "바이올렛"),
    "Yellow": Color("#efdf9a", "Жёлтый", "옐로"),
    "Porcelain": Color("#e9e2d3", "Фарфор", "포슬린"),
    "Green": Color("#5d7a66", "Зелёный", "그린"),
    "Midnight": Color("#252e3d", "Тёмная ночь", "미드나이트"),
    "Starlight": Color("#ece4d6", "Сияющая звезда", "스타라이트"),
    "Silver": Color("#d9dbe0", "Серебристый", "실버"),
    "Purple": Color("#c4b8de", "Сиреневый", "퍼플"),
    "Graphite": Color("#3b3e46", "Графитовый", "그래파이트"),
    "Beige": Color("#e2d3bb", "Бежевый", "베이지"),
    "Brown": Color("#5b3a29", "Коричневый", "브라운"),
    "Red": Color("#c22f3d", "Красный", "레드"),
    "Royal Blue": Color("#1f5fbf", "Ярко-синий", "로열 블루"),
    "Orange": Color("#f08a3c", "Оранжевый", "오렌지"),
    "Mint": Color("#bfe3d0", "Мятный", "민트"),
    "Lilac": Color("#cdbbe6", "Лиловый", "라일락"),
    "Neon": Color("#25272d", "Неоновый", "네온"),
}

# Option code: its name in each language.
OPTIONS: Final = {
    "color": ("Colour", "Цвет", "색상"),
    "memory": ("Memory", "Память", "저장 용량"),
    "size": ("Size", "Размер", "크기"),
    "switch": ("Switches", "Переключатели", "스위치"),
}

# Values that differ by language: suffixes of quantities, and the keyboard's switches.
UNITS: Final = {"GB": "ГБ", "TB": "ТБ", "mm": "мм"}

SEARCHED_AS: Final = (
    ("iphone", "айфон", "아이폰"),
    ("macbook", "макбук", "맥북"),
    ("airpods", "аирподс", "эйрподс", "에어팟"),
    ("playstation 5", "ps5", "плейстейшен", "플레이스테이션"),
    ("camera", "камера", "фотоаппарат", "фотик", "카메라", "사진기"),
    ("power bank", "пауэрбанк", "повербанк", "внешний аккумулятор", "보조배터리"),
)
"""What people type for what the goods are called."""
