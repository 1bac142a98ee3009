"""A supervisor in a process of its own: `parent.py '[[name, stage, patience, code], …]'`."""

import json
import os
import sys
from contextlib import suppress

from liveboard.cli.child import Program
from liveboard.cli.lines import Lines
from liveboard.cli.supervisor import Asked, Supervisor

with Supervisor(Lines(sys.stdout), os.environ) as supervisor, suppress(Asked):
    for name, stage, patience, code in json.loads(sys.argv[1]):
        supervisor.start(Program(name, (sys.executable, "-c", code), stage, patience))
    supervisor.run()
supervisor.lines.say("up", "all gone")
