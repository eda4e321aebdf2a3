"""Whom and what the demo's studios have: places, rooms, kits, people; when each is open."""

from typing import Final

from msgspec import Struct

from holdfast.booking.resource import Kind, ResourceTerms, ResourceText
from holdfast.booking.schedule import Break, WeeklyRule
from holdfast.kit.locales import LOCALES

WEEK: Final = (1, 2, 3, 4, 5, 6, 7)
Told = tuple[str, str, str]
"""English, Russian, Korean."""


class Place(Struct, frozen=True):
    """A city with its studio."""

    zone: str
    country: str
    address: str
    latitude: float
    longitude: float


PLACES: Final = {
    "moscow": Place("Europe/Moscow", "RU", "Большая Новодмитровская 36, Москва", 55.8062, 37.5866),
    "berlin": Place("Europe/Berlin", "DE", "Ritterstraße 12, 10969 Berlin", 52.5021, 13.4095),
    "seoul": Place("Asia/Seoul", "KR", "서울 성동구 연무장길 41", 37.5428, 127.0565),
}


class DemoResource(Struct, frozen=True, kw_only=True):
    """One of them. ``handle``: what the demo's tables call it; ``hours``: on which days, from and
    until when; ``person``: whose account it is;
    ``share``: what of what is kept is theirs, in basis points, whatever is booked."""

    handle: str
    kind: Kind
    city: str
    names: Told
    abouts: Told
    tags: tuple[str, ...] = ()
    hours: tuple[tuple[tuple[int, ...], int, int], ...] = ((WEEK, 9 * 60, 21 * 60),)
    buffer: int = 15
    capacity: int = 1
    level: str | None = None
    person: str | None = None
    share: int | None = None

    @property
    def place(self) -> Place:
        return PLACES[self.city]

    def terms(self) -> ResourceTerms:
        """As staff would have entered it; whose studio and person it is stands beside."""
        place, there = self.place, self.kind == "studio"
        texts = zip(LOCALES, self.names, self.abouts, strict=True)
        return ResourceTerms(
            kind=self.kind,
            name=self.names[0],
            texts={locale: ResourceText(name, about) for locale, name, about in texts},
            zone=place.zone,
            capacity=self.capacity,
            buffer_before=0,
            buffer_after=0 if there else self.buffer,
            lead_minutes=120 if self.kind == "photographer" else 30,
            horizon_days=90,
            tags=self.tags,
            level=self.level,
            address=place.address if there else "",
            latitude=place.latitude if there else None,
            longitude=place.longitude if there else None,
            travel_radius_km=25 if self.kind == "photographer" else None,
            country=place.country,
            share=self.share,
        )

    def rules(self) -> tuple[WeeklyRule, ...]:
        """When it is open; people have their lunch."""
        lunch = (Break(13 * 60, 13 * 60 + 45),) if self.kind == "photographer" else ()
        return tuple(
            WeeklyRule(days, start, end, breaks=lunch if start < 13 * 60 < end else ())
            for days, start, end in self.hours
        )


def _studio(city: str, names: Told, abouts: Told, person: str | None = None) -> DemoResource:
    return DemoResource(
        handle=city, kind="studio", city=city, names=names, abouts=abouts, buffer=0, person=person,
    )  # fmt: skip


def _room(city: str, what: str, names: Told, abouts: Told, *tags: str) -> DemoResource:
    return DemoResource(
        handle=f"{city}-{what}", kind="room", city=city, names=names, abouts=abouts,
        tags=(what, *tags),
    )  # fmt: skip


def _kit(city: str, what: str, names: Told, abouts: Told, capacity: int) -> DemoResource:
    return DemoResource(
        handle=f"{city}-{what}", kind="equipment", city=city, names=names, abouts=abouts,
        tags=(what,), capacity=capacity,
    )  # fmt: skip


_DAYLIGHT: Final[Told] = ("Daylight room", "Зал с окнами", "자연광 룸")
_CYCLORAMA: Final[Told] = ("Cyclorama", "Циклорама", "호리존 룸")
_LIGHTS: Final[Told] = ("Flash kit, four heads", "Комплект света: 4 моноблока", "조명 세트 (4등)")
_WINDOWS: Final[Told] = (
    "Sixty square metres, tall windows to the east, two backdrops and a make-up corner.",
    "Шестьдесят метров, высокие окна на восток, два фона и гримёрный стол.",
    "60제곱미터, 동향의 높은 창, 배경지 두 개와 메이크업 공간.",
)
_WHITE: Final[Told] = (
    "A white corner of five by six metres, painted anew each Monday, with a drive-in door.",
    "Белый угол пять на шесть метров, красим каждый понедельник; есть въезд для машины.",
    "5×6미터의 흰 호리존. 매주 월요일에 새로 칠하며 차량이 들어올 수 있습니다.",
)
_HEADS: Final[Told] = (
    "Four heads of 500 J, softboxes, a beauty dish, grids and a trigger for your camera.",
    "Четыре головы по 500 Дж, софтбоксы, портретная тарелка, соты и синхронизатор.",
    "500J 조명 네 대, 소프트박스, 뷰티디시, 그리드와 동조기.",
)
_BODIES: Final[Told] = (
    "A body of 61 megapixels with 35, 50 and 85 mm, three batteries and two cards.",
    "Камера 61 Мп с объективами 35, 50 и 85 мм, три аккумулятора и две карты.",
    "6,100만 화소 바디, 35·50·85mm 렌즈, 배터리 세 개와 메모리 카드 두 장.",
)
_CAMERA: Final[Told] = ("Full-frame camera with three primes", "Полнокадровая камера и три фикса",
                        "풀프레임 카메라와 단렌즈 세 개")  # fmt: skip
