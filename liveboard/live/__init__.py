"""The live room: pure asyncio, no Redis, no Starlette.

The hub never waits for a viewer. A viewer that falls behind is told to start again.
"""
