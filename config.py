"""Settings from the environment; a bad value stops the start with a Russian message."""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from rules.second_factor import DEMANDED
from rules.terms import Role

ROOT = Path(__file__).resolve().parent
DEFAULT_KEY = "only-for-trying-out-on-your-own-computer"
DEMO_NOW = "2023-11-20T15:00:00+07:00"
NOBODY = "none"
HERE = ("127.0.0.1", "localhost")


class Settings(BaseModel):
    """Every variable of the environment that the product reads (docs/operations.md lists them)."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True, populate_by_name=True)

    database_url: str = Field("", validation_alias="DATABASE_URL")  # nothing: a file in the folder of the installation
    secret_key: str = Field(DEFAULT_KEY, validation_alias="SECRET_KEY", min_length=16)
    zone_name: str = Field("Asia/Barnaul", validation_alias="JOURNAL_TZ")
    demo: bool = Field(False, validation_alias="JOURNAL_DEMO")
    now_text: str | None = Field(None, validation_alias="JOURNAL_NOW")
    base_url: str = Field("http://127.0.0.1:5000", validation_alias="JOURNAL_BASE_URL")
    instance: Path = Field(ROOT / "instance", validation_alias="JOURNAL_INSTANCE")
    idle_minutes: int = Field(60, validation_alias="JOURNAL_IDLE_MINUTES", ge=5, le=24 * 60)
    session_hours: int = Field(12, validation_alias="JOURNAL_SESSION_HOURS", ge=1, le=24 * 30)
    upload_megabytes: int = Field(20, validation_alias="JOURNAL_UPLOAD_MB", ge=1, le=200)
    password_memory: int = Field(19 * 1024, validation_alias="JOURNAL_PASSWORD_MEMORY_KIB", ge=8)
    smtp_url: str | None = Field(None, validation_alias="SMTP_URL")
    backup_folder: Path | None = Field(None, validation_alias="JOURNAL_BACKUP_DIR")
    archive_folder: Path | None = Field(None, validation_alias="JOURNAL_ARCHIVE_DIR")
    backup_password: str | None = Field(None, validation_alias="JOURNAL_BACKUP_PASSWORD", min_length=12)
    sms_url: str | None = Field(None, validation_alias="SMS_URL")
    exports_limit: int = Field(60, validation_alias="JOURNAL_EXPORTS", ge=1)
    searches_limit: int = Field(600, validation_alias="JOURNAL_SEARCHES", ge=1)
    letters_limit: int = Field(60, validation_alias="JOURNAL_LETTERS", ge=1)  # a curator to 25 families, twice by hand
    letters_megabytes: int = Field(60, validation_alias="JOURNAL_LETTERS_MB", ge=1)  # the largest letter has five of 10
    proxies: str = Field("", validation_alias="JOURNAL_PROXIES")
    pool: int = Field(8, validation_alias="JOURNAL_DB_POOL", ge=1, le=100)
    statement_seconds: int = Field(15, validation_alias="JOURNAL_DB_STATEMENT_SECONDS", ge=1, le=600)
    lock_seconds: int = Field(5, validation_alias="JOURNAL_DB_LOCK_SECONDS", ge=1, le=60)
    metrics_token: str | None = Field(None, validation_alias="JOURNAL_METRICS_TOKEN", min_length=16)
    second_factor: str | None = Field(None, validation_alias="JOURNAL_SECOND_FACTOR")
    oidc_issuer: str | None = Field(None, validation_alias="OIDC_ISSUER", max_length=200)
    oidc_client_id: str | None = Field(None, validation_alias="OIDC_CLIENT_ID")
    oidc_client_secret: str | None = Field(None, validation_alias="OIDC_CLIENT_SECRET")
    oidc_name: str = Field("Войти через учётную запись колледжа", validation_alias="OIDC_NAME", max_length=60)
    esia_client_id: str | None = Field(None, validation_alias="ESIA_CLIENT_ID")
    esia_signer: str | None = Field(None, validation_alias="ESIA_SIGNER")
    esia_url: str = Field("https://esia.gosuslugi.ru", validation_alias="ESIA_URL")
    esia_issuer: str = Field("http://esia.gosuslugi.ru/", validation_alias="ESIA_ISSUER", max_length=200)
    clamd: str | None = Field(None, validation_alias="JOURNAL_CLAMD")
    recent_minutes: int = Field(15, validation_alias="JOURNAL_RECENT_MINUTES", ge=1, le=12 * 60)
    testing: bool = False

    @model_validator(mode="before")
    @classmethod
    def _of_environment(cls, given: dict[str, Any]) -> dict[str, Any]:
        """What is not given is read, by the aliases alone: a stray TESTING=1 must not change anything."""
        names = {str(field.validation_alias) for name, field in cls.model_fields.items() if name not in given}
        return {name: os.environ[name] for name in names if os.environ.get(name)} | given

    @field_validator("zone_name")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"JOURNAL_TZ: часовой пояс «{value}» неизвестен, нужен, например, Asia/Barnaul") from error
        return value

    @field_validator("base_url")
    @classmethod
    def _known_base(cls, value: str) -> str:
        """«HTTPS://» makes a production installation too; pages and papers put their own bar after it."""
        parts = _address("JOURNAL_BASE_URL", value.strip(), ("http", "https"))
        if not parts.hostname:
            raise ValueError("JOURNAL_BASE_URL: нужен адрес журнала, например https://journal.college.ru")
        return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"

    @field_validator("now_text")
    @classmethod
    def _aware_now(cls, value: str | None) -> str | None:
        if not value:
            return None
        try:
            moment = dt.datetime.fromisoformat(value)
        except ValueError as error:
            raise ValueError("JOURNAL_NOW: нужно время вида 2023-11-20T15:00:00+07:00") from error
        return moment.isoformat()

    @field_validator("smtp_url")
    @classmethod
    def _known_mail(cls, value: str | None) -> str | None:
        """The words of gateways/__init__.py: a letter that cannot be sent is known at the start."""
        if not value:
            return None
        parts = _address("SMTP_URL", value, ("smtp", "smtps", "smtp+starttls"))
        sender = parse_qs(parts.query).get("from", [unquote(parts.username or "")])[0]
        if not re.fullmatch(r"[^@\s<>,]+@[^@\s<>,]+\.[^@\s<>,]+", sender):
            raise ValueError("SMTP_URL: укажите адрес отправителя, например ?from=journal@college.ru")
        if not parts.hostname:
            raise ValueError("SMTP_URL: нет имени почтового сервера")
        return value

    @field_validator("second_factor")
    @classmethod
    def _known_roles(cls, value: str | None) -> str | None:
        unknown = sorted(_listed(value) - {*Role, NOBODY})
        if unknown:
            raise ValueError(f"JOURNAL_SECOND_FACTOR: роли {', '.join(unknown)} нет. Есть: {', '.join(Role)}; "
                             f"{NOBODY}: ни от кого")
        return value

    @field_validator("sms_url")
    @classmethod
    def _known_sms(cls, value: str | None) -> str | None:
        if not value:
            return None
        parts = _address("SMS_URL", value, ("smsc", "smsru", "smsc+http", "smsru+http"))
        if parts.scheme.endswith("+http") and parts.hostname not in ("127.0.0.1", "localhost"):
            raise ValueError("SMS_URL: без шифрования можно обращаться только к 127.0.0.1")
        if not (parts.username if parts.scheme.startswith("smsru") else parts.password):
            raise ValueError("SMS_URL: нужен вид smsc://логин:пароль@smsc.ru или smsru://api_id@sms.ru")
        return value

    @field_validator("clamd")
    @classmethod
    def _known_clamd(cls, value: str | None) -> str | None:
        """The words of gateways/antivirus.py."""
        words = "JOURNAL_CLAMD: нужен вид unix:/run/clamav/clamd.ctl или узел:порт, например 127.0.0.1:3310"
        if not value or value.startswith("unix:/"):
            return value or None
        try:
            parts = urlsplit(f"//{value}")
            whole = bool(parts.hostname and parts.port) and parts.netloc == value and "@" not in value
        except ValueError as error:
            raise ValueError(words) from error
        if not whole:
            raise ValueError(words)
        return value

    @field_validator("proxies")
    @classmethod
    def _known_proxies(cls, value: str) -> str:
        """How many proxies stand in front, or their addresses and networks."""
        if value.isdecimal() and int(value) <= 9:
            return value
        try:
            _networks(value)
        except ValueError as error:
            raise ValueError("JOURNAL_PROXIES: нужно число прокси (1) или их адреса через запятую "
                             "(127.0.0.1, 10.0.0.0/8)") from error
        return value

    @field_validator("oidc_issuer", "esia_url")
    @classmethod
    def _over_tls(cls, value: str | None) -> str | None:
        parts = urlsplit(value or "")
        if value and parts.scheme != "https" and (parts.scheme != "http" or parts.hostname not in HERE):
            raise ValueError("OIDC_ISSUER, ESIA_URL: нужен адрес, который начинается с https://")
        return value

    @model_validator(mode="after")
    def _whole_provider(self) -> Settings:
        oidc = [bool(self.oidc_issuer), bool(self.oidc_client_id), bool(self.oidc_client_secret)]
        esia = [bool(self.esia_client_id), bool(self.esia_signer)]
        if any(oidc) != all(oidc):
            raise ValueError("OIDC_ISSUER, OIDC_CLIENT_ID и OIDC_CLIENT_SECRET задают вместе")
        if any(esia) != all(esia):
            raise ValueError("ESIA_CLIENT_ID и ESIA_SIGNER задают вместе: без модуля подписи вход через Госуслуги "
                             "невозможен (docs/esia.md)")
        if any(oidc) and any(esia):
            raise ValueError("Внешний вход один: задайте либо OIDC_…, либо ESIA_…")
        return self

    @model_validator(mode="after")
    def _own_file(self) -> Settings:
        if not self.database_url:
            self.database_url = f"sqlite:///{self.instance.resolve() / 'journal.db'}"
        return self

    @model_validator(mode="after")
    def _production_is_safe(self) -> Settings:
        if self.database_url.startswith("postgresql://"):
            self.database_url = self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        if self.now_text and not self.demo:
            raise ValueError("JOURNAL_NOW действует только в демонстрации: "
                             "задайте JOURNAL_DEMO=1 или уберите JOURNAL_NOW")
        if self.production and self.demo:
            raise ValueError("Демонстрация (JOURNAL_DEMO=1) на рабочем адресе https запрещена")
        if self.production and self.secret_key == DEFAULT_KEY:
            raise ValueError("SECRET_KEY: на рабочем адресе https нужен свой ключ, например из «openssl rand -hex 32»")
        return self

    @property
    def production(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def proxy_number(self) -> int:
        return int(self.proxies) if self.proxies.isdecimal() else 0

    @property
    def proxy_networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        return () if self.proxies.isdecimal() else _networks(self.proxies)

    @property
    def second_factor_roles(self) -> frozenset[Role]:
        """Whose accounts must have a second step of the sign-in; nobody's while the journal is tried out."""
        if self.second_factor is None:
            return DEMANDED if self.production else frozenset()
        return frozenset(map(Role, _listed(self.second_factor) - {NOBODY}))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def backups(self) -> Path:
        """Where nightly copies lie: better on another disk (п. 7.1)."""
        return self.backup_folder or self.instance / "backups"

    @property
    def archives(self) -> Path:
        """Where the archives of years lie that are made from the page (п. 7.5)."""
        return self.archive_folder or self.instance / "archives"

    @property
    def frozen_now(self) -> dt.datetime | None:
        """The demo's clock; None when the clock runs."""
        if not self.demo:
            return None
        moment = dt.datetime.fromisoformat(self.now_text or DEMO_NOW)
        return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)


