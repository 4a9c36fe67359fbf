"""Sources that the layout states outright, without a cue: transcripts, signed quotations and headed ones.

There is nothing to rank in these, and training corpora of running prose hardly hold them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from spacy.tokens import Span

from quotex.article import LIKELY_CUE, Article
from quotex.quotations import Stretch

_NAME = r"@?[A-Z][\w.’'-]*(?: (?:@?[A-Z][\w.’'-]*|al|bin|da|de|del|der|di|du|la|of|the|van|von)){0,7}"
#: “WALLACE: Will she be there?”: a label inside the marks.
_LABEL = re.compile(rf"\W{{1,3}}(?P<name>{_NAME})(?: ?\([^()\n]{{1,40}}\))?:\s")
#: “Nobody asked us.” ― Ada Roe, a reader: a dash and a name, to the end of the line or a comma.
_SIGNATURE = re.compile(rf"\s{{0,3}}[-–—―]{{1,2}} ?(?P<name>{_NAME}) *(?=[,;(\n“\"]|$)")
#: *And from Chairwoman Roe:* or *From the desk of Ada Roe, treasurer* as a line, and the quotation below it.
_HEADING = re.compile(
    rf"(?:^|\n)(?:\w+ )?[Ff]rom (?:(?P<desk>the desk of )|(?:the )?)(?P<name>{_NAME})(?:, [^\n:]{{1,60}})?"
    rf"(?P<colon>:?)\s{{1,4}}$"
)
#: What may stand between the start of a line and a signed quotation that does not open it: another signature.
_SIGNED = re.compile(r"[-–—―][^\n“”\"]{2,80}$")
_LINE_END = re.compile(r" *(?:\n|\Z)")
#: What may stand before a quotation in a list.
_BULLETS = " \t•*–-"
#: How far back, in characters, the start of a line or a heading is looked for.
_LOOK_BACK = 100


def stated_sources(article: Article) -> Mapping[int, Span]:
    """The sources that a label inside a stretch, a signature behind or a heading above it names, by its index."""
    text, stretches = article.text, article.stretches
    signed = _signatures(article)
    signed |= {k: name for k, s in enumerate(stretches) if k not in signed and (name := _heading(text, s))}
    labelled = {k: name for k, s in enumerate(stretches) if (name := _LABEL.match(text, s.start, s.end))}
    # A transcript has turns, and a label in small letters may be the start of a title: “Boom: A Memoir”.
    turns = [name["name"] for name in labelled.values()]
    for k, name in labelled.items():
        if len(turns) > 1 and (name["name"].isupper() or turns.count(name["name"]) > 1):
            signed[k] = name
    spans = {k: article.doc.char_span(*name.span("name"), alignment_mode="expand") for k, name in signed.items()}
    return {k: span for k, span in spans.items() if span is not None}


def _signatures(article: Article) -> dict[int, re.Match[str]]:
    """The signature behind each quotation that starts its line or follows another signature.

    Marks inside may have broken it in pieces, *“We stay “at home.” And “nowhere else.” ― Ada Roe*: they are all signed
    where the line ends so, and nothing between them tells who said the one before.
    """
    text, stretches = article.text, article.stretches
    signed: dict[int, re.Match[str]] = {}
    pieces: list[int] = []
    for k, stretch in enumerate(stretches):
        if stretch.depth:
            continue
        line = text[max(0, stretch.start - _LOOK_BACK) : stretch.start].rpartition("\n")[2].strip(_BULLETS)
        if not line or _SIGNED.search(line):
            pieces = []
        elif not pieces or _parts(article, pieces[-1], k):
            pieces = []
            continue
        pieces.append(k)
        name = _SIGNATURE.match(text, stretch.end)
        if name and (len(pieces) == 1 or _LINE_END.match(text, name.end())):
            signed |= dict.fromkeys(pieces, name)
    return signed


def _parts(article: Article, k: int, following: int) -> bool:
    """Whether a line break or a cue stands between two stretches."""
    between = range(article.bounds[k][1], article.bounds[following][0])
    return any("\n" in article.words[i] or article.cue[i] > LIKELY_CUE for i in between)


def _heading(text: str, stretch: Stretch) -> re.Match[str] | None:
    if stretch.depth or "\n" not in text[max(0, stretch.start - 4) : stretch.start]:
        return None
    match = _HEADING.search(text, max(0, stretch.start - _LOOK_BACK), stretch.start)
    return match if match and (match["desk"] or match["colon"]) else None
