"""The back office."""

from flask import Flask


def install(app: Flask) -> None:
    return None
