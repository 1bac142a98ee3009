"""liveboard runs an event day: uploads, a moderated live wall, counts."""

__version__ = "0.1.0"
