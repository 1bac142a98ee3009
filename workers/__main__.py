"""`python -m workers QUEUE`: one worker of one queue; also `sweep` and `bot`."""

import os
import sys

from liveboard.config.process import log_to_stderr
from liveboard.config.settings import Settings, SettingsError
from liveboard.domain.errors import Problem
from liveboard.store import connect
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
    try:
        kit = _kit()
    except SettingsError as error:
        return _say(*error.mistakes)
    except Problem as problem:
        return _say(problem.detail, problem.hint)
    if name == "sweep":
        sweep.main(kit)
    elif name == "bot":
        bot.main(kit)
    else:
        kit.queue.work(name)
    return 0


def _kit() -> Kit:
    settings = Settings.from_env(os.environ)
    log_to_stderr("", settings.log)
    with connect.connect(settings) as redis:
        connect.check(redis, queue_apart=settings.queue_url is not None)
    return Kit.open(settings)


def _say(*sentences: str) -> int:
    sys.stderr.writelines(f"liveboard: {sentence}\n" for sentence in sentences if sentence)
    return 1


if __name__ == "__main__":
    sys.exit(main())
