"""Analytics services as they are set up; what is set up wrongly is said at once."""

import pytest

from holdfast.roles.analytics import analytics_of, analytics_sinks
from holdfast.settings import BadSettings, Settings

GOOGLE = {"ga4_measurement_id": "G-ABC123", "ga4_secret": "secret"}
AMPLITUDE = {"amplitude_key": "key"}


def test_those_that_are_set_up_are_told_and_named() -> None:
    for given, services, sinks in (
        ({}, (), []),
        (GOOGLE, ("Google Analytics",), ["google-analytics"]),
        (AMPLITUDE, ("Amplitude",), ["amplitude"]),
        (GOOGLE | AMPLITUDE, ("Google Analytics", "Amplitude"), ["google-analytics", "amplitude"]),
    ):
        settings = Settings.read(dict(given))
        assert analytics_of(settings, b"secret").services == services
        assert [one.name for one in analytics_sinks(settings)] == sinks


@pytest.mark.parametrize("half", GOOGLE)
def test_half_of_google_is_refused(half: str) -> None:
    with pytest.raises(BadSettings, match="HOLDFAST_GA4_SECRET: say both"):
        analytics_of(Settings.read({half: GOOGLE[half]}), b"secret")


@pytest.mark.parametrize(
    "given",
    [{"ga4_measurement_id": "UA-1"}, {"ga4_url": "ftp://x"}, {"amplitude_url": "https://a/b"}],
)
def test_what_is_none_is_refused(given: dict[str, str]) -> None:
    (name,) = given
    with pytest.raises(BadSettings, match=f"HOLDFAST_{name.upper()}"):
        Settings.read(dict(given))
