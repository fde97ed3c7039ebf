"""A loopback server that answers like arXiv's OAI-PMH, DataCite and OpenAlex: the ways beside the query API.

:func:`oai_answer`, :func:`datacite_answer` and :func:`openalex_answer` are pure; :class:`LoopbackServices` puts them
behind HTTP. What is known here of OAI-PMH is ``GetRecord`` in the format ``arXivRaw``: the layout of recorded answers,
the words of arXiv's code (https://github.com/arXiv/oaipmh) for errors, which come with status 200. DataCite's answers
hold what arXiv registers: the dates of each version, and subjects in no order that could be relied on.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection, Mapping
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from hostile import OAI, Scenario, Sent
from loopback_arxiv import NOW, LoopbackArxiv, Paper, Papers, Request

OAI_PATH = "/oai"
_ACCENTS = {"\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0308": '"', "\u0306": "u", "\u0327": "c"}
_LETTERS = {"Ł": r"{\L}", "ø": r"{\o}", "ω": r"\omega", "μ": r"\mu", "σ": r"\sigma", "α": r"\alpha", "β": r"\beta"}
_ARCHIVES_OF_PHYSICS = ("hep-th", "quant-ph", "gr-qc", "math-ph", "astro-ph")


def tex(text: str) -> str:
    """The text as authors write it for arXiv: accents and Greek letters as TeX commands."""
    written = []
    for char in text:
        letter, mark = (unicodedata.normalize("NFD", char) + " ")[:2]
        command = _ACCENTS.get(mark, "")
        braced = f"{{{letter}}}" if command.isalpha() else letter
        written.append(f"{{\\{command}{braced}}}" if command else _LETTERS.get(char, char))
    return "".join(written)


def oai_answer(
    params: Mapping[str, str],
    papers: Papers,
    *,
    now: str = NOW,
    withdrawn: Collection[str] = (),
    deleted: Collection[str] = (),
) -> bytes:
    """The document for a request; ``withdrawn`` and ``deleted`` are identifiers of papers that are so."""
    if params.get("verb") != "GetRecord":
        return _document(_error("badVerb", "Bad verb. Verb not implemented."), params, now)
    if set(params) != {"verb", "metadataPrefix", "identifier"}:
        return _document(_error("badArgument", "Parameters provided did not match expected."), params, now)
    if params["metadataPrefix"] != "arXivRaw":
        return _document(_error("cannotDisseminateFormat", "Did not recognize requested format"), params, now)
    prefix, _, name = params["identifier"].rpartition(":")
    hit = papers.named(name)
    if prefix != "oai:arXiv.org":
        return _document(_error("badArgument", "Identifier needs to be of the form oai:arXiv.org:<id>"), params, now)
    if hit is None or hit.paper.id != name:
        return _document(_error("idDoesNotExist", "Nothing found for this id"), params, now)
    record = record_xml(hit.paper, is_withdrawn=name in withdrawn, is_deleted=name in deleted)
    return _document(f"<GetRecord>\n{record}\n</GetRecord>", params, now)


def _document(content: str, params: Mapping[str, str], now: str) -> bytes:
    attributes = "".join(f' {name}="{escape(value, {chr(34): "&quot;"})}"' for name, value in params.items())
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">
<responseDate>{now}</responseDate>
<request{attributes}>http://oaipmh.arxiv.org/oai</request>
{content}
</OAI-PMH>
""".encode()


def _error(code: str, words: str) -> str:
    return f'<error code="{code}">{escape(words)}</error>'


def record_xml(paper: Paper, *, is_withdrawn: bool = False, is_deleted: bool = False) -> str:
    """The ``<record>`` of a paper in ``arXivRaw``; a deleted one has a header only."""
    sets = "\n".join(f" <setSpec>{_set_of(category)}</setSpec>" for category in paper.categories)
    status = ' status="deleted"' if is_deleted else ""
    header = f"""\
<header{status}>
 <identifier>oai:arXiv.org:{paper.id}</identifier>
 <datestamp>{paper.versions[-1][:10]}</datestamp>
{sets}
</header>"""
    metadata = "" if is_deleted else f"\n<metadata>\n {_raw(paper, is_withdrawn)}\n</metadata>"
    return f"<record>\n{header}{metadata}\n</record>"


def _set_of(category: str) -> str:
    archive = category.partition(".")[0]
    group = "physics" if archive in _ARCHIVES_OF_PHYSICS else archive
    return ":".join(dict.fromkeys((group, archive))) + (f":{category.partition('.')[2]}" if "." in category else "")


def _raw(paper: Paper, is_withdrawn: bool) -> str:
    versions = "".join(
        f'<version version="v{number}"><date>{_rfc822(created)}</date>'
        + (
            "<size>0kb</size><source_type>I</source_type>"
            if is_withdrawn and number == len(paper.versions)
            else "<size>12kb</size><source_type>D</source_type>"
        )
        + "</version>"
        for number, created in enumerate(paper.versions, 1)
    )
    fields = {
        "title": tex(paper.title),
        "authors": ", ".join(tex(name) + (f" ({tex(place)})" if place else "") for name, place in paper.authors),
        "categories": " ".join(paper.categories),
        "comments": tex(paper.comment or ""),
        "journal-ref": paper.journal_ref,
        "doi": paper.doi,
        "license": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
        "abstract": f"  {tex(paper.abstract).strip()}\n",
    }
    texts = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in fields.items() if text)
    return (
        '<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:schemaLocation="http://arxiv.org/OAI/arXivRaw/ https://oaipmh.arxiv.org/OAI/arXivRaw.xsd">\n '
        f"<id>{paper.id}</id><submitter>Ada Invented</submitter>{versions}{texts}</arXivRaw>"
    )


