"""The application that holds the unmanaged models."""

from __future__ import annotations

from django.apps import AppConfig


class Peers(AppConfig):
    name = "bench.peers"
    label = "peers"
    verbose_name = "Журнал"
