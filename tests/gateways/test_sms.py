"""SMS against a server that behaves like SMSC.ru and SMS.ru, their errors included."""

from __future__ import annotations

import datetime as dt

import pytest

from gateways import sms_gateway
from gateways.failures import Down, Never, TryAgain, Unclear, Unknowable
from gateways.smsc import ERRORS as SMSC_ERRORS
from gateways.smsru import ERRORS as SMSRU_ERRORS
from rules.parcels import Outgoing, Receipt
from rules.terms import Channel
from tests.outside import sms_service

PARCEL = "0123456789abcdef" * 2
AT = dt.datetime(2023, 11, 20, 8, 0, tzinfo=dt.UTC)
ITEM = Outgoing(PARCEL, Channel.SMS, "+79132123456", "", "Журнал. Новая отметка 2: «Физика» & химия", AT)
ACCOUNTS = {"smsc": "college:se%3Acret@", "smsru": "ABC-1@"}
BOTH = pytest.mark.parametrize("kind", ["smsc", "smsru"])


@pytest.fixture
def service():
    with sms_service() as made:
        yield made


def gateway(service, tmp_path, kind="smsc", account=None, query=""):
    return sms_gateway(f"{kind}+http://{account or ACCOUNTS[kind]}127.0.0.1:{service.port}{query}", tmp_path)


def test_smsc_takes_a_message(service, tmp_path):
    way = gateway(service, tmp_path, query="?sender=LICEUM")
    assert way.send(ITEM) == Receipt(PARCEL, 325)
    (sent,) = service.taken
    assert sent == {"login": "college", "psw": "se:cret", "fmt": "3", "charset": "utf-8", "phones": "79132123456",
                    "mes": ITEM.body, "id": PARCEL, "cost": "3", "sender": "LICEUM"}
    assert service.asked[0][0] == "/sys/send.php", "nothing of it in the address"


def test_smsc_by_a_key(service, tmp_path):
    gateway(service, tmp_path, account=":key@").send(ITEM)
    assert (service.taken[0]["login"], service.taken[0]["psw"]) == ("", "key")


def test_smsc_knows_what_became_of_it(service, tmp_path):
    way = gateway(service, tmp_path)
    assert way.seek(ITEM) is None
    service.silent = True
    with pytest.raises(Unclear):
        way.send(ITEM)
    service.silent = False
    assert way.seek(ITEM) == Receipt(PARCEL, 325)


@pytest.mark.parametrize("answer", ["<html>", {"error_code": "?"}, {}, "[]", 500, 200])
def test_smsc_says_nothing_of_use(service, tmp_path, answer):
    service.answer = answer
    with pytest.raises((Unclear, TryAgain)):
        gateway(service, tmp_path).seek(ITEM)


def test_smsru_takes_a_message(service, tmp_path):
    way = gateway(service, tmp_path, "smsru", query="?from=LICEUM")
    assert way.send(ITEM) == Receipt("000000-1", 550)
    assert service.taken[0] == {"api_id": "ABC-1", "to": "79132123456", "msg": ITEM.body, "json": "1",
                                "from": "LICEUM"}
    with pytest.raises(Unknowable):
        way.seek(ITEM)


@pytest.mark.parametrize(("code", "kind"), [
    (1, Never), (2, Down), (3, Down), (4, Down), (5, Never), (6, Never), (7, Never), (8, Never), (9, TryAgain),
    (77, TryAgain)])
def test_errors_of_smsc(service, tmp_path, code, kind):
    service.answer = {"error": "text in English", "error_code": code}
    with pytest.raises(kind) as caught:
        gateway(service, tmp_path).send(ITEM)
    assert type(caught.value) is kind
    assert str(caught.value).startswith("SMSC.ru: ")
    assert "English" not in str(caught.value)


@pytest.mark.parametrize("inner", [False, True])
@pytest.mark.parametrize(("code", "kind"), [
    (200, Down), (201, Down), (202, Never), (205, Never), (206, Down), (207, Never), (209, Never), (216, Never),
    (220, Down), (230, TryAgain), (231, TryAgain), (232, TryAgain), (301, Down), (500, TryAgain), (777, TryAgain)])
def test_errors_of_smsru(service, tmp_path, code, kind, inner):
    """The whole request is refused, or the one number in it."""
    error = {"status": "ERROR", "status_code": code, "status_text": "…"}
    service.answer = {"status": "OK", "status_code": 100, "sms": {"79132123456": error}} if inner else error
    with pytest.raises(kind) as caught:
        gateway(service, tmp_path, "smsru").send(ITEM)
    assert type(caught.value) is kind
    assert str(caught.value).startswith("SMS.ru: ")


def test_every_error_has_words():
    assert set(SMSC_ERRORS) == set(range(1, 10))
    assert all(words and words[0].islower() for _, words in [*SMSC_ERRORS.values(), *SMSRU_ERRORS.values()])


@BOTH
@pytest.mark.parametrize(("answer", "failure"), [
    ("<html>Welcome</html>", Unclear), ("", Unclear), ("[1]", Unclear), ("\xff\xfe", Unclear), ({}, Unclear),
    ({"status_code": "100", "id": None}, Unclear), (500, Unclear), (502, Unclear), (504, Unclear), (503, Down),
    (429, Down), (404, Down), (403, Down), (301, Down)])
def test_answers_that_are_none(service, tmp_path, kind, answer, failure):
    service.answer = answer
    with pytest.raises(failure) as caught:
        gateway(service, tmp_path, kind).send(ITEM)
    assert type(caught.value) is failure


@BOTH
def test_the_connection_breaks_after_the_message(service, tmp_path, kind):
    service.silent = True
    with pytest.raises(Unclear):
        gateway(service, tmp_path, kind).send(ITEM)
    assert len(service.taken) == 1, "it may have gone"


@BOTH
def test_nobody_listens(tmp_path, kind):
    with sms_service() as service:
        pass
    with pytest.raises(Down, match="не отвечает"):
        gateway(service, tmp_path, kind).send(ITEM)


@pytest.mark.parametrize(("kind", "account"), [("smsc", "college:wrong@"), ("smsru", "WRONG@")])
def test_a_wrong_password_is_not_told(service, tmp_path, kind, account):
    with pytest.raises(Down) as caught:
        gateway(service, tmp_path, kind, account).send(ITEM)
    assert "wrong" not in str(caught.value).lower()
    assert service.taken == []


def test_without_a_service_sms_are_files(tmp_path):
    way = sms_gateway(None, tmp_path)
    assert way.name == "файл"
    receipt = way.send(ITEM)
    assert (tmp_path / receipt.provider_id).read_text().splitlines()[0] == "SMS: +79132123456"
    assert way.seek(ITEM) == receipt
