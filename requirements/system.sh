#!/bin/sh
# Install the two system packages that some tests need, where that is possible.
set -u

missing=""
has() { command -v "$1" > /dev/null 2>&1; }
has chromium || has chromium-browser || has google-chrome || missing="$missing chromium"
has nginx || [ -x /usr/sbin/nginx ] || missing="$missing nginx"
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ] && has apt-get; then
    echo "installing$missing ..."
    # RUNLEVEL=1: the package must not start a server of its own
    # shellcheck disable=SC2086
    { apt-get update -qq && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends $missing; } > /dev/null 2>&1 && exit 0
fi
echo "not here and not to be installed:$missing (the tests that need it are skipped)"
[ "${CI:-}" != true ]
