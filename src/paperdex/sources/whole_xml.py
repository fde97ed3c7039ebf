"""XML from a server, taken only whole: well-formed to its last byte, in UTF-8, with the root that was expected, no DTD.

Without a DTD there are no entities to blow up or to fetch; lxml resolves none and asks nobody.
"""

from __future__ import annotations

from lxml import etree

from paperdex.core.text import printable
from paperdex.sources.transport import Reply
from paperdex.sources.whole import instead, is_web_page, what_came

_UTF_8 = frozenset({"UTF-8", "UTF8", "ASCII", "US-ASCII"})


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
        reply.body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise instead(source, reply, "XML that is not in UTF-8", wanted) from error
    except (etree.XMLSyntaxError, ValueError) as error:
        raise instead(source, reply, _what_is_broken(reply, root), wanted) from error
    docinfo = found.getroottree().docinfo
    if (docinfo.encoding or "UTF-8").upper() not in _UTF_8:
        raise instead(source, reply, f"XML that says it is in {printable(docinfo.encoding or '')[:20]}", wanted)
    if docinfo.internalDTD is not None and not is_web_page(reply):
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
