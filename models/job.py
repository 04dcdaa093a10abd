"""What is done behind the pages: when each job last ran and how it ended (п. 7.1, 9.6)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Json, UtcDateTime, col, flag


class JobRun(Base):
    """The last run of a job, a row per job; moments by the wall's clock."""

    __tablename__ = "job_run"
    __label__, __labels__ = "Служебное задание", "Служебные задания"
    __table_args__ = (sa.UniqueConstraint("name"),)

    name: Mapped[str] = col("Задание", sa.String(60), nullable=False)
    started_at: Mapped[dt.datetime] = col("Начато", UtcDateTime(), nullable=False)
    finished_at: Mapped[dt.datetime] = col("Закончено", UtcDateTime(), nullable=False)
    succeeded_at: Mapped[dt.datetime | None] = col("Последний успех", UtcDateTime())
    ok: Mapped[bool] = flag("Удалось", default=True)
    message: Mapped[str | None] = col("Итог", sa.String(500))
    details: Mapped[dict[str, Any] | None] = col("Подробно", Json)
