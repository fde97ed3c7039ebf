"""Answers that count only when they came whole: what came instead, told in a few words, and JSON objects."""

from __future__ import annotations

import json
import re
from typing import Any

from paperdex.core.text import printable
from paperdex.errors import SourceRefused
from paperdex.sources.transport import Reply

_WEB_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->\s*))*+<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)


def parse_object(source: str, reply: Reply, *, wanted: str) -> dict[str, Any]:
    """The JSON object in a reply.

    ``wanted`` says what was expected, for the error: ``a record of DataCite``. Raises SourceRefused naming what came
    instead, which may pass.
    """
    try:
        found = json.loads(reply.body)
    except (ValueError, RecursionError) as error:
        start = reply.body.lstrip()[:1]
        cut = "JSON that is cut off or broken" if start in {b"{", b"["} else what_came(reply)
        raise instead(source, reply, cut, wanted) from error
    if not isinstance(found, dict):
        raise instead(source, reply, "JSON that is no object", wanted)
    return found


def as_dict(value: object) -> dict[str, Any]:
    """The object; an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}


def as_dicts(value: object) -> list[dict[str, Any]]:
    """The objects of an array; none in place of anything else."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def as_text(value: object) -> str:
    """The text; an empty one in place of anything else."""
    return value if isinstance(value, str) else ""


def instead(source: str, reply: Reply, what: str, wanted: str) -> SourceRefused:
    """The error for an answer that is ``what`` and should have been ``wanted``; without an error status it may pass."""
    status = f" with status {reply.status}" if reply.status >= 400 else ""
    return SourceRefused(
        source,
        reply.url,
        f"answered{status} with {what} instead of {wanted}.",
        status=reply.status,
        tip="Try again later; if it stays so, see what the address gives in a browser.",
        passing=reply.status < 400,
    )


def is_web_page(reply: Reply) -> bool:
    """Whether a body begins as a web page does."""
    return bool(_WEB_PAGE.match(reply.body[:1024]))


def what_came(reply: Reply) -> str:
    """In a few words, what an answer is that is nothing of what was asked for."""
    start = reply.body[:1024].strip()
    if not start:
        return "an empty body"
    if is_web_page(reply) or reply.content_type.startswith("text/html"):
        return "a web page"
    return f"something else ({printable(start[:60].decode('utf-8', 'replace'))!r})"