def _networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def _listed(value: str | None) -> set[str]:
    return {word.strip() for word in (value or "").split(",") if word.strip()}


def _address(name: str, value: str, schemes: tuple[str, ...]) -> SplitResult:
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  # a port that is no number is noticed only when it is asked for
    except ValueError as error:
        raise ValueError(f"{name}: адрес записан неверно") from error
    if parts.scheme not in schemes:
        raise ValueError(f"{name}: начните с {', '.join(scheme + '://' for scheme in schemes)}")
    return parts


# what the checker calls a fault → what people read; the bound comes with the fault
FAULTS = {
    "string_too_short": "нужно не меньше {min_length} знаков",
    "greater_than_equal": "нужно не меньше {ge}",
    "less_than_equal": "нужно не больше {le}",
    "int_parsing": "нужно целое число",
    "bool_parsing": "нужно 0 или 1",
}


def read_settings() -> Settings:
    """The settings of the environment; a bad one ends the process with the reason on stderr, exit code 2."""
    try:
        return Settings()
    except ValidationError as error:
        sys.stderr.write("\n".join(["Журнал не запущен.", *map(_reason, error.errors()), ""]))
        sys.exit(2)


def _reason(fault: Any) -> str:
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    words = FAULTS.get(fault["type"], "такое значение не подходит").format(**fault.get("ctx", {}))
    return f"{fault['loc'][0]}: {words}"
