"""Sites whose pages are papers, and which of their pages are: not a home page, a volume's, an author's, a search.

Each row is a host (with its subdomains) and a pattern that a path of it, query and all, must match from its start. The
patterns were read off the addresses that reading lists give. A file in a format that papers have (``.pdf``, ``.ps``,
``.ps.gz``, ``.djvu``) is one on any host, unless its path says that it is slides or the like.
"""

from __future__ import annotations

import re
from typing import Final

_SITES: Final[dict[str, str]] = {
    # proceedings
    "proceedings.mlr.press": r"/v\w+/.",
    "jmlr.org": r"/(?:papers/v(?:olume)?\d+/.|proceedings/papers/v\w+/.|mloss/.|csail\.)",
    "jmlr.csail.mit.edu": r"/(?:papers/v(?:olume)?\d+/.|proceedings/papers/v\w+/.)",
    "openreview.net": r"/(?:forum|pdf|attachment|references/pdf|notes/edits/attachment)\b",
    "aclanthology.org": r"/(?!(?:events|volumes|venues|people|sigs|info|search|faq|posts)\b|\w\d\d(?:-\d)?/?\Z).",
    "aclweb.org": r"/(?:anthology(?:-new)?/(?!(?:events|volumes|venues|people|sigs|info)/)\S*\d[\w.]*-\w*\.?\d"
    r"|\S*\.pdf)",
    "aclanthology.info": r"/(?:papers|pdf)/.",
    "papers.nips.cc": r"/paper(?:s|_files)?/.*[^\W\d]",
    "papers.neurips.cc": r"/paper(?:s|_files)?/.*[^\W\d]",
    "proceedings.neurips.cc": r"/paper(?:_files)?/.*(?:hash|file|bib|-)",
    "nips.cc": r"/(?:paper/.|virtual/\d{4}/(?:poster|oral|spotlight)/\d)",
    "books.nips.cc": r"/papers/.",
    "neurips.cc": r"/(?:virtual/\d{4}/(?:poster|oral|spotlight)/\d|media/)",
    "iclr.cc": r"/virtual/\d{4}/(?:poster|oral|spotlight)/\d",
    "icml.cc": r"/(?:virtual/\d{4}/(?:poster|oral|spotlight)/\d|\d{4}/papers/\d)",
    "openaccess.thecvf.com": r"/(?:content|papers)\w*/.*\.(?:html|pdf)",
    "cv-foundation.org": r"/openaccess/content.*/.*\.(?:html|pdf)",
    "ecva.net": r"/papers/.*\.(?:php|pdf)",
    "eccv2018.org": r"/openaccess/.",
    "isca-speech.org": r"/(?:archive|iscaweb)/.*\d\d.*(?:/.*\.html|\.pdf|_\w+\d)",
    "isca-archive.org": r"/.*\d\d.*/.*\.(?:html|pdf)",
    "usenix.org": r"/(?:conference/[^/]+/(?:presentation|technical-sessions/presentation)|publications?/|system/files/"
    r"|legacy/.*/(?:paper|tech|full_papers)|events?/.*/(?:full_papers|tech)/).",
    "ndss-symposium.org": r"/(?:ndss-paper|wp-content)/.",
    "roboticsproceedings.org": r"/rss\d+/p\d+",
    "bmva.org": r"/.*bmvc.*/(?:paper|papers)/?.",
    "bmva-archive.org.uk": r"/.*bmvc.*paper.",
    "ijcai.org": r"/(?:proceedings/\d{4}/\d|papers?/|abstract/|proceedings/.*\.pdf)",
    "aaai.org": r"/(?:ocs/.*/(?:paper|view|download)|papers?/.|ojs/.*/(?:article|view))",
    "auai.org": r"/.*proceedings/papers?/.",
    "learningtheory.org": r"/.*papers?/.",
    "vldb.org": r"/(?:pvldb/vol\S*/p\d|pvldb/.*p\d|conf/.*\.pdf)",
    "cidrdb.org": r"/.*papers?/.",
    "ceur-ws.org": r"/vol-\d+/.",
    "drops.dagstuhl.de": r"/(?:opus|entities/document|storage|volltexte)/.",
    "cdn.aaai.org": r"/.",
    "interspeech2018.org": r"/.*papers?.*\.pdf",
    "ismir.net": r"/.*(?:paper|\.pdf)",
    "ieee-security.org": r"/.*papers?.*\.pdf",
    "eprint.iacr.org": r"/(?:archive/|versions/)?\d{4}/\d",
    "tches.iacr.org": r"/.*article/view",
    # preprints
    "biorxiv.org": r"/(?:content|cgi/content)/.",
    "medrxiv.org": r"/(?:content|cgi/content)/.",
    "chemrxiv.org": r"/(?:engage/.*article-details|articles)/.",
    "hal.science": r"/[a-z]+[-_]?[a-z]*-?\d|/(?:tel|hal|inria)-\d",
    "hal.archives-ouvertes.fr": r"/.*-\d{5}",
    "hal.inria.fr": r"/.*-\d{5}",
    "ssrn.com": r"/(?:abstract=|sol3/(?:papers|delivery)\.cfm\?)",
    "preprints.org": r"/manuscript/\d",
    "researchsquare.com": r"/article/",
    "techrxiv.org": r"/(?:articles|doi|users/.*articles)/.",
    "psyarxiv.com": r"/\w{5}",
    "osf.io": r"/preprints/(?:\w+/)?\w{5}",
    "vixra.org": r"/(?:abs|pdf)/\d",
    "eccc.weizmann.ac.il": r"/(?:report|eccc-reports)/\d{4}/.",
    "optimization-online.org": r"/(?:DB_HTML/)?\d{4}/\d\d/.|/\?p=\d",
    # indexes
    "semanticscholar.org": r"/paper/.|/[0-9a-f]{4}/[0-9a-f]{36}\.pdf",
    "api.semanticscholar.org": r"/corpusid:\d",
    "ui.adsabs.harvard.edu": r"/(?:#?abs|link_gateway)/\d{4}",
    "adsabs.harvard.edu": r"/(?:abs|full|pdf|doi)/\w|/cgi-bin/(?:nph-(?:bib_query|data_query)|bib_query)\?.",
    "articles.adsabs.harvard.edu": r"/.*\d{4}\w",
    "inspirehep.net": r"/(?:literature|record)/\d",
    "ncbi.nlm.nih.gov": r"/(?:pmc/articles/(?:pmc)?\d|articles/(?:pmc)?\d|pubmed/(?:\?term=)?\d|m/pubmed/\d)",
    "pubmed.ncbi.nlm.nih.gov": r"/(?:pmc)?\d",
    "europepmc.org": r"/(?:article/\w|articles/\w|abstract/\w)",
    "citeseerx.ist.psu.edu": r"/(?:viewdoc|document|showciting|pdf/|messages/download)\S*(?:doi=|doi\b|pid|/\w)",
    "citeseer.ist.psu.edu": r"/(?:viewdoc\S*doi=|\w+\.html\Z)",
    "jstor.org": r"/(?:stable|pss)/\S*\d",
    "projecteuclid.org": r"/(?:euclid\.|journals/.*/(?:\d|full)|download/|DPubS\?)",
    "numdam.org": r"/(?:articles?|item)/.",
    "mathnet.ru": r"/(?:eng|rus|links)/\w+\d",
    "cyberleninka.ru": r"/article/n/.",
    "elibrary.ru": r"/(?:item\.asp\?id=|download/)",
    "researchgate.net": r"/(?:publication|profile/[^/]+/publication)/\d|/publication/\w",
    "academia.edu": r"/\d{5,}/.",
    "dblp.org": r"/rec/.",
    "cnki.net": r"/\S*(?:filename|dbcode|detail|article/)",
    "ci.nii.ac.jp": r"/naid/\d",
    "jstage.jst.go.jp": r"/article/.",
    "dbpia.co.kr": r"/\S*articledetail",
    "koreascience.or.kr": r"/article/.|/journal/view",
    "koreascience.kr": r"/article/.",
    "scielo.br": r"/(?:scielo\.php\?\S*pid|j/\w+/a/.)",
    "diva-portal.org": r"/smash/(?:record\.jsf|get/)",
    "openaire.eu": r"/search/publication",
    "openalex.org": r"/(?:works/)?w\d",
    "paperswithcode.com": r"/paper/.",
    "research.google": r"/pubs/.",
    "research.google.com": r"/pubs/(?:archive/)?(?:pub)?\d",
    "ai.google": r"/research/pubs/.",
    "research.fb.com": r"/publications/.",
    "ai.facebook.com": r"/research/publications/.",
    "ai.meta.com": r"/research/publications/.",
    "microsoft.com": r"/(?:[a-z]{2}-[a-z]{2}/)?research/(?:publication/.|wp-content/uploads/.*\.pdf|pubs/\d)",
    "research.microsoft.com": r"/(?:apps/pubs|pubs/\d|\S*\.pdf)",
    "research.nvidia.com": r"/(?:labs/.*/)?publications?/\d",
    # publishers
    "dl.acm.org": r"/(?:citation\.cfm\?|ft_gateway\.cfm\?|doi/|purchase\.cfm\?id=)",
    "portal.acm.org": r"/(?:citation\.cfm\?|ft_gateway\.cfm\?)",
    "queue.acm.org": r"/detail\.cfm\?",
    "ieeexplore.ieee.org": r"/(?:(?:abstract/)?document/\d|stamp/\S*arnumber|iel\w*/"
    r"|xpls?/\S*(?:arnumber|articledetails)|abstract/\S*\d|servlet/\S*arnumber)",
    "computer.org": r"/(?:csdl/\S*\d|portal/web/csdl/doi)",
    "link.springer.com": r"/(?:article|chapter|content|referenceworkentry|epdf|protocol|book)/\S*\d",
    "springerlink.com": r"/(?:content|index)/.",
    "springer.com": r"/\S*/article/.|/article/10\.",
    "springeropen.com": r"/(?:articles|track/pdf)/10\.",
    "biomedcentral.com": r"/(?:articles|track/pdf)/10\.|/\d{4}-\d{4}/\d",
    "sciencedirect.com": r"/(?:science/)?(?:article|book/|chapter/|reader/)\S*\d|/science\?\S*_ob=(?:article|mi)",
    "linkinghub.elsevier.com": r"/retrieve/pii",
    "cell.com": r"/\S*(?:fulltext|abstract|pdf|pdfextended|retrieve|article)\S*/?(?:s\d|pii|\()",
    "thelancet.com": r"/(?:journals/\S*article|pdfs/)",
    "nature.com": r"/(?:articles/\S*\d|\w+/journal/v\S*\d|doifinder/|documents/|nature/\S*\.(?:html|pdf))",
    "science.org": r"/(?:doi|content)/.",
    "sciencemag.org": r"/(?:doi|content)/\S*\d",
    "pnas.org": r"/(?:doi|content|cgi/doi)/.",
    "onlinelibrary.wiley.com": r"/(?:doi|resolve|wol1)/.",
    "tandfonline.com": r"/(?:doi)/.",
    "journals.sagepub.com": r"/doi/.",
    "academic.oup.com": r"/\S*(?:article|doi)\S*/\d",
    "oxfordjournals.org": r"/(?:content|cgi/content)/.",
    "cambridge.org": r"/core/\S*(?:article|product|services/aop)",
    "journals.cambridge.org": r"/\S*(?:abstract|article|fulltext|action)",
    "pubs.acs.org": r"/doi/.",
    "pubs.aip.org": r"/.*article",
    "aip.scitation.org": r"/doi/.",
    "pubs.rsc.org": r"/\S*article\S*/",
    "journals.aps.org": r"/\w+/(?:abstract|pdf)/.",
    "link.aps.org": r"/(?:doi|abstract|pdf)/.",
    "iopscience.iop.org": r"/(?:article/|\d{4}-\d{3}[\dx]/|book/)",
    "mdpi.com": r"/(?:\d{4}-\d{3}[\dx]/\d+/\S*\d|journal/\w+/special_issues/\d+/\d|resolver\?)",
    "frontiersin.org": r"/(?:articles|journals/\S*articles?|journal/10)\S*10\.",
    "journals.plos.org": r"/\w+/article\S*id=",
    "plos.org": r"/(?:article|\w+/article)",
    "plosone.org": r"/article/",
    "ploscompbiol.org": r"/article/",
    "elifesciences.org": r"/(?:articles|reviewed-preprints|content)/\S*\d",
    "peerj.com": r"/(?:articles|preprints)/\S*\d",
    "f1000research.com": r"/articles/\d",
    "hindawi.com": r"/(?:journals/\w+/\d{4}/\d|\d{7})",
    "royalsocietypublishing.org": r"/(?:doi|content)/.",
    "jair.org": r"/(?:index\.php/jair/article|media/\d|papers?/)",
    "mitpressjournals.org": r"/doi/.",
    "direct.mit.edu": r"/\w+/(?:article|proceedings|chapter)\S*/\d|/\w+/(?:article|proceedings)\S*/.",
    "distill.pub": r"/\d{4}/.",
    "transacl.org": r"/\S*article",
    "nowpublishers.com": r"/article/|/\S*abstract",
    "epubs.siam.org": r"/doi/.",
    "emerald.com": r"/insight/content/.",
    "emeraldinsight.com": r"/doi/.",
    "igi-global.com": r"/(?:article|chapter|gateway/(?:article|chapter))/.",
    "worldscientific.com": r"/doi/.",
    "degruyter.com": r"/(?:document/doi|view/j|downloadpdf)/.",
    "scirp.org": r"/(?:journal/paperinformation|pdf/|html/\d)",
    "osapublishing.org": r"/\S*(?:abstract|viewmedia|fulltext|uri=)",
    "opg.optica.org": r"/\S*(?:abstract|viewmedia|fulltext|uri=)",
    "spiedigitallibrary.org": r"/(?:journals|conference-proceedings)\S*/10\.|/\S*\d{4}/\S*10\.",
    "msp.org": r"/\w+/\d{4}/\S*\d",
    "ams.org": r"/(?:journals|proc|tran|bull|mcom|jams|notices|bookstore)/\S*\d{4}",
    "annualreviews.org": r"/(?:doi|content/journals/10|eprint)\S*",
    "jneurosci.org": r"/content/\d",
    "psycnet.apa.org": r"/(?:record|buy|doilanding|fulltext)\S*\d",
    "ojs.aaai.org": r"/\S*article",
    "quantum-journal.org": r"/papers/.",
    "scipost.org": r"/(?:scipostphys\w*\.\d|10\.|submissions/)",
    "joss.theoj.org": r"/papers/.",
    "jstatsoft.org": r"/(?:article|v\d+/i\d|index\.php/jss/article)",
    "journal.r-project.org": r"/(?:archive|articles)/\S*\d",
    "ojs.library.queensu.ca": r"/\S*article",
    "lmcs.episciences.org": r"/\d",
    "theoryofcomputing.org": r"/articles/\w",
    "tac.mta.ca": r"/tac/volumes/\S*\.pdf|/tac/volumes/\d+/\d+/\d",
    "digital-library.theiet.org": r"/content/(?:journals|conferences)/10\.",
    "eudl.eu": r"/(?:doi|pdf)/",
    "ingentaconnect.com": r"/content/.",
    "copernicus.org": r"/(?:articles|preprints)/\d",
}
"""Host without ``www.``, and the start of the paths of it that are papers."""

