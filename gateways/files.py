"""Letters and SMS as files: what is installed without a service sends nothing outside."""

from __future__ import annotations

import os
from pathlib import Path

from gateways.failures import Down
from rules.parcels import Outgoing, Receipt
from rules.terms import Channel


class FileGateway:
    """A text file for each parcel, beside it the attached file; the same parcel is the same file."""

    name = "файл"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, item: Outgoing) -> Receipt:
        head = "SMS" if item.channel is Channel.SMS else "Письмо"
        lines = [f"{head}: {item.address}", *([f"Тема: {item.subject}"] if item.subject else []), "", item.body, ""]
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if item.file:
                self._write(f"{item.parcel}{Path(item.file[0]).suffix[:6]}", item.file[2])
            self._write(self._name(item), "\n".join(lines).encode())
        except OSError as error:
            raise Down(f"файл в папку outbox не записан: {error.strerror}") from error
        return Receipt(self._name(item))

    def seek(self, item: Outgoing) -> Receipt | None:
        return Receipt(self._name(item)) if (self.folder / self._name(item)).exists() else None

    def close(self) -> None:
        """Nothing is kept open."""

    def _name(self, item: Outgoing) -> str:
        return f"{item.channel.value}-{item.parcel}.txt"

    def _write(self, name: str, content: bytes) -> None:
        """Whole or not at all, and for the journal's own account only."""
        draft = self.folder / f".{name}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.folder / name)
