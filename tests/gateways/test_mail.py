"""Mail against a real SMTP server: plain, with a password, encrypted, refusing; nothing breaks a header."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gateways import mail_gateway
from gateways.failures import Down, Never, TryAgain
from rules.parcels import Outgoing
from rules.terms import Channel
from tests.outside import mail_server

PARCEL = "0123456789abcdef" * 2
AT = dt.datetime(2023, 11, 20, 8, 0, tzinfo=dt.UTC)


def item(**changes) -> Outgoing:
    values = {"parcel": PARCEL, "channel": Channel.EMAIL, "address": "anna@parents.test",
              "subject": "Электронный журнал: уведомления", "body": "Новая отметка 2\n.одна точка в начале", "at": AT}
    return Outgoing(**(values | changes))


def gateway(tmp_path, port, scheme="smtp", account="", sender="journal@college.test", host="127.0.0.1"):
    return mail_gateway(f"{scheme}://{account}{host}:{port}?from={sender}", tmp_path)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for localhost, signed by itself."""
    folder, key = tmp_path_factory.mktemp("tls"), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(1).not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName(
                [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), True).sign(key, hashes.SHA256()))
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context, str(folder / "cert.pem")


def test_a_letter_arrives_whole(tmp_path):
    with mail_server() as (mailbox, port):
        way = gateway(tmp_path, port)
        receipt = way.send(item(file=("Успеваемость Иванов.pdf", "application/pdf", b"%PDF-1.7 x")))
        way.send(item(parcel="f" * 32))
        way.close()
    letter, other = mailbox.letters
    assert mailbox.envelopes[0] == ("journal@college.test", ["anna@parents.test"])
    assert letter["Subject"] == "Электронный журнал: уведомления"
    assert str(letter["From"]) == "Электронный журнал <journal@college.test>"
    assert letter["Message-ID"] == f"<{PARCEL}@college.test>"
    assert receipt.provider_id == f"{PARCEL}@college.test"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_body().get_content().splitlines() == ["Новая отметка 2", ".одна точка в начале"]
    (file,) = letter.iter_attachments()
    assert (file.get_filename(), file.get_content_type(), file.get_content()) == (
        "Успеваемость Иванов.pdf", "application/pdf", b"%PDF-1.7 x")
    assert other["Message-ID"] != letter["Message-ID"]


def test_a_russian_domain(tmp_path):
    with mail_server() as (mailbox, port):
        way = gateway(tmp_path, port)
        way.send(item(address="anna@почта.рф"))
        way.close()
    assert mailbox.envelopes[0][1] == ["anna@xn--80a1acny.xn--p1ai"]


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # what is tried is the password
def test_with_a_password(tmp_path):
    with mail_server(auth=True) as (mailbox, port):
        way = gateway(tmp_path, port, account="journal%40college.test:p%40ss%3Aword@", sender="journal@college.test")
        way.send(item())
        way.close()
        assert len(mailbox.letters) == 1
        with pytest.raises(Down, match="логин и пароль") as caught:
            gateway(tmp_path, port, account="journal%40college.test:wrong@").send(item())
        assert "wrong" not in str(caught.value)
        with pytest.raises(Down):
            gateway(tmp_path, port).send(item())
        assert len(mailbox.letters) == 1


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_encrypted(tmp_path, certificate, monkeypatch, scheme):
    context, path = certificate
    with mail_server(tls=context, starttls=scheme == "smtp+starttls") as (mailbox, port):
        with pytest.raises(Down):  # nobody vouches for this certificate
            gateway(tmp_path, port, scheme, host="localhost").send(item())
        monkeypatch.setenv("SSL_CERT_FILE", path)
        way = gateway(tmp_path, port, scheme, host="localhost")
        way.send(item())
        way.close()
    assert len(mailbox.letters) == 1


@pytest.mark.parametrize(("step", "answer", "kind", "words"), [
    ("RCPT", "550 No such user", Never, "не принял адрес"),
    ("RCPT", "452 Mailbox full", TryAgain, "не принял адрес сейчас"),
    ("DATA", "554 Spam", Never, "не принял письмо"),
    ("DATA", "451 Try later", TryAgain, "не принял письмо сейчас"),
    ("MAIL", "553 Not your address", Down, "адрес отправителя"),
    ("MAIL", "421 Too many", Down, "адрес отправителя"),
])
def test_a_refusal_is_understood(tmp_path, step, answer, kind, words):
    with mail_server() as (mailbox, port):
        mailbox.refuse[step] = answer
        way = gateway(tmp_path, port)
        with pytest.raises(kind, match=words) as caught:
            way.send(item())
        assert type(caught.value) is kind
        assert "anna" not in str(caught.value), "no address in what the administrator reads"
        mailbox.refuse.clear()
        way.send(item())  # the connection serves on
        way.close()
        assert len(mailbox.letters) == 1


def test_nobody_listens(tmp_path):
    with mail_server() as (_, port):
        pass
    with pytest.raises(Down, match="не отвечает"):
        gateway(tmp_path, port).send(item())


@pytest.mark.parametrize("changes", [
    {"address": "anna@parents.test\nBcc: all@parents.test"}, {"address": "anna@parents.test, b@parents.test"},
    {"address": "anna"}, {"address": ""}, {"address": "<anna@parents.test>"},
    {"subject": "Журнал\r\nBcc: all@parents.test"}, {"subject": "Журнал\nX: 1"},
])
def test_headers_cannot_be_broken(tmp_path, changes):
    with mail_server() as (mailbox, port):
        way = gateway(tmp_path, port)
        with pytest.raises(Never):
            way.send(item(**changes))
        way.close()
    assert mailbox.letters == []


def test_a_file_name_cannot_break_a_header(tmp_path):
    with mail_server() as (mailbox, port):
        way = gateway(tmp_path, port)
        try:
            way.send(item(file=("а\r\nBcc: x@y.test.pdf", "application/pdf", b"%PDF")))
        except Exception as error:
            assert "Bcc" not in "".join(mailbox.letters and mailbox.letters[0].keys()), error
        way.close()
    assert all("Bcc" not in letter for letter in mailbox.letters)


def test_after_a_doubt_it_is_sent_again(tmp_path):
    """A mailbox knows a repetition by its Message-ID."""
    assert gateway(tmp_path, 1).seek(item()) is None


def test_without_a_server_letters_are_files(tmp_path):
    way = mail_gateway(None, tmp_path / "outbox")
    assert way.seek(item()) is None
    receipt = way.send(item(file=("a.pdf", "application/pdf", b"%PDF")))
    assert way.send(item()) == receipt == way.seek(item())
    text = (tmp_path / "outbox" / receipt.provider_id).read_text()
    assert text.splitlines()[:2] == ["Письмо: anna@parents.test", "Тема: Электронный журнал: уведомления"]
    assert (tmp_path / "outbox" / receipt.provider_id).stat().st_mode & 0o077 == 0
    assert sorted(path.suffix for path in (tmp_path / "outbox").iterdir()) == [".pdf", ".txt"]
    (tmp_path / "full").write_text("")
    with pytest.raises(Down):
        mail_gateway(None, tmp_path / "full" / "outbox").send(item())
