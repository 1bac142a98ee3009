"""`python -m workers QUEUE`: one worker of one queue; also `sweep` and `bot`."""

import os
import sys

from liveboard.config.process import log_to_stderr
from liveboard.config.settings import Settings
from liveboard.store.queue import QUEUES
from liveboard.work.kit import Kit
from workers import bot, sweep


def main() -> int:
    """Be the process the one argument names; exit status 2 if there is no such."""
    names = (*QUEUES, "sweep", "bot")
    if len(sys.argv) != 2 or sys.argv[1] not in names:
        sys.stderr.write(f"usage: python -m workers {{{','.join(names)}}}\n")
        return 2
    name = sys.argv[1]
    settings = Settings.from_env(os.environ)
    log_to_stderr("", settings.log)
    kit = Kit.open(settings)
    if name == "sweep":
        sweep.main(kit)
    elif name == "bot":
        bot.main(kit)
    else:
        kit.queue.work(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