def _rfc822(time: str) -> str:
    return format_datetime(datetime.fromisoformat(time), usegmt=True)


def datacite_answer(doi: str, papers: Papers) -> tuple[int, bytes]:
    """Status and JSON for ``/dois/<doi>``: what arXiv registers with the DOI of a paper."""
    paper = _paper_of(doi, papers)
    if paper is None:
        error = {"status": "404", "title": "The resource you are looking for doesn't exist."}
        return 404, json.dumps({"errors": [error]}).encode()
    published = {"relationType": "IsVersionOf", "relatedIdentifier": paper.doi, "relatedIdentifierType": "DOI"}
    attributes = {
        "doi": doi.lower(),
        "creators": [_creator(name, place) for name, place in paper.authors],
        "titles": [{"title": paper.title}],
        "publisher": "arXiv",
        "publicationYear": int(paper.versions[0][:4]),
        "subjects": [{"subject": f"Invented ({name})", "subjectScheme": "arXiv"} for name in paper.categories],
        "dates": [
            {"date": date, "dateType": kind, "dateInformation": f"v{number}"}
            for number, date in enumerate(paper.versions, 1)
            for kind in ("Submitted", "Updated")
        ]
        + [
            {"date": paper.versions[0][:7], "dateType": "Available", "dateInformation": "v1"},
            {"date": paper.versions[0][:4], "dateType": "Issued"},
        ],
        "relatedIdentifiers": [published] if paper.doi else [],
        "rightsList": [{"rightsUri": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"}],
        "descriptions": [
            {"description": paper.abstract, "descriptionType": "Abstract"},
            {"description": paper.comment or "An invented comment", "descriptionType": "Other"},
        ],
    }
    return 200, json.dumps({"data": {"id": doi.lower(), "type": "dois", "attributes": attributes}}).encode()


def openalex_answer(doi: str, papers: Papers) -> tuple[int, bytes]:
    """Status and JSON for ``/works/doi:<doi>``."""
    paper = _paper_of(doi, papers)
    if paper is None:
        return 404, b"<!doctype html><html><title>404 Not Found</title></html>"
    index: dict[str, list[int]] = {}
    for place, word in enumerate(paper.abstract.split()):
        index.setdefault(word, []).append(place)
    work = {
        "id": "https://openalex.org/W1",
        "doi": f"https://doi.org/{doi.lower()}",
        "title": paper.title,
        "display_name": paper.title,
        "publication_year": int(paper.versions[0][:4]),
        "publication_date": paper.versions[0][:10],
        "authorships": [
            {"author": {"display_name": name.upper()}, "raw_author_name": name, "institutions": []}
            for name, _ in paper.authors
        ],
        "abstract_inverted_index": index,
    }
    return 200, json.dumps(work).encode()


def _creator(name: str, place: str | None) -> dict[str, object]:
    given, _, family = name.rpartition(" ")
    if not given or "Collaboration" in name:
        return {"name": name, "nameType": "Organizational" if given else "Personal", "affiliation": []}
    parts = {"givenName": given, "familyName": family, "affiliation": [place] if place else []}
    return {"name": f"{family}, {given}", "nameType": "Personal", **parts}


def _paper_of(doi: str, papers: Papers) -> Paper | None:
    prefix = "10.48550/arxiv."
    return next((each for each in papers if f"{prefix}{each.id}".lower() == doi.lower()), None)


class LoopbackServices(LoopbackArxiv):
    """The services beside the query API on one port of this machine, with the log and the planted answers of its base.

    A service that is in ``down`` gives that status and body to every request; a scenario strikes OAI-PMH alone.
    """

    def __init__(
        self, papers: Papers | tuple[Paper, ...] = (), *, port: int = 0, scenario: Scenario | None = None
    ) -> None:
        super().__init__(papers, port=port, scenario=scenario)
        self.down: dict[str, tuple[int, bytes]] = {}
        """Name of a source, and what it answers to everything."""
        self.withdrawn: set[str] = set()
        self.deleted: set[str] = set()

    @property
    def base(self) -> str:
        """``http://127.0.0.1:PORT``."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def oai(self) -> str:
        """The address of OAI-PMH."""
        return f"{self.base}{OAI_PATH}"

    @property
    def datacite(self) -> str:
        """The root of DataCite."""
        return f"{self.base}/datacite"

    @property
    def openalex(self) -> str:
        """The root of OpenAlex."""
        return f"{self.base}/openalex"

    def of(self, source: str) -> list[Request]:
        """The requests to one source so far."""
        return [request for request in self.requests if _source_of(request.path) == source]

    def _protocol_of(self, request: Request) -> str:
        return OAI if request.path == OAI_PATH else ""

    def _answer(self, request: Request) -> Sent:
        source = _source_of(request.path)
        status, body = self.down.get(source) or self._answer_of(source, request)
        return Sent(status, {"Content-Type": _TYPES.get(source, "text/plain")}, body)

    def _answer_of(self, source: str, request: Request) -> tuple[int, bytes]:
        if source == "arxiv-oai":
            return 200, oai_answer(request.params, self.papers, withdrawn=self.withdrawn, deleted=self.deleted)
        if source == "datacite":
            return datacite_answer(request.path.removeprefix("/datacite/dois/"), self.papers)
        if source == "openalex":
            return openalex_answer(request.path.removeprefix("/openalex/works/doi:"), self.papers)
        return 404, b"Not Found"


_TYPES = {
    "arxiv-oai": "text/xml",
    "datacite": "application/vnd.api+json; charset=utf-8",
    "openalex": "application/json",
}


def _source_of(path: str) -> str:
    return "arxiv-oai" if path == OAI_PATH else path.split("/")[1]
