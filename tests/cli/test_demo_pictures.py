"""The pictures of a pretend day: drawn from a seed, each subject with its own."""

import io
import time
from random import Random

import pytest
from PIL import Image, ImageChops, ImageStat

from liveboard.cli.demo import camera, words
from liveboard.cli.demo.pictures.draw import SCENES, draw

SMALL = 240  # pixels: enough to see whether two pictures are the same


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far apart two pictures are, 0 to 255."""
    same = (64, 64)
    return max(ImageStat.Stat(ImageChops.difference(one.resize(same), other.resize(same))).mean)


@pytest.mark.parametrize("subject", SCENES)
class TestASubject:
    def test_a_seed_draws_the_same_picture_again(self, subject):
        """
        What was seen in one rehearsal can be seen again.
        """
        one, other = (draw(subject, 7, turn=1, long=SMALL) for _ in range(2))

        assert one.image.tobytes() == other.image.tobytes()
        assert (one.scene, one.alt) == (other.scene, other.alt)

    def test_each_turn_looks_different(self, subject):
        """
        A wall full of one subject is not one picture many times.
        """
        drawn = [draw(subject, seed, turn=seed, long=SMALL) for seed in range(6)]

        assert len(SCENES[subject]) <= len({one.scene for one in drawn}) + 1
        for i, one in enumerate(drawn):
            for other in drawn[:i]:
                assert difference(one.image, other.image) > 8

    def test_every_scene_has_words(self, subject):
        """
        Each picture has a description and captions that speak of what it shows.
        """
        for turn, scene in enumerate(SCENES[subject]):
            drawn = draw(subject, 1, turn=turn, long=SMALL)

            assert scene.__name__ == drawn.scene
            assert 20 < len(drawn.alt) < 140
            assert len(words.CAPTIONS[drawn.scene]) >= 3

    def test_drawing_is_quick(self, subject):
        """
        A laptop that also runs the event draws faster than people send.
        """
        draw(subject, 0, turn=0)
        began = time.process_time()
        for turn in range(4):
            draw(subject, turn, turn=turn)

        assert (time.process_time() - began) / 4 < 1.5  # a third of it on a quiet machine


def test_no_two_subjects_share_a_scene():
    """
    From the back of a hall one sees what a picture is about.
    """
    scenes = [scene.__name__ for subject in SCENES.values() for scene in subject]

    assert len(scenes) == len(set(scenes))
    assert set(words.CAPTIONS) == set(scenes)


def test_an_unknown_subject_has_pictures_too():
    """
    An event file may name any subject.
    """
    assert "books" == draw("geography", 3, turn=2, long=SMALL).scene


class TestTheCamera:
    @pytest.mark.parametrize("held", camera.HELD)
    def test_a_phone_held_sideways_says_so(self, held):
        """
        Whoever obeys the orientation in the file sees the picture upright.
        """
        drawn = draw("pe", 3, turn=0, long=SMALL).image
        shot = camera.Shot("jpeg", SMALL, held, located=True)
        with Image.open(io.BytesIO(camera.develop(drawn, shot, Random(1)))) as photo:
            from PIL import ImageOps

            assert held == photo.getexif()[0x0112]
            assert photo.getexif().get_ifd(0x8825)
            assert difference(drawn, ImageOps.exif_transpose(photo)) < 4

    @pytest.mark.parametrize("kind", sorted(set(camera.KINDS)))
    def test_every_kind_is_what_it_says(self, kind):
        """
        The house takes each of them.
        """
        from liveboard.media.sniff import HEAD, sniff

        drawn = draw("music", 3, turn=0, long=SMALL).image
        data = camera.develop(drawn, camera.Shot(kind, SMALL, 1, located=True), Random(1))

        assert {"heic": "heif"}.get(kind, kind) == sniff(data[:HEAD])
