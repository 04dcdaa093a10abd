"""clamd, the daemon of ClamAV: it is sent bytes and says what it has found in them (clamd(8), INSTREAM).

Spoken here and not by the package «clamd»: that one has stood still since 2014 and may wait for ever.
"""

from __future__ import annotations

import re
import socket
import struct
import time
from collections.abc import Iterator
from typing import IO
from urllib.parse import urlsplit

from gateways.failures import Down, Never

CONNECT = 3.0  # seconds
SCAN = 20.0  # of one file, from the first byte sent to the last one heard
GLANCE = 1.0  # of asking whether it is there
PART = 64 * 1024  # bytes sent at once
LONGEST = 1024  # bytes of an answer
END = b"\0"
UNIX = "unix:"
CLEAN = "stream: OK"
FOUND = re.compile(r"stream: ([ -~]{1,200}?)(?:\([0-9a-f]{32,64}:\d+\))? FOUND")  # some tell a hash and a length
TOO_LARGE = "size limit exceeded"


class Clamd:
    """The daemon at «unix:/run/clamav/clamd.ctl» or «host:port»: a connection for each question."""

    def __init__(self, address: str) -> None:
        self.address = address

    def scan(self, content: IO[bytes]) -> str | None:
        """The name of what was found, None in a clean file.

        Raises ``Never`` when the daemon takes no file so large, ``Down`` whatever else it says or does not say.
        """
        said = self._ask(b"zINSTREAM\0", _parts(content), SCAN)
        if said == CLEAN:
            return None
        if found := FOUND.fullmatch(said):
            return found[1]
        if TOO_LARGE in said:
            raise Never("антивирус не принимает такие большие файлы (StreamMaxLength)")
        raise Down("антивирус ответил ошибкой" if said.endswith(" ERROR") else "антивирус ответил непонятно")

    def version(self) -> str:
        """Of the daemon and of its signatures, with their day; raises ``Down``."""
        return self._ask(b"zVERSION\0", iter(()), GLANCE)

    def _ask(self, command: bytes, parts: Iterator[bytes], seconds: float) -> str:
        until = time.monotonic() + seconds
        try:
            with self._connected(min(CONNECT, seconds)) as line:
                whole = _tell(line, command, parts, until)
                said = _hear(line, until)
        except OSError as error:
            raise Down(f"антивирус не отвечает ({type(error).__name__})") from error
        if not whole and said == CLEAN:
            raise Down("антивирус не дослушал файл")
        return said

    def _connected(self, seconds: float) -> socket.socket:
        if not self.address.startswith(UNIX):
            parts = urlsplit(f"//{self.address}")
            return socket.create_connection((parts.hostname or "", parts.port or 0), seconds)
        line = socket.socket(socket.AF_UNIX)
        try:
            line.settimeout(seconds)
            line.connect(self.address.removeprefix(UNIX))
        except OSError:
            line.close()
            raise
        return line


def _parts(content: IO[bytes]) -> Iterator[bytes]:
    """Each with its length before it; a length of nought ends the stream."""
    while part := content.read(PART):
        yield struct.pack("!L", len(part)) + part
    yield struct.pack("!L", 0)


def _tell(line: socket.socket, command: bytes, parts: Iterator[bytes], until: float) -> bool:
    """Whether all of it was taken."""
    try:
        line.settimeout(_left(until))
        line.sendall(command)
        for part in parts:
            line.settimeout(_left(until))
            line.sendall(part)
    except ConnectionError:
        return False  # it has shut the door on a file too large: the reason may lie in what it has said
    return True


def _hear(line: socket.socket, until: float) -> str:
    """The answer up to its end; half of one is none."""
    said = b""
    while not said.endswith(END):
        line.settimeout(_left(until))
        heard = line.recv(LONGEST)
        said += heard
        if not heard or len(said) > LONGEST:
            raise ConnectionError("an answer without an end")
    return said.removesuffix(END).decode("ascii", "replace")


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
