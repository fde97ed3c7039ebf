"""British and American spelling: one form for both, and no other words made equal."""

from __future__ import annotations

import pytest

from paperdex.core.spelling import american, has_two_spellings


@pytest.mark.parametrize(
    ("british", "expected"),
    [
        ("Optimisation of Generalised Behaviours", "optimization of generalized behaviors"),
        ("Modelling and Labelling Neighbourhoods", "modeling and labeling neighborhoods"),
        ("Analysing Centred Fibres", "analyzing centered fibers"),
        ("Catalogues of Accretion Discs", "catalogs of accretion disks"),
        ("Anaesthesia and Haematology in Paediatrics", "anesthesia and hematology in pediatrics"),
        ("Manoeuvres Towards a Defence Programme", "maneuvers toward a defense program"),
        ("Multicoloured Sulphur, Grey Artefacts", "multicolored sulfur, gray artifacts"),
    ],
)
def test_british_becomes_american(british: str, expected: str) -> None:
    """In any form of the word; what is American stays."""
    assert american(british) == expected
    assert american(expected) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("Four Hours", "For Hors"), ("Filling", "Filing"), ("Ising", "Izing"), ("Fourier", "Forier"), ("Tours", "Tors")],
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    """The rules look at whole stems."""
    assert american(one) != american(other)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("colour", True), ("color", True), ("organization", True), ("teapot", False), ("hour", False)],
)
def test_has_two_spellings(word: str, expected: bool) -> None:
    """In either spelling."""
    assert has_two_spellings(word) is expected
