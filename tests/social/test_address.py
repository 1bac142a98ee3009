import pytest

from liveboard.social.address import LONGEST, check, is_public, parse
from liveboard.social.source import SourceError


class TestIsPublic:
    @pytest.mark.parametrize(
        "address",
        ["93.184.216.34", "1.1.1.1", "223.255.255.1", "2606:4700::1111", "2a00:1450:4009::200e"],
    )
    def test_the_internet(self, address):
        """
        Ordinary servers may be asked.
        """
        assert is_public(address)

    @pytest.mark.parametrize(
        "address",
        [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",  # carrier-grade NAT
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",  # cloud metadata
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",  # mapped
            "::ffff:93.184.216.34",
            "::127.0.0.1",  # compatible
            "64:ff9b::7f00:1",  # NAT64
            "64:ff9b:1::1",
            "100::1",  # discard
            "2001::1",  # Teredo
            "2001:0:4136:e378:8000:63bf:3fff:fdd2",
            "2001:db8::1",
            "2002:7f00:1::",  # 6to4 of 127.0.0.1
            "2002:5db8:d822::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd12:3456:789a::1",
            "fe80::1",
            "fe80::1%eth0",
            "2606:4700::1111%eth0",
            "fec0::1",
            "ff02::1",
            "",
            "localhost",
            "0x7f000001",
            "2130706433",
            "127.1",
        ],
    )
    def test_inside_and_special(self, address):
        """
        Nothing that is only reachable from where we stand may be asked for a stranger.
        """
        assert not is_public(address)


class TestParse:
    @pytest.mark.parametrize(
        ("text", "host"),
        [
            ("https://mastodon.example/tags/T.rss", "mastodon.example"),
            ("HTTPS://EXAMPLE.com:443/x", "example.com"),
            ("https://exämple.com/ä", "xn--exmple-cua.com"),
            ("https://example.com:80/", "example.com"),
            ("  https://example.com/a b ", "example.com"),
            ("https://[2606:4700::1111]/", "2606:4700::1111"),
        ],
    )
    def test_good_addresses(self, text, host):
        """
        The addresses that feeds and pictures really have are read.
        """
        assert host.encode() == parse(text).raw_host

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "mastodon.example",
            "//mastodon.example/x",
            "https:",
            "https:///x",
            "http://example.com/",
            "file:///etc/passwd",
            "ftp://example.com/",
            "gopher://127.0.0.1:6379/_FLUSHALL",
            "javascript:alert(1)",
            "data:image/png;base64,AAAA",
            "https://user:word@example.com/",
            "https://good.example\\@127.0.0.1/",
            "https://a@b@127.0.0.1/",
            "https://example.com:22/",
            "https://example.com:6379/",
            "https://example.com:99999/",
            "https://exa mple.com/",
            "https://exa%00mple.com/",
            "https://[::1/",
            "https://[fe80::1%25eth0]/",
            "https://example.com\r\nHost: y/",
            "https://example.com/" + "x" * LONGEST,
        ],
    )
    def test_bad_addresses(self, text):
        """
        Other schemes, ports, passwords and unreadable hosts are refused for good.
        """
        with pytest.raises(SourceError) as refused:
            parse(text)

        assert refused.value.permanent

    def test_a_private_network_has_more(self):
        """
        Where the operator allows it, plain http on any port is read too; other schemes not.
        """
        assert 8080 == parse("http://127.0.0.1:8080/", private=True).port
        with pytest.raises(SourceError, match="https"):
            parse("file:///etc/passwd", private=True)
        with pytest.raises(SourceError, match="port"):
            parse("http://127.0.0.1:99999/", private=True)


class TestCheck:
    def test_every_address_counts(self):
        """
        One inside address among public ones is enough to refuse the name.
        """
        good = ("93.184.216.34", "2606:4700::1111")

        assert good == check("a.example", good)
        with pytest.raises(SourceError, match="not a public address"):
            check("a.example", (*good, "127.0.0.1"))

    def test_no_address_may_be_mended(self):
        """
        A name that cannot be found now may be found later.
        """
        with pytest.raises(SourceError) as lost:
            check("a.example", ())

        assert not lost.value.permanent

    def test_private_takes_what_there_is(self):
        """
        With leave to reach private addresses, loopback is fine.
        """
        assert ("127.0.0.1",) == check("a.example", ("127.0.0.1",), private=True)
