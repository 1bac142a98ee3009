"""The event's procedures, one function each: the only room that joins the others.

Those the web edge needs are coroutines over `AsyncRedis`; those of the workers are
plain functions. Each is written so that it may be killed at any line: what was done
is in the store with its operation id, and what was not done is still owed.
"""
