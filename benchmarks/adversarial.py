"""What hostile texts cost beside ordinary news: python -m benchmarks.adversarial [CHARACTERS [FAMILY…]].

Each family is one way to make a text dear: patterns of marks, crowds of names, bait for regular expressions. Three
ratios are printed, per character, with what quotex takes for news as 1: what quotex takes, which should stay below 3;
what a bare spaCy pipeline takes to tag and parse all of the same text; and how many tokens it is, with those of news
as 1. Times are of the processor, the smallest of a few runs, with news and the family in turn.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from spacy.tokens import Doc

import quotex
from quotex.api import load_model

ARTICLE = Path(__file__).parents[1] / "examples" / "article.txt"
#: An article of so many characters takes per character about what those of newspapers take: 19 µs where this was seen.
ARTICLE_CHARACTERS = 10_000
CHARACTERS, ROUNDS, LARGEST_RATIO = 60_000, 2, 3
LETTERS = "ABCDEFGHIKLMNOPRSTUVW"


def repeated(piece: str) -> Callable[[int], str]:
    """A family of one piece over and over."""
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def counted(piece: str) -> Callable[[int], str]:
    """A family of a piece with a new name in it each time: {0} is a word in Title Case, {1} one in capitals."""

    def text(size: int) -> str:
        pieces, length = [], 0
        for letters in names():
            pieces.append(piece.format(letters.title(), letters))
            length += len(pieces[-1])
            if length >= size:
                break
        return "".join(pieces)[:size]

    return text


def names() -> Iterator[str]:
    """Words that all differ."""
    return ("".join(letters) for letters in itertools.product(LETTERS, "AEIO", LETTERS, "AEIO", LETTERS))


def nested(opening: str, closing: str) -> Callable[[int], str]:
    """A family of marks within marks, as deep as the text is long."""
    return lambda size: opening * (size // 2 // len(opening)) + "no" + closing * (size // 2 // len(closing))


FAMILIES: Mapping[str, Callable[[int], str]] = {
    "straight marks": repeated('"'),
    "straight marks, blanks": repeated('" '),
    "open marks": repeated("“"),
    "open marks and words": repeated("“no "),
    "closing marks": repeated("” no "),
    "single marks": repeated("'a "),
    "open single marks": repeated("‘a "),
    "marks of all kinds": repeated("“a «b „c ‘d `e' f’ g” h» "),
    "quotations only": repeated("“No.” "),
    "quotations only, longer words": repeated("“Nobody.” "),
    "kinds of marks around words": repeated("“all «but «call ‘down `even' five’ goes” home» "),
    "nested marks": nested("“", "”"),
    "nested words": nested("“no ", " no”"),
    "nested kinds": nested("“so ‘no ", " no’ so”"),
    "nested and named": nested("“no,” Ada Roe said, “", "”"),
    "unclosed paragraphs": repeated("“No, it is not.\n\n"),
    "many mentions between marks": lambda size: f"“No,” {repeated('the dog saw a cat ')(size)} said. “Yes.”",
    "a name over and over": lambda size: f"“No,” {repeated('Ada Roe ')(size)} said.",
    "a name said over and over": repeated("“No,” Ada Roe said. "),
    "persons of one surname": counted("“No,” Mr. {0} Roe said. "),
    "persons of one first name": counted("“No,” Mr. Ada {0} said. "),
    "surnames alone": counted("“No,” Mr. {0} said. "),
    "misspelt surnames": counted("“No,” Ada {0}berger said. Mr. {0}burger left. "),
    "acronyms": counted("“No,” the {1} said. "),
    "a run of capitals": counted("{1} "),
    "a run of capitals that speaks": lambda size: f"“No,” the {counted('{1} ')(size)} Agency said.",
    "organizations": counted("“No,” the {0} Bank of the North said. "),
    "organizations and short forms": counted("“No,” the {0} Bank said. The bank left. "),
    "long names": counted("{0} "),
    "offices": counted("“No,” Senator Ada {0} said. The senator left. "),
    "descriptions": counted("“No,” the senator said. {0} Roe, a senator from Iowa, left. "),
    "roles of one person": counted("Ada Roe, a {0} lawyer, left. “No,” the lawyer said. "),
    "pronouns": repeated("“No,” he said. She left him. "),
    "countries": counted("“No,” the French minister Ada {0} said. "),
    "owners": counted("“No,” {0}’s French foreign ministry said. "),
    "commas": repeated("Roe, a nurse, "),
    "complements": repeated("the head of the agency for "),
    "hyphens": lambda size: f"“No,” {repeated('a-')(size)}a said.",
    "hyphens and blanks": repeated("Ada-Roe-Lee - "),
    "conjuncts": repeated("Roe and Poe and "),
    "brackets": repeated("Roe (((( "),
    "signatures": repeated("“No.” — A B C D E\n"),
    "signatures of words": repeated("“Nobody.” — Ada Bee Roe Lee\n"),
    "headings": repeated("From the desk of A B C D E\n“No.”\n"),
    "labels": repeated("“ROE: No (no)” "),
    "labels and words": repeated("“AMADEA: Nobody (nobody)” "),
    "no blanks": repeated("a"),
    "no blanks and marks": repeated("no“no”"),
    "blanks": repeated(" "),
    "line breaks": repeated("\n"),
    "quotations between breaks": repeated("“No.”\n"),
    "longer quotations between breaks": repeated("“Nobody at all.”\n"),
    "HTML": repeated('<a href="no" class="no">“No,” Roe said.</a>'),
    "tokenized": repeated("`` No , '' he said . "),
    "letters of other scripts": repeated("「いいえ」と彼は言った。"),
    "combining marks": repeated("e\u0301“\u0301"),
    "emoji": repeated("🎈“🎈” "),
    "controls": repeated("\x00“\u202eno\u202c” "),
    "lone surrogates": repeated("\ud800“no” "),
}


def news(size: int) -> str:
    """Ordinary news: the example article over and over."""
    return repeated(ARTICLE.read_text("utf-8") + "\n")(size)


def costs(read: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """What a character of each of some texts takes, in seconds; they are read in turn, and the least counts."""
    taken: list[list[float]] = [[] for _ in texts]
    for _ in range(ROUNDS):
        for text, times in zip(texts, taken, strict=True):
            again = max(1, CHARACTERS // len(text) // 2)  # a short one is read more than once
            start = time.process_time()
            for _ in range(again):
                read(text)
            times.append((time.process_time() - start) / again / len(text))
    return list(map(min, taken))


def main(size: int = CHARACTERS, *wanted: str) -> bool:
    """Print the ratios of each family; whether all are small enough."""
    spacys, usual = load_model(), news(ARTICLE_CHARACTERS)

    def parsed(text: str) -> Doc:
        return spacys(text.encode("utf-8", "replace").decode())

    spacys.max_length = sys.maxsize
    usual_tokens = len(parsed(usual)) / len(usual)
    quotex.extract(usual)
    print(f"{'quotex':>8}{'parse':>8}{'tokens':>8}   of {size:,} characters, news = 1", flush=True)
    good = True
    for name in wanted or FAMILIES:
        text = FAMILIES[name](size)
        ordinary, taken = costs(quotex.extract, [usual, text])
        [parsing] = costs(parsed, [text])
        good &= taken <= LARGEST_RATIO * ordinary
        ratios = taken / ordinary, parsing / ordinary, len(parsed(text)) / len(text) / usual_tokens
        print("".join(f"{ratio:8.2f}" for ratio in ratios) + f"   {name}", flush=True)
    return good


if __name__ == "__main__":
    sys.exit(not main(*map(int, sys.argv[1:2]), *sys.argv[2:]))
