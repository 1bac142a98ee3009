"""Stories stand on the same event and people as the store's tests."""

from tests.javascript import javascript
from tests.store.conftest import event, keys, send, wait

__all__ = ["event", "javascript", "keys", "send", "wait"]
