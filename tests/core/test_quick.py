"""Objects made quickly are those that the dataclass makes."""

from __future__ import annotations

import inspect
import pickle
from copy import deepcopy
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace

import pytest

from paperdex.core.quick import made_quickly
from paperdex.core.records import Author, BibliographicRecord


@dataclass(frozen=True, slots=True)
class Slow:
    name: str
    count: int = 0
    parts: tuple[str, ...] = ()


@made_quickly
@dataclass(frozen=True, slots=True)
class Quick:
    name: str
    count: int = 0
    parts: tuple[str, ...] = ()


@pytest.mark.parametrize(
    "given", [{"name": "a"}, {"name": "a", "parts": ("b",)}, {"parts": (), "name": "", "count": 3}]
)
def test_same_fields(given):
    """By name, by place, and from the defaults."""
    assert asdict(Quick(**given)) == asdict(Slow(**given))
    assert Quick(*asdict(Slow(**given)).values()) == Quick(**given)


def test_same_ways_to_fail():
    """A field that is missing, one that there is not, and one that is set later."""
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'name'"):
        Quick()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword argument 'other'"):
        Quick("a", other=1)  # type: ignore[call-arg]
    with pytest.raises(FrozenInstanceError):
        Quick("a").name = "b"  # type: ignore[misc]


def test_same_in_all_else():
    """Equality, hashes, copies, pickles, changed copies, and what a help shows."""
    one = Quick("a", 1, ("b",))
    assert one == deepcopy(one) == pickle.loads(pickle.dumps(one)) == replace(Quick("a"), count=1, parts=("b",))
    assert hash(one) == hash(Slow("a", 1, ("b",)))
    assert str(inspect.signature(Quick)) == str(inspect.signature(Slow))


@pytest.mark.parametrize("kind", [Author, BibliographicRecord])
def test_each_field_is_set(kind):
    """In the order in which they are declared."""
    names = [each.name for each in fields(kind)]
    made = kind(*names)
    assert [getattr(made, name) for name in names] == names


def test_a_default_that_is_made_is_refused():
    """It would be made once for all."""
    with pytest.raises(TypeError, match="Listed has a field"):

        @made_quickly
        @dataclass(frozen=True, slots=True)
        class Listed:
            parts: list[str] = field(default_factory=list)
