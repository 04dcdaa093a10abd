"""`python -m bench.peers.prepare LOGIN PASSWORD`: Django's own tables and user, in a schema beside ours."""

from __future__ import annotations

import os
import sys

import django
import psycopg
from django.core.management import call_command


def main(login: str, password: str) -> None:
    with psycopg.connect(os.environ["BENCH_ADDRESS"], autocommit=True) as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS django")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from django.contrib.auth.models import User

    User.objects.create_superuser(login, password=password)


if __name__ == "__main__":
    main(*sys.argv[1:])
