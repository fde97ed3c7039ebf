"""Another identifier in the place of one."""

from __future__ import annotations

import re

from paperdex.checks.base import Edit
from paperdex.checks.document import Place
from paperdex.checks.links import address
from paperdex.core.identifiers import Identifier


def exchanged(place: Place, identifier: Identifier) -> Edit:
    """Another identifier, without a version, in the place of one."""
    old = place.identifier.value if isinstance(place.identifier, Identifier) else ""
    match = re.search(rf"{re.escape(old)}(?:v[0-9]+)?", place.text, re.IGNORECASE) if old else None
    if match is None:
        return Edit(place.start, place.end, address(identifier))
    return Edit(place.start + match.start(), place.start + match.end(), identifier.value)
