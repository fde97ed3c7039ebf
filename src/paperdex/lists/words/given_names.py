"""Given names that are common among authors, where one full name alone stands in front of a colon."""

from __future__ import annotations

_TEXT = """
    Aaron Abhishek Ada Adam Adrian Ahmed Alan Albert Alec Alex Alexander Alexei Alexey Ali Amir Amit Ana Anders
    Andrea Andreas Andrei Andrej Andrew Andrey Anna Anne Anthony Antonio Arthur Ashish Barbara Ben Benjamin Bernard
    Bernhard Bo Brian Bruno Carl Carlos Caroline Catherine Charles Chelsea Chris Christian Christina Christine
    Christoph Christopher Claude Claudia Dan Daniel Daniela David Denis Diana Dmitry Donald Douglas Edward Elena
    Elizabeth Emily Emma Eric Erik Eugene Eva Fabian Fabio Felix Fernando Florian Francesco Francis Francois Frank
    François Frederic Gabriel Geoffrey George Gerald Giovanni Gregory Guido Guillaume Hans Harold Helen Henry
    Herbert Hugo Igor Ilya Ivan Jacob James Jan Jane Jason Jean Jeffrey Jennifer Jeremy Jerome Joan Johannes John
    Jonas Jonathan Jorge Jose Joseph Joshua Juan Juergen Julia Julian Jürgen Karen Karl Katherine Kevin Klaus
    Konstantin Laura Laurent Lawrence Leonid Leslie Li Linda Lisa Louis Luca Lucas Luis Marc Marco Maria Mario Mark
    Markus Martin Matthew Matthias Max Maxim Michael Michel Mikhail Mohammad Monica Nathan Nicholas Nicolas Nikita
    Nikolai Noam Oleg Oliver Olivier Oriol Oscar Pablo Patrick Paul Pavel Pedro Peter Philip Philipp Philippe Pierre
    Piotr Rachel Ralf Raymond Rebecca Ricardo Richard Rob Robert Roberto Roger Roland Roman Ronald Ruslan Ryan
    Samuel Sandra Sara Sarah Scott Sean Sebastian Sergei Sergey Simon Sofia Stefan Stephan Stephen Steven Stuart
    Susan Sylvain Thomas Tim Timothy Tobias Tom Tomas Victor Vincent Vladimir Walter Wei Werner William Xavier Yann
    Yoshua Yuri Zoubin
"""
GIVEN_NAMES = frozenset(_TEXT.split())
