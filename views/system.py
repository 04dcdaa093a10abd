"""«Состояние системы»: copies, the trial restore, jobs, disk, versions (п. 7.1, 9.6)."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, render_template

from access.grants import Action
from gateways.failures import Failure
from models import JobRun
from operations.backup import Copy, copies
from queries import system
from views.guards import identity, settings
from views.policy import guard, may
from views.uploads import daemon_says

blueprint = Blueprint("system", __name__, url_prefix="/system")

TITLES = {"back_up": "Резервная копия", "try_out": "Пробное восстановление", "clean_up": "Уборка старых сеансов",
          "shut_out_expelled": "Закрытие входа отчисленным", "expire_debts": "Сроки задолженностей",
          "close_months": "Закрытие месяцев по норме",
          "tell": "Уведомления", "check_journals": "Проверки журналов",
          "send_due": "Отправка писем и SMS", "make_due": "Отчёты по расписанию", "run_tasks": "Фоновые задачи",
          "remind_of_plan": "Напоминания о сроках плана-графика",
          "sum_up_week": "Сводка сроков за неделю", "remind_of_homework": "Задание на следующий учебный день",
          "remind_of_lessons": "Напоминания о незаписанных занятиях"}
LIBRARIES = ("flask", "flask-admin", "sqlalchemy", "xhtml2pdf", "huey")
SHOWN = 25  # copies


@dataclass(frozen=True)
class Disk:
    """Bytes."""

    free: int
    total: int

    @property
    def is_tight(self) -> bool:
        return self.free < self.total // 10


@blueprint.get("/")
@guard(may(Action.READ, JobRun))
def index() -> Any:
    folder, antivirus = settings().backups, _antivirus()  # before anything is read: it gives the transaction back
    return render_template(
        "system/index.html", runs=system.runs(identity()), titles=TITLES, copies=_copies(folder), folder=folder,
        sealed=settings().backup_password is not None, schema=system.schema(), unsent=system.unsent(identity()),
        disk=_disk(folder), antivirus=antivirus, python=platform.python_version(),
        libraries={name: importlib.metadata.version(name) for name in LIBRARIES})


def _antivirus() -> str:
    said = daemon_says()
    if said is None:
        return "не задан (JOURNAL_CLAMD)"
    return f"{said}; файлы не принимаются" if isinstance(said, Failure) else said


def _copies(folder: Path) -> list[Copy]:
    return copies(folder)[:SHOWN] if folder.is_dir() else []


def _disk(folder: Path) -> Disk:
    """Of the nearest folder that is there already."""
    found = next(place for place in (folder, *folder.parents) if place.exists())
    usage = shutil.disk_usage(found)
    return Disk(usage.free, usage.total)
