"""quotex: who is quoted in a news article, saying what, in what capacity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quotex.grouping import by_speaker
from quotex.records import Attribution, Quotation, Span, Speaker, from_dict, to_dict
from quotex.render import Page, render, render_many

if TYPE_CHECKING:
    from quotex.api import extract, extract_many, load

__version__ = "0.1.0"
__all__ = [
    "Attribution",
    "Page",
    "Quotation",
    "Span",
    "Speaker",
    "by_speaker",
    "extract",
    "extract_many",
    "from_dict",
    "load",
    "render",
    "render_many",
    "to_dict",
]


def __getattr__(name: str) -> Any:
    """Import the verbs when one is asked for; spaCy is imported when the first text is read."""
    if name in __all__:
        from quotex import api

        return getattr(api, name)
    raise AttributeError(f"module 'quotex' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
