"""Attached files: given out only as attachments, to those who read what they belong to."""

from __future__ import annotations

import io
from typing import Any

from flask import Blueprint, abort, send_file

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
