"""Quotation marks as data: which mark opens a quotation and which marks may close it."""

from __future__ import annotations

from collections.abc import Mapping

#: Opening mark -> the marks that may close it. Mismatched pairs (“ … ") occur in edited text and are read as pairs.
DOUBLE: Mapping[str, tuple[str, ...]] = {
    '"': ('"', "”"),
    "“": ("”", '"', "’’", "''"),
    "”": ("”",),  # Swedish and Finnish style, and slips of the keyboard
    "„": ("“", "”", '"'),
    "«": ("»",),
    "»": ("«",),
    "「": ("」",),
    "『": ("』",),
    "``": ("''", '"'),
    "''": ("''", '"'),
    "‘‘": ("’’",),
}
SINGLE: Mapping[str, tuple[str, ...]] = {
    "‘": ("’", "'"),
    "'": ("'", "’"),
    "’": ("’",),
    "`": ("'", "`"),
    "‹": ("›",),
}
#: The characters that closing marks end in.
CLOSING = frozenset(mark[-1] for closings in (*DOUBLE.values(), *SINGLE.values()) for mark in closings)


def strip_marks(text: str) -> str:
    """``text`` without the quotation mark that opens it and the one that closes it, where it has them."""
    for opening, closings in (*DOUBLE.items(), *SINGLE.items()):
        if text.startswith(opening):
            text = text[len(opening) :]
            closing = next((mark for mark in closings if text.endswith(mark)), "")
            return text[: len(text) - len(closing)].strip()
    return text.strip()
