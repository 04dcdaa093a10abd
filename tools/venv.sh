#!/usr/bin/env bash
# tools/venv.sh requirements.txt: .venv with the first Python that is new enough; installs once per content of the list.
set -euo pipefail
list=$1
new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

fail() { echo "$*" >&2; exit 1; }

find_python() {
    local name
    # the distribution's is built with profiles (half as fast again as a plain build at bare Python) and gets its
    # security updates
    for name in /usr/bin/python3 python3.11 python3.12 python3.13 python3 python3.14 python; do
        if command -v "$name" >/dev/null && "$name" -c "$new_enough" 2>/dev/null; then echo "$name"; return; fi
    done
    fail "Нужен Python 3.11 или новее, на этой машине его нет."
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

make_venv() {
    local python; python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        local version; version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        echo "Устанавливаю python$version-venv…"
        { as_root apt-get update -qq && as_root apt-get install -yqq "python$version-venv"; } >/dev/null ||
            fail "Нет модуля venv: установите пакет python$version-venv."
    fi
    rm -rf .venv
    "$python" -m venv .venv
}

if ! .venv/bin/python -c "$new_enough" 2>/dev/null; then make_venv; fi
stamp=.venv/.$list-$(cat requirements.txt "$list" | sha256sum | cut -c1-16)
if [ ! -e "$stamp" ]; then
    echo "Устанавливаю зависимости из $list (один раз)…"
    .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --root-user-action=ignore -r "$list"
    rm -f .venv/."$list"-*
    touch "$stamp"
fi
