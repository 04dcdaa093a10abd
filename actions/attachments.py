"""Files of messages and support requests: the bytes in the database, once per content."""

from __future__ import annotations

from collections.abc import Sequence

from actions.file_contents import keep
from models import Attachment, Message, SupportRequest, db
from rules import files
from rules.violation import Violation

Upload = tuple[str, bytes]  # the sender's name of the file, its bytes


def check_all(uploads: Sequence[Upload]) -> list[Violation]:
    """Every reason why these files may not be attached."""
    found = [violation for name, content in uploads if (violation := files.check_file(name, content))]
    too_many = files.check_number(len(uploads))
    return [*found, too_many] if too_many else found


def attach(owner: Message | SupportRequest, uploads: Sequence[Upload]) -> list[Attachment]:
    """Attach files to a message or a request that has its id; raises the first Violation."""
    for violation in check_all(uploads):
        raise violation
    return [_attach(owner, name, content) for name, content in uploads]


def _attach(owner: Message | SupportRequest, name: str, content: bytes) -> Attachment:
    kind = files.media_type(content)
    assert kind is not None  # check_all has refused the others
    made = Attachment(name=files.file_name(name, kind), media_type=kind, size=len(content), sha256=keep(content))
    if isinstance(owner, Message):
        made.message_id = owner.id
    else:
        made.support_request_id = owner.id
    db.session.add(made)
    return made
