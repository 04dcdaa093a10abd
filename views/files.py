"""Attached files: given out only as attachments, to those who read what they belong to."""

from __future__ import annotations

import io
from contextlib import closing
from typing import Any

from flask import Blueprint, abort, request, send_file
from werkzeug.datastructures import FileStorage

from access.grants import Action
from models import Attachment
from queries.file_contents import content_of
from views.exported import file_name
from views.guards import loaded
from views.policy import guard, may

blueprint = Blueprint("files", __name__)


@blueprint.get("/files/<int:attachment_id>")
@guard(may(Action.READ, Attachment, "attachment_id"))
def show(attachment_id: int) -> Any:
    attachment = loaded("attachment_id")
    content = content_of(attachment.sha256)
    if content is None:
        abort(404)
    return send_file(io.BytesIO(content), attachment.media_type, as_attachment=True,
                     download_name=file_name(attachment.name))


def uploads(name: str = "files") -> list[tuple[str, bytes]]:
    """Files of the form as they came; an empty file field sends a nameless part."""
    return [(part.filename or "файл", _read(part)) for part in request.files.getlist(name) if part.filename]


def _read(part: FileStorage) -> bytes:
    """The bytes; a large part waits in a temporary file that is closed here."""
    with closing(part):
        return part.stream.read()
