"""Messages, announcements, notices and their sending (п. 4.1, 5.3)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, relationship

from models.base import Base, Editable, Json, UtcDateTime, check, col, fk, flag, personal, term
from rules.terms import Audience, Channel, DeliveryState, LetterKind, LetterWay, NotificationKind, ThreadKind

if TYPE_CHECKING:
    from models.group import Group
    from models.student import Guardian, Student
    from models.user import Activation, User


class Thread(Editable, Base):
    """A conversation, an announcement or a letter to parents."""

    __tablename__ = "thread"
    __label__, __labels__ = "Переписка", "Сообщения и объявления"
    __table_args__ = (
        check("audience", "(audience = 'group' AND group_id IS NOT NULL)"
              " OR (audience = 'course' AND course IS NOT NULL) OR audience IN ('people', 'college')"),
    )

    kind: Mapped[ThreadKind] = term("Вид", ThreadKind, nullable=False)
    subject: Mapped[str] = col("Тема", sa.String(200), nullable=False)
    audience: Mapped[Audience] = term("Кому", Audience, nullable=False, default=Audience.PEOPLE)
    group_id: Mapped[int | None] = fk("Группа", "group.id")
    course: Mapped[int | None] = col("Курс", sa.SmallInteger())
    student_id: Mapped[int | None] = fk("О студенте", "student.id")
    author_id: Mapped[int] = fk("Автор", "user.id", nullable=False)
    created_at: Mapped[dt.datetime] = col("Создано", UtcDateTime(), nullable=False)

    group: Mapped[Group | None] = relationship()
    student: Mapped[Student | None] = relationship()
    author: Mapped[User] = relationship()
    participants: Mapped[list[Participant]] = relationship(
        back_populates="thread", cascade="all, delete-orphan", info={"label": "Участники"})
    messages: Mapped[list[Message]] = relationship(
        back_populates="thread", order_by="Message.sent_at", cascade="all, delete-orphan", info={"label": "Сообщения"})

    def __str__(self) -> str:
        return self.subject


class Participant(Base):
    __tablename__ = "participant"
    __label__, __labels__ = "Участник переписки", "Участники переписки"
    __table_args__ = (sa.UniqueConstraint("thread_id", "user_id"),)

    thread_id: Mapped[int] = fk("Переписка", "thread.id", nullable=False, ondelete="CASCADE", index=False)
    user_id: Mapped[int] = fk("Участник", "user.id", nullable=False)
    read_at: Mapped[dt.datetime | None] = col("Прочитано", UtcDateTime())
    read_message_id: Mapped[int] = col("Прочитано до сообщения", sa.Integer(), nullable=False, default=0,
                                       server_default="0")

    thread: Mapped[Thread] = relationship(back_populates="participants")
    user: Mapped[User] = relationship()


class Message(Editable, Base):
    __tablename__ = "message"
    __label__, __labels__ = "Сообщение", "Сообщения"
    __table_args__ = (check("body", "body <> ''"),)

    thread_id: Mapped[int] = fk("Переписка", "thread.id", nullable=False, ondelete="CASCADE")
    author_id: Mapped[int] = fk("Автор", "user.id", nullable=False)
    body: Mapped[str] = col("Текст", sa.String(8000), nullable=False)
    sent_at: Mapped[dt.datetime] = col("Отправлено", UtcDateTime(), nullable=False)
    reported_at: Mapped[dt.datetime | None] = col("Жалоба", UtcDateTime())

    thread: Mapped[Thread] = relationship(back_populates="messages")
    author: Mapped[User] = relationship()

    def __str__(self) -> str:
        return self.body[:60]


class ParentLetter(Base):
    """A curator's letter to a parent about a student: of which kind, in which way, when; not its words (п. 5.3)."""

    __tablename__ = "parent_letter"
    __label__, __labels__ = "Письмо родителю", "Письма родителям"
    __table_args__ = (sa.Index("ix_parent_letter_guardian", "guardian_id", "student_id", "sent_at"),)

    guardian_id: Mapped[int] = fk("Родитель", "guardian.id", nullable=False, ondelete="CASCADE", index=False)
    student_id: Mapped[int] = fk("Студент", "student.id", nullable=False, ondelete="CASCADE")
    kind: Mapped[LetterKind] = term("О чём", LetterKind, nullable=False)
    way: Mapped[LetterWay] = term("Как", LetterWay, nullable=False)
    author_id: Mapped[int] = fk("Автор", "user.id", nullable=False)
    sent_at: Mapped[dt.datetime] = col("Когда", UtcDateTime(), nullable=False)
    thread_id: Mapped[int | None] = fk("Переписка", "thread.id", ondelete="SET NULL")
    outbox_id: Mapped[int | None] = fk("Отправление", "outbox.id", ondelete="SET NULL")
    key: Mapped[str | None] = col("Ключ повтора", sa.String(120), unique=True)

    guardian: Mapped[Guardian] = relationship()
    student: Mapped[Student] = relationship()
    author: Mapped[User] = relationship()
    thread: Mapped[Thread | None] = relationship()
    outbox: Mapped[Outbox | None] = relationship()

    def __str__(self) -> str:
        return f"{self.guardian}: {LetterKind(self.kind).title}"


