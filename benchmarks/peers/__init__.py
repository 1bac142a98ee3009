"""How the same thing is usually done, as well as it can be done in that way."""
