"""The media room: bytes, and nothing about events.

::

    sniff      what a file is, by its first bytes
    staging    a file on its way in, hashed as it passes
    blobs      originals and prints, kept under their hash
    cage       develops a photo in a process that may die of it
      child      that process: warm, lock_down, then photos
      photos     the work itself, with Pillow
      whole      whether a file ends where it says it does
    developed  what comes out, and how it crosses from child to parent

Trusted: nothing that came from outside, and nothing that a child says.
"""