PAPER_HOSTS: Final = frozenset(_SITES)
"""Hosts that have papers."""

_PATTERNS: Final = {host: re.compile(pattern, re.IGNORECASE) for host, pattern in _SITES.items()}
_FILE = re.compile(r"\.(?:pdf|ps|eps|djvu|ps\.g?z|pdf\.gz|ps\.bz2|dvi)\Z", re.IGNORECASE)
_NO_PAPER = re.compile(
    r"/(?:slides?|presentations?|posters?|talks)/"
    r"|[^/]*(?<![a-z])(?:slides?|presentation|poster|lecture|handout|syllabus|cheat-?sheet|r[eé]sum[eé]|brochure|faq)"
    r"(?![a-z])[^/]*\Z",
    re.IGNORECASE,
)
_LONGEST_PATH = 300
_HOST = re.compile(r"(?:https?:|ftp:)?//(?:[^/@\s?#]*@)?(?P<host>[^/?#:\s]+)(?::\d*)?(?P<path>.*)", re.I | re.S)


def is_paper_address(url: str) -> bool:
    """Whether an address is a paper's by where it leads: a paper's page on a site that has them, or a paper's file."""
    match = _HOST.match(url)
    path = match["path"] if match else url
    if match:
        labels = match["host"].lower().removeprefix("www.").split(".")[-5:]
        for start in range(len(labels) - 1):
            pattern = _PATTERNS.get(".".join(labels[start:]))
            if pattern and pattern.match("/" + path[:_LONGEST_PATH].lstrip("/")):
                return True
    file = path.partition("?")[0].partition("#")[0].rstrip("/")
    return _FILE.search(file[-12:]) is not None and not _NO_PAPER.search(file[-_LONGEST_PATH:])


def is_home_page(url: str) -> bool:
    """Whether an address is a site of papers and none of its papers: ``https://arxiv.org/``, ``https://openreview.net``.

    Of arXiv, which names every paper by its number, so is every page without one.
    """
    match = _HOST.match(url)
    if not match:
        return False
    host = match["host"].lower().removeprefix("www.")
    if host.endswith("arxiv.org"):
        return True
    return not match["path"].strip("/?#") and any(
        ".".join(host.split(".")[start:]) in PAPER_HOSTS for start in range(host.count("."))
    )
