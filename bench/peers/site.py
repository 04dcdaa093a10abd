"""Django's settings: sessions, users and the admin's log of its own, our tables unmanaged."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import parse_qs, urlsplit

_address = urlsplit(os.environ.get("BENCH_ADDRESS", ""))
SECRET_KEY = "only-for-a-run-of-measurements"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "bench.peers.urls"
DATABASES: dict[str, dict[str, Any]] = {"default": {
    "ENGINE": "django.db.backends.postgresql", "NAME": _address.path.strip("/"), "USER": "postgres",
    "HOST": parse_qs(_address.query).get("host", [""])[0], "CONN_MAX_AGE": None,
    "OPTIONS": {"options": "-c search_path=django,public"}}}
INSTALLED_APPS = [
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.messages", "django.contrib.staticfiles", "bench.peers.apps.Peers"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware", "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware"]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages"]}}]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LANGUAGE_CODE, TIME_ZONE, USE_TZ = "ru", "Asia/Barnaul", True
STATIC_URL = "/static/"
LOGIN_URL = "/login/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
