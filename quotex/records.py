"""The records that quotex returns: frozen, typed, and grounded in the caller's text.

Every :class:`Span` satisfies ``text[span.start:span.end] == span.text`` for the string that was read. The plain-dict
form (:func:`to_dict`, :func:`from_dict`) is the public wire format; one document of it is a line of JSONL, and
``schema.json`` beside this module describes that line. A field's ``metadata`` holds its bounds in the words of JSON
Schema.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast, get_args

from attrs import Attribute, evolve, field, fields, frozen, has
from attrs.validators import deep_iterable, ge, in_, instance_of, le, min_len, optional

from quotex.marks import strip_marks

if TYPE_CHECKING:
    from cattrs import Converter

QuotationKind: TypeAlias = Literal["direct", "mixed", "indirect"]
SpeakerKind: TypeAlias = Literal["person", "organization", "group", "document", "unknown"]


@frozen
class Span:
    """A stretch of the caller's text, in character offsets (``end`` exclusive).

    >>> span = Span(0, 3, "Roe")
    >>> "Roe said no."[span.start : span.end] == span.text
    True
    """

    start: int = field(validator=[instance_of(int), ge(0)], metadata={"minimum": 0})
    end: int = field(validator=instance_of(int), metadata={"minimum": 0})
    text: str = field(validator=instance_of(str))

    @end.validator
    def _ends_after_start(self, attribute: Attribute[int], end: int) -> None:
        if end < self.start:
            raise ValueError(f"a span cannot end (at {end}) before it starts (at {self.start})")

    @text.validator
    def _text_fills_span(self, attribute: Attribute[str], text: str) -> None:
        if len(text) != self.end - self.start:
            raise ValueError(f"a span from {self.start} to {self.end} cannot hold a text of {len(text)} characters")

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """The span of ``text`` between two character offsets.

        >>> Span.of("Roe said no.", 0, 3)
        Span(start=0, end=3, text='Roe')
        """
        return cls(start, end, text[start:end])


@frozen
class Quotation:
    """One utterance: its quoted stretches, quotation marks included, in the order of the text.

    An interrupted utterance (“A,” Roe said. “B.”) and one that runs over paragraphs have several spans.

    >>> text = "“It is safe,” Roe said. “Nobody falls.”"
    >>> quotation = Quotation((Span.of(text, 0, 13), Span.of(text, 24, 39)), "direct")
    >>> quotation.content, quotation.start, quotation.end
    ('It is safe, Nobody falls.', 0, 39)
    """

    spans: tuple[Span, ...] = field(
        validator=[deep_iterable(instance_of(Span), instance_of(tuple)), min_len(1)], metadata={"minItems": 1}
    )
    kind: QuotationKind = field(validator=in_(get_args(QuotationKind)))

    @spans.validator
    def _in_the_order_of_the_text(self, attribute: Attribute[tuple[Span, ...]], spans: tuple[Span, ...]) -> None:
        for before, after in zip(spans, spans[1:], strict=False):
            if after.start < before.end:
                raise ValueError(f"a quotation's spans cannot overlap: one ends at {before.end}, the next is {after}")

    @property
    def content(self) -> str:
        """The quoted words without their outer marks, the stretches joined by one space."""
        return " ".join(strip_marks(span.text) for span in self.spans)

    @property
    def start(self) -> int:
        """Where the first stretch starts."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """Where the last stretch ends."""
        return self.spans[-1].end


@frozen
class Speaker:
    """Whom a quotation is attributed to.

    ``mention`` is the noun phrase that the cue names (*Miller*, *he*, *the embassy*). ``name``, ``role`` and
    ``affiliation`` point at where the article states them, which may be paragraphs away; ``None`` where it does not.

    >>> text = "Mayor Ada Roe was calm. “It is safe,” she said."
    >>> speaker = Speaker(Span.of(text, 38, 41), Span.of(text, 6, 13), "person", role=Span.of(text, 0, 5))
    >>> speaker.mention.text, speaker.name.text, speaker.role.text, speaker.affiliation
    ('she', 'Ada Roe', 'Mayor', None)
    """

    mention: Span = field(validator=instance_of(Span))
    name: Span | None = field(default=None, validator=optional(instance_of(Span)))
    kind: SpeakerKind = field(default="unknown", validator=in_(get_args(SpeakerKind)))
    role: Span | None = field(default=None, validator=optional(instance_of(Span)))
    affiliation: Span | None = field(default=None, validator=optional(instance_of(Span)))


@frozen
class Attribution:
    """Who said what: a quotation, the cue that introduces it and its speaker.

    ``speaker`` is ``None`` where the words are somebody's but the article does not say whose. ``confidence`` is the
    probability that the record is right: that these are somebody's words, and this speaker's.

    >>> text = "“It is safe,” Roe said."
    >>> quotation = Quotation((Span.of(text, 0, 13),), "direct")
    >>> record = Attribution(quotation, Span.of(text, 18, 22), Speaker(Span.of(text, 14, 17)), confidence=0.9)
    >>> record.quote.content, record.cue.text, record.speaker.mention.text
    ('It is safe,', 'said', 'Roe')
    """

    quote: Quotation = field(validator=instance_of(Quotation))
    cue: Span | None = field(validator=optional(instance_of(Span)))
    speaker: Speaker | None = field(validator=optional(instance_of(Speaker)))
    confidence: float = field(converter=float, validator=[ge(0.0), le(1.0)], metadata={"minimum": 0, "maximum": 1})


def to_dict(attribution: Attribution) -> dict[str, Any]:
    """The attribution in the wire format: nested plain dicts, lists, strings and numbers.

    >>> record = Attribution(Quotation((Span(0, 4, "“No”"),), "direct"), cue=None, speaker=None, confidence=0.5)
    >>> to_dict(record)["quote"]
    {'spans': [{'start': 0, 'end': 4, 'text': '“No”'}], 'kind': 'direct'}

    Raises:
        TypeError: where ``attribution`` is none.
    """
    if not isinstance(attribution, Attribution):
        raise TypeError(f"to_dict takes an Attribution, not {type(attribution).__name__}")
    plain: dict[str, Any] = _converter().unstructure(attribution)
    return plain


def from_dict(plain: Mapping[str, Any]) -> Attribution:
    """The attribution that :func:`to_dict` wrote.

    >>> record = Attribution(Quotation((Span(0, 4, "“No”"),), "direct"), cue=None, speaker=None, confidence=0.5)
    >>> from_dict(to_dict(record)) == record
    True

    Raises:
        ValueError: where the dict does not have the form of a record; the message names each fault and its path.
    """
    from cattrs import BaseValidationError, transform_error

    if not isinstance(plain, Mapping):
        raise ValueError(f"not an attribution record but {type(plain).__name__}")
    try:
        return _converter().structure(plain, Attribution)
    except BaseValidationError as error:
        faults = transform_error(error, format_exception=_explained)
        raise ValueError("not an attribution record: " + "; ".join(faults)) from error


def map_spans(attribution: Attribution, change: Callable[[Span], Span]) -> Attribution:
    """The attribution with every span of it changed."""

    def changed(value: Any) -> Any:
        if isinstance(value, Span):
            return change(value)
        if isinstance(value, tuple):
            return tuple(map(changed, value))
        return (
            evolve(value, **{a.name: changed(getattr(value, a.name)) for a in fields(type(value))})
            if has(type(value))
            else value
        )

    return cast(Attribution, changed(attribution))


@functools.cache
def _converter() -> Converter:
    """Made at the first use: importing quotex stays cheap."""
    from cattrs import Converter

    converter = Converter(forbid_extra_keys=True, unstruct_collection_overrides={tuple: list})
    for primitive, accepted in ((int, int), (str, str), (float, (int, float))):
        converter.register_structure_hook(primitive, functools.partial(_exactly, accepted))
    return converter


def _explained(error: BaseException, wanted: type | None) -> str:
    """The reason that a validator gave; cattrs' own words where it was another fault."""
    from cattrs.v import format_exception

    return str(error) if isinstance(error, ValueError) else format_exception(error, wanted)


def _exactly(accepted: type | tuple[type, ...], value: object, wanted: type) -> object:
    """The value as it is: a number in quotation marks is no number, and ``true`` is none either."""
    if isinstance(value, bool) or not isinstance(value, accepted):
        raise ValueError(f"{value!r} is no {wanted.__name__}")
    return value
