"""What becomes of a photo: upright, in true colours, and knowing nothing but its pixels."""

import io
import struct

import pytest
from PIL import Image

from liveboard.media import photos
from liveboard.media.developed import SIZES, Undevelopable, bare
from liveboard.media.sniff import KINDS
from tests import pictures

CUT_OFF = "this picture is cut off: the end of the file is missing"


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def corners(image: Image.Image) -> list[tuple[int, ...]]:
    """The colours near the four corners, clockwise from the top left."""
    right, bottom = image.width * 7 // 8, image.height * 7 // 8
    left, top = image.width // 8, image.height // 8
    return [
        image.getpixel(at) for at in ((left, top), (right, top), (right, bottom), (left, bottom))
    ]


def near(expected: tuple[int, ...], actual: tuple[int, ...], by: int = 6) -> bool:
    return all(abs(one - other) <= by for one, other in zip(expected, actual, strict=True))


def is_card(image: Image.Image, by: int = 6) -> bool:
    return all(map(near, pictures.CORNERS, corners(image), [by] * 4))


def failure(data: bytes) -> str:
    with pytest.raises(Undevelopable) as found:
        photos.prints(data)
    assert found.value.permanent
    return found.value.reason


class TestPrints:
    @pytest.mark.parametrize("kind", KINDS)
    def test_every_kind_becomes_three_prints(self, kind):
        """
        Whatever a phone sends comes out as three WebP prints that look like it.
        """
        developed = photos.prints(pictures.picture(kind, (2000, 1000)))

        sizes = {name: opened(data).size for name, data in developed.prints.items()}
        assert {"thumb": (480, 240), "wall": (960, 480), "full": (1600, 800)} == sizes
        assert list(SIZES) == list(developed.prints)
        assert (1600, 800) == developed.size
        assert all(is_card(opened(data)) for data in developed.prints.values())

    def test_small_pictures_stay_small(self):
        """
        A picture is never enlarged.
        """
        developed = photos.prints(pictures.picture("png", (300, 150)))

        assert [(300, 150)] * 3 == [opened(data).size for data in developed.prints.values()]

    @pytest.mark.parametrize("size", [(9000, 3), (2, 2), (3, 2500)])
    def test_odd_shapes_keep_at_least_one_pixel(self, size):
        """
        A strip or a dot is a picture too.
        """
        developed = photos.prints(pictures.picture("png", size))

        assert min(developed.size) >= 1
        assert max(developed.size) <= 1600

    @pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "heif", "avif"])
    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_every_orientation_comes_out_upright(self, kind, orientation):
        """
        However the phone was held, and whichever way its format says so, up is up: once.
        """
        image = opened(photos.prints(pictures.turned(orientation, kind)).prints["full"])

        assert (320, 160) == image.size
        assert is_card(image)

    def test_the_colour_is_the_average_one(self):
        """
        The place of a picture that has not arrived yet has its colour.
        """
        data = pictures.encoded(Image.new("RGB", (90, 60), "#336699"), "png")

        assert near((0x33, 0x66, 0x99), tuple(bytes.fromhex(photos.prints(data).colour[1:])), 2)


class TestColours:
    @pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "heif", "avif"])
    def test_wide_gamut_is_converted(self, kind):
        """
        A modern phone's red arrives as the sRGB red that looks the same.
        """
        data = pictures.picture(kind, icc_profile=pictures.display_p3())

        red, green, *_ = corners(opened(photos.prints(data).prints["full"]))
        assert near((217, 1, 26), red, 8)
        assert near((0, 163, 40), green, 8)

    def test_a_profile_that_makes_no_sense_is_left_out(self):
        """
        Broken colour management shows the picture as a browser would.
        """
        for profile in (b"nonsense", pictures.display_p3()[:200]):
            data = pictures.picture("jpeg", icc_profile=profile)

            assert is_card(opened(photos.prints(data).prints["full"]))

    def test_a_profile_for_other_channels_is_left_out(self):
        """
        A profile for colours says nothing about greys.
        """
        data = pictures.encoded(pictures.card(mode="L"), "jpeg", icc_profile=pictures.display_p3())

        red, green, *_ = corners(opened(photos.prints(data).prints["full"]))
        assert near((88, 88, 88), red, 4)
        assert near((113, 113, 113), green, 4)

    @pytest.mark.parametrize("kind", ["png", "webp", "gif", "heif", "avif"])
    def test_what_was_transparent_is_white(self, kind):
        """
        A logo without a background stands on white, not on black.
        """
        image = pictures.card(mode="RGBA")
        image.paste((0, 0, 0, 0), (0, 0, 160, 80))

        found = corners(opened(photos.prints(pictures.encoded(image, kind)).prints["full"]))

        assert near((255, 255, 255), found[0], 4)
        assert near(pictures.BLUE, found[2], 8)

    @pytest.mark.parametrize("mode", ["P", "RGBA", "1", "L", "LA"])
    def test_every_sort_of_png_opens(self, mode):
        """
        Palettes, greys and single bits are pictures like any other.
        """
        data = pictures.encoded(pictures.card(mode=mode), "png")

        assert "RGB" == opened(photos.prints(data).prints["full"]).mode

    def test_16_bits_of_grey_are_scaled(self):
        """
        Middle grey of a scientific camera is middle grey, not white.
        """
        data = pictures.encoded(Image.new("I;16", (40, 40), 0x8000), "png")

        found = opened(photos.prints(data).prints["full"]).getpixel((20, 20))
        assert near((128, 128, 128), found, 2)

    def test_cmyk_is_converted(self):
        """
        A poster from a print shop keeps its colours.
        """
        data = pictures.encoded(pictures.card(mode="CMYK"), "jpeg", quality=95)

        assert is_card(opened(photos.prints(data).prints["full"]))

    def test_the_first_picture_of_several_is_taken(self):
        """
        A phone's multi-picture JPEG shows the photo, not its depth map.
        """
        rest = [Image.new("RGB", (320, 160), "white")]
        data = pictures.picture("MPO", save_all=True, append_images=rest)

        assert is_card(opened(photos.prints(data).prints["full"]))

    @pytest.mark.parametrize("kind", ["gif", "png", "webp"])
    def test_the_first_frame_of_an_animation_is_taken(self, kind):
        """
        An animation becomes the still picture it begins with.
        """
        image = opened(photos.prints(pictures.moving(kind)).prints["full"])

        assert is_card(image)
        assert 1 == getattr(image, "n_frames", 1)


