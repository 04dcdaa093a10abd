#!/usr/bin/env bash
# The browser of the tests: Debian's chromium, installed when it is missing and the user may.
set -euo pipefail
[ -x "${JOURNAL_TEST_CHROMIUM:-/usr/bin/chromium}" ] && exit 0

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

echo "Устанавливаю chromium для браузерных тестов…"
export DEBIAN_FRONTEND=noninteractive
{ as_root apt-get update -qq && as_root apt-get install -yqq --no-install-recommends chromium; } >/dev/null || {
    echo "Браузерным тестам нужен chromium: установите его (apt-get install chromium)" \
         "или укажите путь в JOURNAL_TEST_CHROMIUM." >&2
    exit 1
}
