"""Palettes: four for each subject, near its own colour, some bright and some at night."""

from liveboard.cli.demo.pictures.colour import Palette, rgb


def _palette(ground: str, inks: str, dark: str, light: str) -> Palette:
    return Palette(
        tuple(map(rgb, ground.split())), tuple(map(rgb, inks.split())), rgb(dark), rgb(light)
    )


PALETTES: dict[str, tuple[Palette, ...]] = {
    "science": (
        _palette("06323b 0f5a5e 0a3f52", "7ef0d4 38c6b8 f6c667 ff8a6b 9fd8ff", "041b22", "effffa"),
        _palette("dff5ec b9e6da f4fbee", "0b8f77 f29e4c e4576e 2f6fb5 f4cf4a", "124048", "ffffff"),
        _palette("e8e3ff cbe0ff f8edff", "5b5fc7 27b5a5 ff7e9d ffb84d 3c91e6", "2a2a5a", "ffffff"),
        _palette("fff0d2 ffd7a3 ffe6c4", "00796b ef6f4c 8e5bb5 2a9d8f e9a820", "4a2c1a", "fffaf0"),
    ),
    "dt": (
        _palette("f6e3c5 eccb9c f9eedb", "b5651d 2f4858 e07a3f 6a994e d9a05b", "3b2414", "fff8ec"),
        _palette("2b2f3a 3d4453 23262f", "edb16c e2784f 8fa3b8 c9d3de f2d398", "12141a", "fff3e0"),
        _palette("dfe7ea c3d2d8 eef3f4", "c9722c 37576b e3a857 7c8f99 d1495b", "1f2d36", "ffffff"),
        _palette("5a2e1f 7d4228 4a2418", "f3c98b e89b4f d8653b a8bfc0 fbe6c2", "2a130b", "fff2dd"),
    ),
    "ict": (
        _palette("07142e 0d2450 0a1b3d", "58b6ff 49e0c8 ffd166 ff6f91 9b8cff", "040b1a", "eaf4ff"),
        _palette("dbeaff c2d9fb eef5ff", "1f6fe0 00a6a6 f26b4f 6a5acd f2b134", "14284f", "ffffff"),
        _palette("0b3a3a 0f5450 083030", "7df0c0 ffe08a 4fd0e7 ff9a76 c5f277", "042020", "effff8"),
        _palette("2a1f4f 3f2d74 221842", "88bff8 f783ac ffd43b 63e6be b197fc", "140d2b", "f6f0ff"),
    ),
    "music": (
        _palette("1d1147 3a1d78 2a1560", "b59bff ff8fb1 ffd166 6fe0ff e0d4ff", "0e0726", "f7f2ff"),
        _palette("efe6ff dccbff fbf2ff", "5a22b5 e0508c f2a03d 2f80c2 8d62e0", "2b1054", "ffffff"),
        _palette("ffe4e0 ffc9c4 fff1e8", "7b2cbf e85d4c f4a72c 3a86c8 b8569e", "3c1434", "fffdf8"),
        _palette("0f2a43 174365 0c2036", "ffb86b f78da7 7fd1f5 b69cff f6e27a", "06131f", "f2f8ff"),
    ),
    "art": (
        _palette("fff1e6 fde2d2 fff8ef", "e4572e 17707e f3a712 a8327a 4f6d9a", "2d1e2f", "fffdf7"),
        _palette("f9dfee f3c6de fff0f8", "b9137f ff8552 2f9c95 f7c548 5b4bb7", "3a1030", "ffffff"),
        _palette("e6efe3 cfe0cd f5f7ea", "d1495b edae49 30638e 003d5b 66a182", "1b2b2a", "fffef6"),
        _palette("33203f 4c2b58 281733", "f78fb3 f6c177 7ee0c6 ef6461 a7b8ff", "170d1f", "fff3fa"),
    ),
    "drama": (
        _palette("22060b 4a0d15 2f0a12", "fd4b26 ffc145 ff8fa3 ffe8b8 c81d3c", "100205", "fff4e2"),
        _palette("0e0b24 221a4a 151035", "ffb347 ff5d5d 7ad3ff f2e9ff b77bff", "06040f", "fff6e5"),
        _palette("3a0f2d 5e1746 2a0a21", "ff7a59 ffd27a f25c9a ffe9d6 9d4edd", "180512", "fff1ea"),
        _palette("0a2530 123c4a 081d26", "ffd166 ef476f 9be7ff fdf0d5 06b6a4", "04121a", "fffbea"),
    ),
    "pe": (
        _palette("2f8f4e 3fa55e 277d43", "fdf6d8 f2d43c f2703d 2e5fb8 ffffff", "0f3a20", "ffffff"),
        _palette("c8502f da6a42 b54425", "fff3e0 ffd54a 2d5da8 f7f7f2 3c9d6c", "4a1608", "ffffff"),
        _palette("1e5fa8 2d77c4 184f8f", "ffe14d ff7a4d ffffff 7fe0b0 f5b8c9", "0a274a", "ffffff"),
        _palette("efe27c f6ee9f e6d65c", "2a6b4f e4572e 2f5fa8 fffdf0 8a4fb0", "3f3a0c", "fffef2"),
    ),
    "other": (
        _palette("c99a66 d8ad7c bd8c58", "f4f1e6 f2c94c eb6f5c 5aa9b8 8fbf7a", "4a3018", "fffdf6"),
        _palette("dfe5ee c7d0de eef1f6", "3d5a80 ee6c4d 98a8bf e0b84c 5b8e7d", "222f44", "ffffff"),
        _palette("2c3547 3b465c 242b3a", "aab4d0 ffd166 ef8a72 7fc8a9 d7deef", "12161f", "f5f7ff"),
        _palette("e9e0d2 d9cbb5 f5efe4", "a44a3f 2f5d62 d9a441 6b7aa1 7f9c6b", "3a3027", "fffdf8"),
    ),
}
"""Palettes by subject; an event's own subjects use those of `other`."""
