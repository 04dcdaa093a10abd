"""Everybody signed in: who asks whom."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from bench.client import Client, token
from bench.data import CURATOR, STUDENT, TEACHER
from bench.servers import Server
from cli.seeds import DEMO_PASSWORD
from config import ROOT

PEER = "peer"
LOGINS = {"teacher": TEACHER, "curator": CURATOR, "student": STUDENT, "admin": "admin", "director": "director",
          "demo_teacher": "teacher", "clerk": "tech"}


@dataclass(frozen=True)
class Desks:
    """Clients of our roles, of Django, of Flask-Admin and of the floor."""

    teacher: Client
    curator: Client
    student: Client
    admin: Client
    director: Client
    demo_teacher: Client
    clerk: Client
    django: Client
    flask_admin: Client
    floor: Client


def desks(ours: Server, django: Server, flask_admin: Server, floor: Server) -> Desks:
    return Desks(**{desk: signed_in(ours.port, login) for desk, login in LOGINS.items()},
                 django=django_in(django.port), flask_admin=Client(flask_admin.port), floor=Client(floor.port))


def signed_in(port: int, login: str) -> Client:
    """A client of ours with the token of a page."""
    client = Client(port)
    client.token = token(client.get("/login").text)
    client.post("/login", {"login": login, "password": DEMO_PASSWORD})
    client.token = token(client.get("/sessions").text)
    return client


def django_in(port: int) -> Client:
    client = Client(port, token_field="csrfmiddlewaretoken")
    client.token = token(client.get("/login/").text)
    client.post("/login/", {"username": PEER, "password": DEMO_PASSWORD})
    client.token = token(client.get("/journal/").text)
    return client


def prepare_django(environment: Mapping[str, str]) -> None:
    """Django's own tables and its account; in a process of its own, since it fills in globals."""
    subprocess.run([sys.executable, "-m", "bench.peers.prepare", PEER, DEMO_PASSWORD], cwd=ROOT, check=True,
                   env={**os.environ, **environment})
