"""Templates of users, in Jinja's language: run in its sandbox, errors told by their line."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from typing import Any

from paperdex.errors import UsageError

_NAME = "<template>"


def compile_template(source: str, name: str = "template") -> Callable[[Mapping[str, Any], str], str]:
    """Return what renders a template with the values of a work, which errors name; its text ends in a line end.

    Values are printed as they are: whoever gives them spells them for the format. Raises UsageError, with the line,
    where the template, which is called ``name``, is wrong or empty, and where Jinja2 is not installed.
    """
    if not source.strip():
        raise UsageError(f"{name}: it is empty, and would leave nothing of a work.", tip="Write what stands of each.")
    try:
        from jinja2 import StrictUndefined, TemplateError
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError as error:
        tip = "Install it: pip install 'paperdex[templates]'."
        raise UsageError("a template needs the package Jinja2, which is not installed.", tip=tip) from error

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )
    try:
        code = environment.compile(source, filename=_NAME)
        template = environment.template_class.from_code(environment, code, environment.make_globals(None))
    except TemplateError as error:
        raise _told(error, name, getattr(error, "lineno", None)) from error

    def render(values: Mapping[str, Any], work: str) -> str:
        try:
            return template.render(values).rstrip("\n") + "\n"
        except Exception as error:  # whatever a template does wrong, it is the template that is told
            frames = traceback.extract_tb(error.__traceback__)
            line = next((frame.lineno for frame in reversed(frames) if frame.filename == _NAME), None)
            raise _told(error, name, line, f", with {work}", values) from error

    return render


def _told(
    error: Exception, name: str, line: int | None, where: str = "", known: Mapping[str, Any] | None = None
) -> UsageError:
    place = f"{name}, line {line}" if line else name
    tip = f"Mend it; it may name {', '.join(known)}." if known else "Mend it."
    return UsageError(f"{place}{where}: {str(error).rstrip('.')}.", tip=tip)
