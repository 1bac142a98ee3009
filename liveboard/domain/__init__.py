"""The pure words of an event day: no clock, no network, no Redis.

Time and randomness are arguments here. Everything in this room can be read and
tested without starting anything.
"""
