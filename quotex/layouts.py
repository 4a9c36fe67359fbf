"""Sources that the layout states outright, without a cue: transcripts and signed quotations.

There is nothing to rank in these, and training corpora of running prose hardly hold them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Span

from quotex.quotations import Stretch

_NAME = r"@?[A-Z][\w.’'-]*(?:[ \xa0](?:@?[A-Z][\w.’'-]*|al|bin|da|de|del|der|di|du|la|of|the|van|von)){0,7}"
#: “WALLACE: Will she be there?”: a label inside the marks.
_LABEL = re.compile(rf"\W{{1,3}}(?P<name>{_NAME})(?: ?\([^()\n]{{1,40}}\))?:\s")
#: “Nobody asked us.” ― Ada Roe, a reader: a dash and a name, to the end of the line or a comma.
_SIGNATURE = re.compile(rf"\s{{0,3}}[-–—―]{{1,2}}[ \xa0]?(?P<name>{_NAME})[ \xa0]*(?=[,;(\n“\"]|$)")
#: What may stand between the start of a line and a signed quotation that does not open it: another signature.
_SIGNED = re.compile(r"[-–—―][^\n“”\"]{2,80}$")

_LOOK_BACK = 100


def stated_sources(doc: Doc, stretches: Sequence[Stretch]) -> Mapping[int, Span]:
    """The sources that a label inside a stretch or a signature behind it names, by the index of the stretch."""
    signed = {k: name for k, s in enumerate(stretches) if (name := _signature(doc, s))}
    labelled = {
        k: name for k, s in enumerate(stretches) if (name := _span(doc, _LABEL.match(doc.text, s.start, s.end)))
    }
    # A transcript has turns, and a label between small letters may be the start of a title: “Boom: A Memoir”.
    turns = [name.text for name in labelled.values()]
    labelled = {
        k: name
        for k, name in labelled.items()
        if len(turns) > 1 and (name.text.isupper() or turns.count(name.text) > 1)
    }
    return signed | labelled


def _signature(doc: Doc, stretch: Stretch) -> Span | None:
    match = _SIGNATURE.match(doc.text, stretch.end)
    line = doc.text[max(0, stretch.start - _LOOK_BACK) : stretch.start].rpartition("\n")[2].strip()
    return None if stretch.depth or (line and not _SIGNED.search(line)) else _span(doc, match)


def _span(doc: Doc, match: re.Match[str] | None) -> Span | None:
    return match and doc.char_span(*match.span("name"), alignment_mode="expand")
