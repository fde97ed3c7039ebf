"""References by the standards that mark where a title ends: GOST (Russian) and GB/T 7714 (Chinese).

``Invented, A.B. A Title [Текст] / A.B. Invented, B. Madeup // Venue. — 2018. — P. 1–9`` and
``Invented A, Madeup B. A Title[J]. Venue, 2018``. Behind the mark or a slash stand the authors, behind two slashes the
venue. What says where and when somebody read the paper (``Режим доступа``) is neither title nor note, in any style.
"""

from __future__ import annotations

import re

from paperdex.lists.outline import Span
from paperdex.lists.words.bylines import east_asian_people, leading_names, people, surely_people
from paperdex.lists.words.plain_citations import Citation, first_sentence, part_title, sentences_of
from paperdex.lists.words.titles import SEPARATORS

_GOST_MARK = re.compile(
    r"\s*\[\s*(?:Текст|Электронный ресурс|Электрон\. ресурс|Електронний ресурс|Text|Electronic resource|Online"
    r"|En ligne|Recurso electr[oó]nico|Risorsa elettronica|Elektronische Ressource)\s*\]\s*[.:]?",
    re.IGNORECASE,
)
_GB_MARK = re.compile(r"\s?\[(?:[ACDGJMNPRSZ]|[A-Z]{1,2}/+OL)\][.:]?(?=\s|\Z)")
"""What ends a title in the Chinese standard, GB/T 7714: ``[J]`` for a journal, ``[C]``, ``[EB/OL]``."""
_ACCESS = re.compile(
    r"[\s.,;–—/(-]{0,6}\b(?:Режим доступа(?: к \w+)?|дата обращения|Загл(?:авие|\.) с экрана"
    r"|Электрон(?:ные|\.)? (?:текстовые )?дан(?:ные|\.)|Available (?:at|from|online)|Retrieved from"
    r"|Disponible (?:sur|en|em)|Consulté le|Accessed(?: on)?|Verfügbar unter|URL)"
    r"(?!\w)\s*:?\s*(?:\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2} \w{3,9} \d{4})?[\s.)]{0,6}",
    re.IGNORECASE,
)
_READ_ON = re.compile("дата обращения|[Aa]ccessed|Consulté le")
_YEAR_APART = re.compile(r"(?:[.,–—]\s|\A)(?P<year>(?:19|20)\d\d)(?=\s?[.,–—]|\Z)")
_PAGES = re.compile(
    r"[\s.,–—-]{0,6}(?<!\w)(?:V|Vol|No|№|Vyp|P|pp|S|Т|Вып|С|с|стр)\.?\s?\d{1,5}(?:\s?[–—-]\s?\d{1,5})?(?!\w)[.]?"
)
_VENUE_END = re.compile(r"[.,，]\s|[.,，]?\Z")
_PREPRINT = re.compile(r"arxiv\b", re.IGNORECASE)
_LONGEST_VENUE = 120


def read_standard(text: str) -> Citation | None:
    """A reference with a mark of these standards; ``None`` for another."""
    mark = _GOST_MARK.search(text) or _GB_MARK.search(text)
    cuts = [mark.start()] if mark else []
    if (venue := text.find(" // ")) > 0:
        cuts.append(venue)
    if (byline := text.find(" / ")) > 0 and (cuts or surely_people(text[byline + 3 :].rstrip(". "))):
        cuts.append(byline)
    if not cuts:
        return None
    end = min(cuts)
    title, authors, more = _read_head(text[:end].strip())
    names, tail = _read_byline(text[mark.end() if mark and mark.start() == end else end :].strip())
    year = _YEAR_APART.search(tail)
    tail = without_access(tail)
    if mark and mark.re is _GB_MARK:
        known, rest = _VENUE_END.split(tail, maxsplit=1)[0].strip(" .,/") or None, ""
    else:
        known, rest = _read_venue(_PAGES.sub(".", _YEAR_APART.sub(".", tail)))
    rest = " ".join(filter(None, (more, rest.strip(" .,;–—"))))
    return Citation(title, names or authors, year["year"] if year else None, rest, known)


def _read_head(head: str) -> tuple[str, tuple[str, ...], str]:
    """Title, authors and the rest of what stands in front of the mark."""
    names, end = leading_names(head)
    if end and head[end:].strip(SEPARATORS):
        title, more = first_sentence(head[end:].lstrip(" .,:;"))
        return title, names, more
    front, *sentences = sentences_of(head) or [head]
    if sentences and (names := people(front) or east_asian_people(front)):
        return sentences[0], names, ". ".join(sentences[1:])
    return part_title(head)


def _read_byline(tail: str) -> tuple[tuple[str, ...], str]:
    """The authors behind ``/``, and what follows them."""
    if not tail.startswith("/ "):
        return (), tail
    byline, slashes, behind = tail[2:].partition("// ")
    names = people(byline.rstrip(" .")) or people(byline.partition(". – ")[0].partition(";")[0])
    return names, f"{'' if names else byline} {slashes}{behind}".strip()


def _read_venue(tail: str) -> tuple[str | None, str]:
    """The venue behind ``//``, and what is left; nothing where no words are left."""
    if not any(character.isalpha() for character in tail):
        return None, ""
    if not tail.startswith("// "):
        return None, tail
    venue, _, rest = tail[3:].partition(". ")
    venue = venue.strip(" .—–-")
    if not venue or len(venue) > _LONGEST_VENUE or _PREPRINT.match(venue):
        return None, tail[3:]
    return venue, rest if any(character.isalpha() for character in rest) else ""


def without_access(text: str) -> str:
    """A text without what says where and when the paper was read: ``Режим доступа``, ``(дата обращения: ...)``."""
    match = _ACCESS.search(text)
    return _ACCESS.sub(" ", text).strip(" .;–—-") if match else text


def drop_access(span: Span) -> Span:
    """A run of text without the day on which somebody read the paper, so that it is not taken for the paper's."""
    text = span.text
    return span._replace(text=_ACCESS.sub(" ", text)) if not span.url and _READ_ON.search(text) else span
