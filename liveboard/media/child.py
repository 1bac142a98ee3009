"""The process in the cage: a file on standard input, its prints on standard output.

    python -m liveboard.media.child MEMORY CPU PARENT

It opens one picture in its life, and a decoder that a picture has taken over finds
itself alone in a process that can do little and is about to end.
"""

import os
import sys

from liveboard.config.process import die_with_parent
from liveboard.media.developed import Undevelopable, pack
from liveboard.media.lockdown import lock_down
from liveboard.media.photos import prints
from liveboard.media.warm import warm

NO_MEMORY = "this picture needs more memory than we can give it; a smaller copy will do"


def main(memory: int, cpu: int, parent: int) -> None:
    """Develop what comes in, within some bytes of memory and seconds of processor time."""
    die_with_parent(parent)
    warm()
    data = sys.stdin.buffer.read()
    lock_down(memory, cpu)
    try:
        outcome = pack(prints(data))
    except Undevelopable as error:
        outcome = pack(error)
    except MemoryError:
        outcome = pack(Undevelopable(NO_MEMORY, permanent=False))
    sys.stdout.buffer.write(outcome)
    sys.stdout.buffer.flush()
    os._exit(0)  # nothing here is worth tidying up


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