class Attachment(Base):
    """A file of a message or of a support request; its bytes are the ``FileContent`` of the same hash."""

    __tablename__ = "attachment"
    __label__, __labels__ = "Вложение", "Вложения"
    __table_args__ = (
        check("owner", "(message_id IS NULL) <> (support_request_id IS NULL)"), check("size", "size > 0"),
    )

    message_id: Mapped[int | None] = fk("Сообщение", "message.id", ondelete="CASCADE")
    support_request_id: Mapped[int | None] = fk("Обращение", "support_request.id", ondelete="CASCADE")
    name: Mapped[str] = col("Файл", sa.String(200), nullable=False)
    media_type: Mapped[str] = col("Тип", sa.String(100), nullable=False)
    size: Mapped[int] = col("Размер, байт", sa.Integer(), nullable=False)
    sha256: Mapped[str] = col("SHA-256", sa.String(64), nullable=False)

    message: Mapped[Message | None] = relationship()


class FileContent(Base):
    """The bytes of attachments, once per content: several hosts and one backup see them (ADR 23)."""

    __tablename__ = "file_content"
    __label__, __labels__ = "Содержимое файла", "Содержимое файлов"

    sha256: Mapped[str] = col("SHA-256", sa.String(64), nullable=False, unique=True)
    content: Mapped[bytes] = col("Байты", sa.LargeBinary(), nullable=False)


class Notification(Base):
    """A notice to one user, made once of a record of the audit or of another occasion; sent by jobs from these rows."""

    __tablename__ = "notification"
    __label__, __labels__ = "Уведомление", "Уведомления"
    __table_args__ = (sa.UniqueConstraint("audit_id", "user_id", "kind"),
                      sa.UniqueConstraint("occasion", "user_id", "kind"),
                      sa.Index("ix_notification_user", "user_id", "read_at"))

    user_id: Mapped[int] = fk("Кому", "user.id", nullable=False, ondelete="CASCADE", index=False)
    kind: Mapped[NotificationKind] = term("Вид", NotificationKind, nullable=False)
    student_id: Mapped[int | None] = fk("О студенте", "student.id", ondelete="CASCADE")
    audit_id: Mapped[int | None] = col("Запись журнала изменений", sa.BigInteger())
    occasion: Mapped[str | None] = col("Повод", sa.String(80))
    subject: Mapped[str | None] = col("Раздел", sa.String(40))
    subject_id: Mapped[int | None] = col("Номер в разделе", sa.Integer())
    url: Mapped[str | None] = col("Страница", sa.String(200))
    shown: Mapped[bool] = flag("Показывать в журнале", default=True)
    payload: Mapped[dict[str, Any]] = col("Сведения", Json, nullable=False)
    created_at: Mapped[dt.datetime] = col("Создано", UtcDateTime(), nullable=False)
    read_at: Mapped[dt.datetime | None] = col("Прочитано", UtcDateTime())

    user: Mapped[User] = relationship()


