"""Where a request comes from, as far as limits care."""

import pytest

from liveboard.web.devices import place


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("", "unix", True),
    ],
)
def test_a_place(one: str, other: str, *, same: bool) -> None:
    """
    An IPv4 address is one place also where a socket writes it as IPv6, so that a whole school
    does not share the limits of one phone; an IPv6 network is one place.
    """
    assert same == (place(one) == place(other))
