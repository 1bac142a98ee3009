"""Networks we read: one file per network, all behind `source.Source`.

`address` and `fetch` are the only way out to the world: whatever address a
stranger gives us is fetched through them or not at all.
"""
