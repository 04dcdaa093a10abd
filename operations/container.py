"""A file of chained blocks, in which a single changed byte is found and its place named; encrypted with a password.

Layout: a mark, then blocks of ``kind (1 byte) · length (4 bytes, big endian) · data · SHA-256`` where the hash covers
the hash of the block before. The first block is the header as JSON, the last one the trailer as JSON; between them
lie pieces of the content, deflated, and, when there is a password, sealed by AES-256-GCM under scrypt's key.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MARK = b"EJOURNAL-COPY-1\n"
HEADER, DATA, END = b"H", b"D", b"E"
PIECE = 1 << 20
LONGEST = 4 * PIECE  # no block of ours is longer: a changed length is noticed before memory is asked for
HEAD = struct.Struct(">cI")
HASH = hashlib.sha256().digest_size
SCRYPT = {"n": 1 << 15, "r": 8, "p": 1}


class Damaged(Exception):
    """The file is not what was written; the words name the place."""


class WrongPassword(Exception):
    """The file is whole, but the password is not its own (or there is none)."""


@dataclass(frozen=True)
class Trailer:
    """``size``: bytes of the content before deflating."""

    blocks: int
    size: int


def write(target: BinaryIO, header: dict[str, Any], pieces: Iterable[bytes], password: str | None = None) -> Trailer:
    """Write header, content and trailer; whoever opened the file syncs and names it."""
    salt = os.urandom(16) if password else b""
    seal = _Seal(password, salt) if password else None
    chain = hashlib.sha256(MARK).digest()
    target.write(MARK)
    chain = _put(target, HEADER, _json({**header, "salt": salt.hex()}), chain)
    blocks = size = 0
    for piece in pieces:
        data = zlib.compress(piece, 1)
        chain = _put(target, DATA, seal.close(blocks, data) if seal else data, chain)
        blocks, size = blocks + 1, size + len(piece)
    _put(target, END, _json({"blocks": blocks, "size": size}), chain)
    return Trailer(blocks, size)


def read_header(path: Path) -> dict[str, Any]:
    """The header alone; raises Damaged."""
    with path.open("rb") as source:
        kind, data = next(_blocks(source))
        if kind != HEADER:
            raise Damaged("Первый блок файла — не заголовок копии")
        return _parse(data, 0)


def read(path: Path, password: str | None = None) -> Iterator[bytes]:
    """The content piece by piece; raises Damaged with the place, WrongPassword."""
    with path.open("rb") as source:
        blocks = _blocks(source)
        header = _parse(_next(blocks, HEADER, 0), 0)
        salt = bytes.fromhex(header.get("salt", ""))
        if salt and not password:
            raise WrongPassword("Копия зашифрована: задайте JOURNAL_BACKUP_PASSWORD")
        seal = _Seal(password, salt) if salt and password else None
        number = size = 0
        for kind, data in blocks:
            if kind == END:
                _check_end(source, _parse(data, number + 1), number, size)
                return
            piece = zlib.decompress(seal.open(number, data) if seal else data)
            yield piece
            number, size = number + 1, size + len(piece)
        raise Damaged(f"Файл обрывается после блока {number}")


def check(path: Path) -> Trailer:
    """What the trailer says of a file whose every byte is as it was written; nothing is opened. Raises Damaged."""
    with path.open("rb") as source:
        for number, (kind, data) in enumerate(_blocks(source)):
            if kind == END:
                trailer = _parse(data, number)
                _check_end(source, trailer, number - 1, trailer.get("size", -1))
                return Trailer(trailer["blocks"], trailer["size"])
        raise Damaged("Файл обрывается: конца копии нет")


def _check_end(source: BinaryIO, trailer: dict[str, Any], blocks: int, size: int) -> None:
    if (trailer.get("blocks"), trailer.get("size")) != (blocks, size):
        raise Damaged(f"Блоков {blocks} и байт {size}, а записано {trailer.get('blocks')} и {trailer.get('size')}")
    if source.read(1):
        raise Damaged(f"После конца копии, с байта {source.tell() - 1}, есть лишнее")


class _Seal:
    """AES-256-GCM with the block's number as the nonce: each file has its own salt, hence its own key."""

    def __init__(self, password: str, salt: bytes) -> None:
        self.cipher = AESGCM(Scrypt(salt, length=32, **SCRYPT).derive(password.encode()))

    def close(self, number: int, data: bytes) -> bytes:
        return self.cipher.encrypt(number.to_bytes(12, "big"), data, None)

    def open(self, number: int, data: bytes) -> bytes:
        try:
            return self.cipher.decrypt(number.to_bytes(12, "big"), data, None)
        except InvalidTag as error:
            raise WrongPassword("Пароль не подходит к этой копии") from error


def _put(target: BinaryIO, kind: bytes, data: bytes, chain: bytes) -> bytes:
    head = HEAD.pack(kind, len(data))
    chain = hashlib.sha256(chain + head + data).digest()
    target.write(head + data + chain)
    return chain


def _blocks(source: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Every block whose hash is right; raises Damaged at the first that is not."""
    if source.read(len(MARK)) != MARK:
        raise Damaged("Байты 0–15: это не копия журнала")
    chain, number = hashlib.sha256(MARK).digest(), 0
    while True:
        place = source.tell()
        head = source.read(HEAD.size)
        if not head:
            return
        where = f"Блок {number}, байты с {place}"
        if len(head) < HEAD.size:
            raise Damaged(f"{where}: файл обрывается")
        kind, length = HEAD.unpack(head)
        if length > LONGEST or kind not in (HEADER, DATA, END):
            raise Damaged(f"{where}: заголовок блока изменён")
        data, stored = source.read(length), source.read(HASH)
        chain = hashlib.sha256(chain + head + data).digest()
        if stored != chain:
            raise Damaged(f"{where} по {place + HEAD.size + length + HASH - 1}: содержимое изменено")
        yield kind, data
        number += 1


def _next(blocks: Iterator[tuple[bytes, bytes]], kind: bytes, number: int) -> bytes:
    found = next(blocks, None)
    if found is None or found[0] != kind:
        raise Damaged(f"Блок {number}: не тот, что должен быть")
    return found[1]


def _json(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, sort_keys=True).encode()


def _parse(data: bytes, number: int) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(data)
    except ValueError as error:
        raise Damaged(f"Блок {number}: записи не разобрать") from error
    return found
