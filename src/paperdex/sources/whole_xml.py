"""XML from a server, taken only whole: well-formed to its last byte, with the root that was expected, and no DTD.

Without a DTD there are no entities to blow up or to fetch; lxml resolves none and asks nobody.
"""

from __future__ import annotations

from lxml import etree

from paperdex.core.text import printable
from paperdex.sources.transport import Reply
from paperdex.sources.whole import instead, is_web_page, what_came


def parse_whole(source: str, reply: Reply, *, root: str, wanted: str) -> etree._Element:
    """The document in a reply, whose root has to be ``root`` (``{namespace}name``).

    ``wanted`` says what was expected, for the error: ``a record of OAI-PMH``. Raises SourceRefused naming what came
    instead, which may pass.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        found = etree.fromstring(reply.body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise instead(source, reply, _what_is_broken(reply, root), wanted) from error
    if found.getroottree().docinfo.internalDTD is not None and not is_web_page(reply):
        raise instead(source, reply, "a document with a DTD, which it never sends,", wanted)
    if found.tag != root:
        name = etree.QName(found).localname
        what = "a web page" if name.lower() == "html" else f"an XML document named {printable(name)[:40]!r}"
        raise instead(source, reply, what, wanted)
    return found


def _what_is_broken(reply: Reply, root: str) -> str:
    if is_web_page(reply) or not reply.body.lstrip().startswith(b"<"):
        return what_came(reply)
    end = f"</{etree.QName(root).localname}>".encode()
    return "XML that is broken" if reply.body.rstrip().endswith(end) else "XML that is cut off"
