"""Attributions as a page to look at: :func:`render` for one article, :func:`render_many` for many.

What the page is made of lies in ``page/``: a template, its style and its script. Here stands only what they show. The
page asks nothing of the network, and its Content Security Policy admits no style and no script but its own, by their
hashes, so that what an article holds cannot run even where a browser is told to.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from quotex.grouping import by_speaker
from quotex.layers import Piece, sweep
from quotex.records import Attribution, Span, Speaker

if TYPE_CHECKING:
    from jinja2 import Environment

#: Colours of the page's style; more speakers than these begin anew, and their numbers tell them apart.
_HUES = 8
#: What a page cannot hold, or what would act on the text around it: controls, lone surrogates, overrides of direction.
_HIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


@frozen
class Page:
    """One self-contained HTML file. In a notebook it shows itself, apart from the notebook's own styles and scripts.

    >>> page = render("Nobody spoke.", [])
    >>> "Nobody spoke." in page.html, page.html == str(page)
    (True, True)
    """

    html: str = field(repr=lambda html: f"<{len(html):,} characters>")

    def save(self, path: str | PathLike[str]) -> None:
        """Write the page to a file, in UTF-8.

        Raises:
            OSError: where it cannot be written.
        """
        Path(path).write_text(self.html, "utf-8", newline="\n")

    def __str__(self) -> str:  # noqa: D105
        return self.html

    def _repr_html_(self) -> str:
        return _environment().get_template("notebook.html").render(html=self.html, title="Who is quoted")


def render(text: str, attributions: Iterable[Attribution], *, title: str = "Who is quoted") -> Page:
    """The page of one article: its quotations in their speakers' colours, its speakers, and every record.

    >>> import quotex
    >>> text = "“The bridge is safe,” Mayor Ada Roe said."
    >>> page = quotex.render(text, quotex.extract(text), title="The bridge")
    >>> "<title>The bridge</title>" in page.html
    True

    Args:
        text: the article.
        attributions: its records, as :func:`quotex.extract` or :func:`quotex.from_dict` gives them.
        title: the heading of the page.

    Raises:
        ValueError: where the records are those of another text.
    """
    return _page([_document(1, title, text, attributions)], many=False, title=title)


def render_many(documents: Iterable[tuple[str, str, Iterable[Attribution]]]) -> Page:
    """One page of many articles, with an index of them: each is a title, a text and its records.

    >>> import quotex
    >>> texts = {"Monday": "“The bridge is safe,” Mayor Ada Roe said.", "Tuesday": "Nobody spoke."}
    >>> page = quotex.render_many((day, text, quotex.extract(text)) for day, text in texts.items())
    >>> "2 documents" in page.html
    True

    Raises:
        ValueError: where the records are those of another text.
    """
    views = [_document(number, *document) for number, document in enumerate(documents, start=1)]
    return _page(views, many=True, title="Who is quoted")


# -- what the template sees


@frozen
class _Voice:
    """A speaker of a document, with all that they say in it."""

    id: str
    label: str  # the number that stands beside each of their quotations
    hue: str
    speaker: Speaker | None
    quotes: int
    words: int
    share: float  # of the document's quoted words, in percent


@frozen
class _Quoted:
    """A record, and whose it is."""

    id: str
    number: int
    attribution: Attribution
    voice: _Voice
    words: int


@frozen
class _Stretch:
    """A stretch of a quotation, on the text."""

    start: int
    end: int
    quoted: _Quoted
    first: bool


@frozen
class _Place:
    """Where cue, mention, name, role or affiliation stand, on the text; one place may be several of them."""

    id: str
    start: int
    end: int
    hue: str
    kinds: list[str]


@frozen
class _Document:
    id: str
    number: int
    title: str
    paragraphs: list[list[Piece[_Stretch | _Place]]]
    voices: list[_Voice]
    quotes: list[_Quoted]

    @property
    def count(self) -> int:
        return len(self.quotes)

    @property
    def speakers(self) -> int:
        return sum(voice.speaker is not None for voice in self.voices)

    @property
    def words(self) -> int:
        return sum(voice.words for voice in self.voices)


def _document(number: int, title: str, text: str, attributions: Iterable[Attribution]) -> _Document:
    id = f"d{number}"
    attributions = list(attributions)
    _check_grounded(text, attributions)
    groups = by_speaker(attributions)
    voices = _voices(id, groups)
    voice_of = {attribution: voice for voice, (_, said) in zip(voices, groups, strict=True) for attribution in said}
    quotes = [
        _Quoted(f"{id}q{n}", n, attribution, voice_of[attribution], _words(attribution))
        for n, attribution in enumerate(attributions, start=1)
    ]
    marks: list[_Stretch | _Place] = [*_stretches(quotes), *_places(id, quotes)]
    return _Document(id, number, title, list(sweep(text, marks)), voices, quotes)


def _voices(document: str, groups: Sequence[tuple[Speaker | None, Sequence[Attribution]]]) -> list[_Voice]:
    total = sum(_words(attribution) for _, said in groups for attribution in said) or 1
    voices, named = list[_Voice](), 0
    for n, (speaker, said) in enumerate(groups, start=1):
        named += speaker is not None
        label, hue = (str(named), str((named - 1) % _HUES)) if speaker else ("?", "open")
        words = sum(map(_words, said))
        voices.append(_Voice(f"{document}v{n}", label, hue, speaker, len(said), words, round(100 * words / total, 1)))
    return voices


def _words(attribution: Attribution) -> int:
    return len(attribution.quote.content.split())


def _stretches(quotes: Iterable[_Quoted]) -> Iterator[_Stretch]:
    for quoted in quotes:
        for n, span in enumerate(quoted.attribution.quote.spans):
            yield _Stretch(span.start, span.end, quoted, first=n == 0)


def _places(document: str, quotes: Iterable[_Quoted]) -> list[_Place]:
    places: dict[tuple[int, int], _Place] = {}
    for quoted in quotes:
        for kind, span in _stated(quoted.attribution):
            id = f"{document}at{span.start}-{span.end}"
            place = places.setdefault(
                (span.start, span.end), _Place(id, span.start, span.end, quoted.voice.hue, ["place"])
            )
            if kind not in place.kinds:
                place.kinds.append(kind)
    return list(places.values())


def _stated(attribution: Attribution) -> Iterator[tuple[str, Span]]:
    """What a record says beside the quotation, and where."""
    speaker = attribution.speaker
    stated = {"cue": attribution.cue}
    if speaker:
        stated |= {"mention": speaker.mention, "name": speaker.name}
        stated |= {"role": speaker.role, "affiliation": speaker.affiliation}
    return ((kind, span) for kind, span in stated.items() if span)


def _check_grounded(text: str, attributions: Iterable[Attribution]) -> None:
    for attribution in attributions:
        for span in (*attribution.quote.spans, *(span for _, span in _stated(attribution))):
            if text[span.start : span.end] != span.text:
                there = text[span.start : span.end]
                raise ValueError(
                    f"these records are of another text: at {span.start}–{span.end} it has {there!r}, not {span.text!r}"
                )


# -- the template


def _page(documents: Sequence[_Document], **values: Any) -> Page:
    from quotex import __version__

    template = _environment().get_template("page.html")
    return Page(template.render(documents=documents, version=__version__, **_own(), **values))


@functools.cache
def _own() -> Mapping[str, str]:
    """The page's own style and script, which are written as they are."""
    from markupsafe import Markup

    return {"style": Markup(_file("page.css")), "script": Markup(_file("page.js"))}


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_file), autoescape=True, undefined=StrictUndefined, finalize=_shown, auto_reload=False
    )
    environment.filters["sha256"] = _sha256
    return environment


def _file(name: str) -> str:
    from importlib import resources

    return (resources.files("quotex") / "page" / name).read_text("utf-8")


def _shown(value: Any) -> Any:
    """Any value of the template, with U+FFFD for what a page should not hold."""
    return _HIDDEN.sub("\ufffd", value) if type(value) is str else value


def _sha256(source: str) -> str:
    """What a Content Security Policy calls a script or style by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
