"""Which files are let in, decided from their bytes."""

import pytest

from liveboard.domain.errors import WrongType
from liveboard.media.sniff import HEAD, KINDS, sniff
from tests import pictures


class TestSniff:
    @pytest.mark.parametrize("kind", KINDS)
    def test_takes_every_kind_we_promise(self, kind):
        """
        Each format on the upload page is known by its first 64 bytes.
        """
        assert kind == sniff(pictures.picture(kind)[:HEAD])

    @pytest.mark.parametrize("kind", ["gif", "png", "webp"])
    def test_takes_animations_that_have_a_first_frame(self, kind):
        """
        An animated GIF, PNG or WebP is let in: its first frame is a photo.
        """
        assert kind == sniff(pictures.moving(kind)[:HEAD])

    @pytest.mark.parametrize(("what", "data"), pictures.strangers().items())
    def test_refuses_everything_else_by_its_name(self, what, data):
        """
        A refusal says what the file is, and what we take instead.
        """
        with pytest.raises(WrongType) as refusal:
            sniff(data[:HEAD])

        words = {"JP2": "JPEG 2000", "MP4": "MP4 or MOV", "MOV": "MP4 or MOV"}.get(what, what)
        assert words in refusal.value.detail
        assert refusal.value.hint

    @pytest.mark.parametrize("what", ["MP4", "MOV", "WebM"])
    def test_tells_people_with_a_video_when_to_come_back(self, what):
        """
        A video is not an error of its sender: videos come later.
        """
        with pytest.raises(WrongType) as refusal:
            sniff(pictures.strangers()[what])

        assert "videos will be welcome later" in refusal.value.hint

    def test_refuses_a_moving_avif(self):
        """
        An AVIF sequence is a film, not a photo.
        """
        with pytest.raises(WrongType, match="moving picture"):
            sniff(pictures.moving("avif")[:HEAD])

    def test_looks_behind_a_neutral_brand(self):
        """
        A HEIC that only calls itself "an image" is known by what it is compatible with.
        """
        head = b"\0\0\0\x1cftypmif1\0\0\0\0mif1heicmiaf"

        assert "heif" == sniff(head)
        assert "avif" == sniff(head.replace(b"heic", b"avif"))

    @pytest.mark.parametrize("size", range(1, 16))
    def test_survives_the_shortest_of_files(self, size):
        """
        A few bytes of anything are an answer or a refusal, never a crash.
        """
        for kind in KINDS:
            try:
                assert kind == sniff(pictures.picture(kind)[:size])
            except WrongType as refusal:
                assert refusal.detail  # noqa: PT017 - either is fine