class NotificationSetting(Editable, Base):
    __tablename__ = "notification_setting"
    __label__, __labels__ = "Настройка уведомлений", "Настройки уведомлений"
    __table_args__ = (sa.UniqueConstraint("user_id", "kind", "channel"),)

    user_id: Mapped[int] = fk("Пользователь", "user.id", nullable=False, ondelete="CASCADE", index=False)
    kind: Mapped[NotificationKind] = term("О чём", NotificationKind, nullable=False)
    channel: Mapped[Channel] = term("Как", Channel, nullable=False)
    enabled: Mapped[bool] = flag("Включено", default=True)

    user: Mapped[User] = relationship()


class Outbox(Base):
    """One notice, letter or code to one person by one way, sent once, with retries and a visible status (ADR 26).

    Rows of one ``bundle`` to one person go as one letter (a digest); ``parcel`` names the letter they went in.
    """

    __tablename__ = "outbox"
    __label__, __labels__ = "Отправление", "Очередь отправки"
    __table_args__ = (
        sa.UniqueConstraint("notification_id", "channel"), sa.Index("ix_outbox_due", "state", "next_try_at"),
        check("recipient", "(user_id IS NULL) <> (guardian_id IS NULL)"),
        check("content", "(notification_id IS NOT NULL AND text IS NULL AND activation_id IS NULL)"
              " OR (notification_id IS NULL AND (text IS NULL) <> (activation_id IS NULL))"),
        check("author", "text IS NULL OR author_id IS NOT NULL"))

    user_id: Mapped[int | None] = fk("Кому", "user.id", ondelete="CASCADE")
    guardian_id: Mapped[int | None] = fk("Родителю", "guardian.id", ondelete="CASCADE")
    channel: Mapped[Channel] = term("Способ", Channel, nullable=False)
    notification_id: Mapped[int | None] = fk("Уведомление", "notification.id", ondelete="CASCADE", index=False)
    activation_id: Mapped[int | None] = fk("Код активации", "activation.id", ondelete="CASCADE", unique=True,
                                           index=False)
    bundle: Mapped[str | None] = col("Сводка", sa.String(40))
    author_id: Mapped[int | None] = fk("Автор", "user.id")
    student_id: Mapped[int | None] = fk("О студенте", "student.id", ondelete="CASCADE")
    text: Mapped[str | None] = personal("Текст", sa.String(4000))
    file_name: Mapped[str | None] = col("Файл", sa.String(200))
    file_sha256: Mapped[str | None] = col("SHA-256 файла", sa.String(64))
    key: Mapped[str | None] = col("Ключ повтора", sa.String(120), unique=True)
    created_at: Mapped[dt.datetime] = col("Создано", UtcDateTime(), nullable=False)
    state: Mapped[DeliveryState] = term("Состояние", DeliveryState, nullable=False, default=DeliveryState.WAITING)
    attempts: Mapped[int] = col("Попыток", sa.SmallInteger(), nullable=False, default=0)
    next_try_at: Mapped[dt.datetime | None] = col("Следующая попытка", UtcDateTime())
    parcel: Mapped[str | None] = col("Письмо №", sa.String(32), index=True)
    gateway: Mapped[str | None] = col("Через", sa.String(20))
    sent_at: Mapped[dt.datetime | None] = col("Отправлено", UtcDateTime())
    provider_id: Mapped[str | None] = col("Номер у оператора", sa.String(80))
    parts: Mapped[int | None] = col("Частей SMS", sa.SmallInteger())
    cost: Mapped[int | None] = col("Стоимость, коп.", sa.Integer())
    error: Mapped[str | None] = col("Причина", sa.String(250))

    notification: Mapped[Notification | None] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])
    guardian: Mapped[Guardian | None] = relationship()
    student: Mapped[Student | None] = relationship()
    activation: Mapped[Activation | None] = relationship()
