"""A shared cache in front of the house: Debian's nginx, as a school or a CDN might run it."""

import os
import shutil
import signal
import socket
import subprocess
from pathlib import Path
from typing import Self

from liveboard.config.process import die_with_parent
from tests.helpers import wait_until

NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")

CONFIGURATION = """
daemon off;
master_process off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  proxy_cache_path {folder}/cache keys_zone=house:1m;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass {origin};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Connection "";
      proxy_cache house;
      proxy_cache_revalidate {revalidate};
      add_header X-Cache $upstream_cache_status always;
    }}
  }}
}}
"""


class SharedCache:
    """nginx that keeps what our own headers allow, and asks again with If-None-Match or not."""

    def __init__(self, folder: Path, origin: str, *, revalidate: bool = True) -> None:
        assert NGINX
        folder.mkdir(parents=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        file = folder / "nginx.conf"
        file.write_text(
            CONFIGURATION.format(
                folder=folder,
                port=self.port,
                origin=origin,
                revalidate="on" if revalidate else "off",
            )
        )
        self._command = [NGINX, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(file)]
        self._log = folder / "error.log"

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(self._command, preexec_fn=die_with_parent)
        wait_until(self._listens, "nginx listens")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(10)

    def _listens(self) -> bool:
        assert self._process.poll() is None, self._log.read_text()
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0
