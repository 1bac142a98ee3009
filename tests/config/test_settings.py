"""Settings: read once, refused together, never half understood."""

from pathlib import Path

import pytest

from liveboard.config.settings import Settings, SettingsError


def read(**env):
    return Settings.from_env({f"LIVEBOARD_{name}": value for name, value in env.items()})


def test_nothing_set_is_a_whole_laptop():
    """
    Without a single variable liveboard runs on loopback, with its own store and folder.
    """
    found = read()

    assert ("127.0.0.1", 8000, "http://127.0.0.1:8000") == (found.bind, found.port, found.url)
    assert (None, None, None) == (found.redis_url, found.event, found.blobs)
    assert Path("data").resolve() == found.data


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "http", "whole number from 1 to 65535"),
        ("PORT", "0", "whole number"),
        ("PORT", "65536", "whole number"),
        ("URL", "wall.example.org", "public address"),
        ("URL", "https://wall.example.org/day", "without a path"),
        ("URL", "ftp://wall.example.org", "public address"),
        ("REDIS_URL", "localhost:6379", "must start with redis://"),
        ("QUEUE_URL", "http://x", "must start with redis://"),
        ("EVENT", "/nowhere/event.toml", "a file that exists"),
        ("SECRET", "short", "at least 32 characters"),
        ("CLOCK", "noon", "an instant like"),
        ("CLOCK", "2027-03-05T07:59:00", "must say its zone"),
        ("WORKERS", "0", "from 1 to 64"),
        ("PLAIN_SIGNIN", "maybe", '"yes" or "no"'),
        ("LOG", "loud", '"debug"'),
        ("COLOUR", "red", "is not a setting"),
    ],
)
def test_a_mistake_names_variable_and_remedy(name, value, words):
    """
    Every wrong value is told with its variable and what it must be.
    """
    with pytest.raises(SettingsError) as told:
        read(**{name: value})

    assert 1 == len(told.value.mistakes)
    assert f"LIVEBOARD_{name}" in told.value.mistakes[0]
    assert words in told.value.mistakes[0]


def test_all_mistakes_at_once():
    """
    Three mistakes are three sentences, not three starts.
    """
    with pytest.raises(SettingsError) as told:
        read(PORT="x", LOG="loud", TLS_CERT=__file__)

    assert 3 == len(told.value.mistakes)


def test_secrets_are_not_repeated():
    """
    A wrong address of the store may hold a password: it is not printed.
    """
    with pytest.raises(SettingsError) as told:
        read(REDIS_URL="rediss:/user:hunter2@host")

    assert "hunter2" not in str(told.value)


def test_an_https_address_is_secure():
    """
    Cookies are bound to their host where the public address is https.
    """
    assert (True, False) == (read(URL="https://wall.example.org").secure, read().secure)