class TestMetadata:
    @pytest.mark.parametrize("kind", KINDS)
    def test_nothing_but_pixels_survives(self, kind):
        """
        Where, when, with what and by whom a photo was taken is in no print.
        """
        data = pictures.loaded(kind)
        assert pictures.SECRET.encode() in data or pictures.SECRET.encode("utf-16-be") in data

        for image in photos.prints(data).prints.values():
            assert [b"VP8 "] == chunks(image)
            assert bare(image)
            assert {} == dict(opened(image).getexif())
            for words in (pictures.SECRET.encode(), pictures.SECRET.encode("utf-16-be")):
                assert words not in image

    def test_a_print_with_anything_else_in_it_is_not_bare(self):
        """
        The check that prints go through knows EXIF, profiles, animations and trailers.
        """
        plain = pictures.picture("webp")

        assert bare(plain)
        assert not bare(pictures.loaded("webp"))
        assert not bare(pictures.moving("webp"))
        assert not bare(pictures.picture("webp", icc_profile=pictures.display_p3()))
        assert not bare(plain + b"!")
        assert not bare(plain[:-1])
        assert not bare(b"")


class TestBroken:
    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("part", [0.3, 0.7, 0.97])
    def test_a_cut_off_file_is_not_shown_in_part(self, kind, part):
        """
        Half an upload fails and says why; it is never half a photo over grey.
        """
        data = pictures.encoded(pictures.photo((400, 300)), kind)

        assert CUT_OFF == failure(data[: int(len(data) * part)])

    def test_a_cut_off_jpeg_with_an_end_mark_is_noticed(self):
        """
        Grey that the decoder made up is not taken for grey that was photographed.
        """
        data = pictures.encoded(pictures.photo((400, 300)), "jpeg")
        grey = pictures.card()
        grey.paste((128, 128, 128), (0, 100, 320, 160))

        assert CUT_OFF == failure(data[: len(data) // 2] + b"\xff\xd9")
        assert CUT_OFF == failure(pictures.jpeg_promising(640, 480))
        assert photos.prints(pictures.encoded(grey, "jpeg", quality=95))

    @pytest.mark.parametrize("kind", KINDS)
    def test_nothing_behind_the_magic(self, kind):
        """
        A file that only begins like a picture is damaged or cut off, in words.
        """
        reason = failure(pictures.picture(kind)[:40] + bytes(4000))

        assert reason == CUT_OFF or "cannot be opened; it is damaged" in reason

    @pytest.mark.parametrize(
        "bomb", [pictures.png_promising, pictures.jpeg_promising, pictures.gif_promising]
    )
    def test_huge_dimensions_are_refused_from_the_header(self, bomb):
        """
        A few bytes that promise 3,600 megapixels are told the limit.
        """
        reason = failure(bomb(60_000, 60_000))

        assert "this picture has 3,600 megapixels; the limit is 52" == reason

    def test_the_largest_phone_pictures_are_let_in(self):
        """
        What a phone calls 50 megapixels is within the limit; one row more than it is not.
        """
        assert 8192 * 6144 <= photos.MOST_PIXELS
        assert "megapixels" in failure(pictures.png_promising(8192, photos.MOST_PIXELS // 8192 + 1))

    def test_no_pixels(self):
        """
        A picture of no width is told so.
        """
        for data in (pictures.png_promising(0, 5), pictures.gif_promising(5, 0)):
            assert "this picture has no pixels: its width or height is 0" == failure(data)

    def test_a_text_bomb_goes_off_nowhere(self):
        """
        A comment that unfolds to 200 MB costs neither the memory nor the time.
        """
        assert "damaged" in failure(pictures.png_with_text_bomb())

    def test_strangers_are_named(self):
        """
        What is no picture at all is named here as it is at the door.
        """
        assert "this file is empty; we can only show photos" == failure(b"")
        assert "an SVG drawing" in failure(pictures.strangers()["SVG"])


def chunks(webp: bytes) -> list[bytes]:
    """The names of a WebP's chunks, walked from its head to exactly its end."""
    assert (b"RIFF", b"WEBP") == (webp[:4], webp[8:12])
    assert len(webp) == struct.unpack_from("<I", webp, 4)[0] + 8
    names, at = [], 12
    while at < len(webp):
        names.append(webp[at : at + 4])
        size = struct.unpack_from("<I", webp, at + 4)[0]
        at += 8 + size + size % 2
    assert len(webp) == at
    return names
