"""SMS through SMS.ru: it has no number of ours, so that an interrupted attempt is left to a person."""

from __future__ import annotations

from typing import Any

from gateways.asking import ask, kopecks
from gateways.failures import Down, Failure, Never, TryAgain, Unclear, Unknowable
from rules.parcels import Outgoing, Receipt

SERVICE = "SMS.ru"
TAKEN = range(100, 104)
# status_code → what to do and what to say (https://sms.ru/api/status)
ERRORS: dict[int, tuple[type[Failure], str]] = {
    200: (Down, "неверный api_id"),
    201: (Down, "на счёте недостаточно средств"),
    202: (Never, "неверный номер телефона"),
    203: (Never, "нет текста сообщения"),
    204: (Down, "имя отправителя не согласовано"),
    205: (Never, "сообщение слишком длинное"),
    206: (Down, "дневной лимит сообщений у оператора исчерпан"),
    207: (Never, "на этот номер отправлять нельзя"),
    208: (Never, "неверное время отправки"),
    209: (Never, "номер в стоп-листе"),
    211: (Down, "метод не найден"),
    212: (Never, "текст не в UTF-8"),
    214: (Never, "номер зарубежного оператора"),
    215: (Never, "номер в общем стоп-листе"),
    216: (Never, "в тексте запрещённое слово"),
    220: (Down, "сервис временно недоступен"),
    230: (TryAgain, "на этот номер сегодня отправлено слишком много"),
    231: (TryAgain, "слишком много одинаковых сообщений за минуту"),
    232: (TryAgain, "слишком много одинаковых сообщений за день"),
    233: (TryAgain, "слишком частые коды на этот номер"),
    300: (Down, "неверный ключ доступа"),
    301: (Down, "неверный api_id или логин"),
    302: (Down, "учётная запись не подтверждена"),
    500: (TryAgain, "ошибка на стороне сервиса"),
}


class SmsRuGateway:
    name = "sms.ru"

    def __init__(self, base: str, api_id: str, sender: str = "") -> None:
        self.base, self.api_id, self.sender = base, api_id, sender

    def send(self, item: Outgoing) -> Receipt:
        phone = item.address.lstrip("+")
        fields = {"api_id": self.api_id, "to": phone, "msg": item.body, "json": "1"}
        answer = ask(self.base, "/sms/send", fields | ({"from": self.sender} if self.sender else {}), SERVICE)
        _refuse(answer)
        one = answer["sms"].get(phone) if isinstance(answer.get("sms"), dict) else None
        if not isinstance(one, dict):
            raise Unclear(f"{SERVICE}: непонятный ответ")
        _refuse(one)
        return Receipt(str(one.get("sms_id", ""))[:80], kopecks(one.get("cost")))

    def seek(self, item: Outgoing) -> Receipt | None:
        raise Unknowable(f"{SERVICE} не может сказать, ушло ли сообщение: посмотрите в его кабинете")

    def close(self) -> None:
        """Every question has a connection of its own."""


def _refuse(answer: dict[str, Any]) -> None:
    code = answer.get("status_code")
    if code in TAKEN:
        return
    if not isinstance(code, int):
        raise Unclear(f"{SERVICE}: непонятный ответ")
    kind, words = ERRORS.get(code, (TryAgain, f"ошибка {code}"))
    raise kind(f"{SERVICE}: {words}")