_DAYS: Final = ((1, 2, 3, 4, 5), 10 * 60, 19 * 60)
_WEEKENDS: Final = ((3, 4, 5, 6, 7), 11 * 60, 20 * 60)

CAST: Final = (
    _studio(
        "moscow",
        ("Holdfast Studio Moscow", "Студия Holdfast, Москва", "홀드패스트 스튜디오 모스크바"),
        (
            "In the courtyard of the old crystal works, five minutes from Dmitrovskaya station.",
            "Во дворе бывшего хрустального завода, пять минут от «Дмитровской».",
            "옛 크리스털 공장 안뜰, 드미트롭스카야역에서 5분.",
        ),
        person="studio.moscow@example.com",
    ),
    _studio(
        "berlin",
        ("Holdfast Studio Berlin", "Студия Holdfast, Берлин", "홀드패스트 스튜디오 베를린"),
        (
            "The third floor of a Kreuzberg workshop house, with a lift for your set.",
            "Третий этаж мастерских в Кройцберге, с грузовым лифтом для декораций.",
            "크로이츠베르크 공방 건물 3층, 소품용 화물 승강기가 있습니다.",
        ),
    ),
    _studio(
        "seoul",
        ("Holdfast Studio Seoul", "Студия Holdfast, Сеул", "홀드패스트 스튜디오 서울"),
        (
            "A brick warehouse in Seongsu, between the coffee roasters and the river.",
            "Кирпичный склад в Сонсу, между обжарщиками кофе и рекой.",
            "성수동의 붉은 벽돌 창고, 로스터리 골목과 강 사이에 있습니다.",
        ),
    ),
    *(
        one
        for city in PLACES
        for one in (
            _room(city, "daylight", _DAYLIGHT, _WINDOWS),
            _room(city, "cyclorama", _CYCLORAMA, _WHITE),
            _kit(city, "lights", _LIGHTS, _HEADS, 2),
            _kit(city, "camera", _CAMERA, _BODIES, 2),
        )
    ),
    DemoResource(
        handle="vera", kind="photographer", city="moscow", person="vera.lebedeva@example.com",
        names=("Vera Lebedeva", "Вера Лебедева", "베라 레베데바"),
        abouts=(
            "Portraits in calm light. Twelve years, three books, no retouched smiles.",
            "Портреты в спокойном свете. Двенадцать лет, три книги и ни одной чужой улыбки.",
            "차분한 빛의 인물 사진. 12년의 경력과 세 권의 사진집.",
        ),
        tags=("portrait", "family", "walk"), hours=(_DAYS,), level="senior", share=62_50,
    ),
    DemoResource(
        handle="gleb", kind="photographer", city="moscow", person="gleb.antonov@example.com",
        names=("Gleb Antonov", "Глеб Антонов", "글레프 안토노프"),
        abouts=(
            "Things that shine: watches, glass, food. Brings his own patience.",
            "Предметная съёмка: часы, стекло, еда. Терпение — своё.",
            "시계, 유리, 음식 등 제품 사진 전문. 인내심은 기본입니다.",
        ),
        tags=("product", "portrait"), hours=(_DAYS,),
    ),
    DemoResource(
        handle="jonas", kind="photographer", city="berlin", person="jonas.brandt@example.com",
        names=("Jonas Brandt", "Йонас Брандт", "요나스 브란트"),
        abouts=(
            "Musicians, founders, grandmothers: people as they are on a good day.",
            "Музыканты, основатели, бабушки: люди такими, какие они в хороший день.",
            "음악가, 창업가, 할머니까지. 좋은 날의 모습 그대로 담습니다.",
        ),
        tags=("portrait", "walk", "product"), hours=(_WEEKENDS,), level="senior",
    ),
    DemoResource(
        handle="mila", kind="photographer", city="berlin", person="mila.sommer@example.com",
        names=("Mila Sommer", "Мила Зоммер", "밀라 조머"),
        abouts=(
            "Families with small children and large dogs. Toys are here, sweets are yours.",
            "Семьи с маленькими детьми и большими собаками. Игрушки наши, конфеты ваши.",
            "어린아이와 큰 개가 있는 가족 사진. 장난감은 준비되어 있습니다.",
        ),
        tags=("family", "portrait"), hours=(_DAYS,),
    ),
    DemoResource(
        handle="sora", kind="photographer", city="seoul", person="sora.han@example.com",
        names=("Han Sora", "Хан Сора", "한소라"),
        abouts=(
            "Profiles and couples, from the palace gates to Seoul Forest at dusk.",
            "Портреты и пары: от дворцовых ворот до Сеульского леса в сумерках.",
            "프로필과 커플 사진. 고궁 앞부터 해 질 녘 서울숲까지.",
        ),
        tags=("portrait", "walk", "family"), hours=(_WEEKENDS,), level="senior",
    ),
    DemoResource(
        handle="taeyang", kind="photographer", city="seoul", person="taeyang.seo@example.com",
        names=("Seo Taeyang", "Со Тхэян", "서태양"),
        abouts=(
            "Catalogues on a white ground: two hundred frames before lunch.",
            "Каталоги на белом фоне: двести кадров до обеда.",
            "흰 배경의 카탈로그 촬영. 점심 전까지 200컷.",
        ),
        tags=("product", "portrait"), hours=(_DAYS,),
    ),
)  # fmt: skip
HANDLES: Final = {one.handle: one for one in CAST}
