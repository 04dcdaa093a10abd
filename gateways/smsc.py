"""SMS through SMSC.ru: the parcel is our ``id`` there, so that what became of it can be asked."""

from __future__ import annotations

from gateways.asking import ask, kopecks
from gateways.failures import Down, Failure, Never, TryAgain, Unclear
from rules.parcels import Outgoing, Receipt

SERVICE = "SMSC.ru"
NOT_FOUND = -3
# error_code → what to do and what to say (https://smsc.ru/api/http/send/)
ERRORS: dict[int, tuple[type[Failure], str]] = {
    1: (Never, "ошибка в параметрах"),
    2: (Down, "неверный логин или пароль"),
    3: (Down, "на счёте недостаточно средств"),
    4: (Down, "адрес журнала временно заблокирован из-за частых ошибок"),
    5: (Never, "неверная дата"),
    6: (Never, "сообщение запрещено (текст или имя отправителя)"),
    7: (Never, "неверный номер телефона"),
    8: (Never, "на этот номер доставить нельзя"),
    9: (TryAgain, "слишком много одинаковых запросов"),
}


class SmscGateway:
    """SMSC.ru; an empty login with a key instead of the password is its «API key»."""

    name = "smsc"

    def __init__(self, base: str, login: str, password: str, sender: str = "") -> None:
        self.base, self.sender = base, sender
        self.account = {"login": login, "psw": password, "fmt": "3", "charset": "utf-8"}

    def send(self, item: Outgoing) -> Receipt:
        fields = {**self.account, "phones": item.address.lstrip("+"), "mes": item.body, "id": item.parcel, "cost": "3"}
        answer = ask(self.base, "/sys/send.php", fields | ({"sender": self.sender} if self.sender else {}), SERVICE)
        _refuse(answer.get("error_code"))
        if not answer.get("id"):
            raise Unclear(f"{SERVICE}: непонятный ответ")
        return Receipt(str(answer["id"])[:80], kopecks(answer.get("cost")))

    def seek(self, item: Outgoing) -> Receipt | None:
        fields = {**self.account, "phone": item.address.lstrip("+"), "id": item.parcel, "all": "1"}
        answer = ask(self.base, "/sys/status.php", fields, SERVICE)
        _refuse(answer.get("error_code"))
        if answer.get("status") == NOT_FOUND:
            return None
        if not isinstance(answer.get("status"), int):
            raise Unclear(f"{SERVICE}: непонятный ответ")
        return Receipt(item.parcel, kopecks(answer.get("cost")))

    def close(self) -> None:
        """Every question has a connection of its own."""


def _refuse(code: object) -> None:
    if code is None:
        return
    kind, words = ERRORS.get(code, (TryAgain, f"ошибка {code}")) if isinstance(code, int) else (
        TryAgain, "непонятная ошибка")
    raise kind(f"{SERVICE}: {words}")
