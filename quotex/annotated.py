"""Annotated corpora in the forms that people have, read as the one that quotex learns from and is measured on.

That one is JSONL (gzip accepted), one article a line, in any of the kinds that :mod:`quotex.training`,
:mod:`quotex.evaluation` and :mod:`quotex.coreference_training` describe. Read as ``attributions`` are

- BRAT standoff: ``NAME.ann`` beside its ``NAME.txt``, with relations, or with events as PolNeAR has them;
- Prodigy: JSONL with ``spans`` and ``relations``; what was rejected or ignored is left out;
- Label Studio: the export called JSON, with labels and relations; of a task the first annotation that was not skipped.

Labels are understood by a word in them, whatever their case: *source* or *speaker*; *cue*; *content*, *quotation* or
*quote* (so ``Direct-Quotation`` is content). Where a span is labelled otherwise (``Person``), the name of the relation
or of the event's argument says what it is there (``Speaker``); other relations of it (``Addressee``) say nothing.

An attribution is a content with the cues and sources that it is linked to, in whichever direction, and the sources of
those cues; contents that are linked to each other are one, and one without a link has no known source. A discontinuous
span keeps its parts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from attrs import Factory, define

from quotex.documents import read_jsonl

Offsets: TypeAlias = "list[list[int]]"
_ROLES = {
    "source": "source",
    "speaker": "source",
    "cue": "cue",
    "content": "content",
    "quotation": "content",
    "quote": "content",
}
_FORMS = (".jsonl", ".jsonl.gz", ".json", ".ann")


def read_annotated(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each annotated article of a file, or of the files in a folder: its place, for messages, and the article.

    Raises:
        OSError: where a file cannot be read.
        ValueError: where a file holds what is none of the forms; the message names file and line.
    """
    marked: list[_Marked] = []
    for file in _inside(path) if path.is_dir() else [path]:
        for place, found in _read(file):
            if isinstance(found, _Marked):
                marked.append(found)
                yield place, found.article()
            else:
                yield place, found
    _check_labels(path, marked)


def _inside(folder: Path) -> list[Path]:
    inside = sorted(p for p in folder.rglob("*") if p.name.lower().endswith(_FORMS) and p.is_file())
    if not inside:
        raise ValueError(f"{folder}: no file in it ends in {', '.join(_FORMS)}")
    return inside


def _read(path: Path) -> Iterator[tuple[str, dict[str, Any] | _Marked]]:
    name = path.name.lower()
    if name.endswith(".ann"):
        yield str(path), _from_brat(path)
        return
    for place, plain in _tasks(path) if name.endswith(".json") else read_jsonl(path):
        if not isinstance(plain, dict):
            raise ValueError(f"{place}: not an object")
        try:
            if "annotations" in plain and "data" in plain:
                found = _from_label_studio(place, plain)
            elif "spans" in plain:
                found = _from_prodigy(place, plain)
            else:
                yield place, _own(place, plain)
                continue
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(f"{place}: not a text that Prodigy or Label Studio wrote ({error!r})") from error
        if found:
            yield place, found


def _own(place: str, article: dict[str, Any]) -> dict[str, Any]:
    """An article that is in quotex's own form already."""
    if not isinstance(article.get("text"), str):
        raise ValueError(f'{place}: not an object with a string "text"')
    for attribution in article.get("attributions", ()):
        try:
            spans = [(start, end) for role in ("source", "cue", "content") for start, end in attribution[role]]
            sound = all(0 <= start <= end <= len(article["text"]) for start, end in spans)
        except (KeyError, TypeError, ValueError):
            sound = False
        if not sound:
            raise ValueError(
                f'{place}: an attribution has "source", "cue" and "content", each a list of [start, end] in the text; '
                f"this is {json.dumps(attribution, ensure_ascii=False)}"
            )
    return article


# -- spans and links


@define
class _Marked:
    """A text with labelled spans and links between them, as annotation tools see it."""

    id: str
    text: str
    place: str
    spans: dict[Any, Offsets] = Factory(dict)
    labels: dict[Any, str] = Factory(dict)
    #: What each span is linked to, and as what: source, cue or content.
    links: dict[Any, dict[Any, str]] = Factory(dict)

    def mark(self, key: Any, label: str, spans: Offsets, words: object, place: str) -> None:
        """Add a span; ``words`` is what the tool says stands there, where it does."""
        if not all(0 <= start <= end <= len(self.text) for start, end in spans):
            raise ValueError(f"{place}: the text has no span {spans}: it is {len(self.text)} characters long")
        there = " ".join(self.text[start:end] for start, end in spans)
        if isinstance(words, str) and words.split() != there.split():
            raise ValueError(f"{place}: the text has {there!r} where the annotation has {words!r}")
        self.spans[key], self.labels[key] = spans, label

    def link(self, one: Any, other: Any, name: str, place: str) -> None:
        """Link two spans by a relation; its name says what the one is whose label does not."""
        for key in (one, other):
            if key not in self.spans:
                raise ValueError(f"{place}: no span {key} to link")
        roles = [_role(self.labels[one]), _role(self.labels[other])]
        if roles.count(None) == 1:
            roles[roles.index(None)] = _role(name)
        if roles[0] and roles[1]:
            self.links.setdefault(one, {})[other] = roles[1]
            self.links.setdefault(other, {})[one] = roles[0]

    def article(self) -> dict[str, Any]:
        """The article in quotex's own form."""
        contents = [key for key, label in self.labels.items() if _role(label) == "content"]
        contents += [key for linked in self.links.values() for key, role in linked.items() if role == "content"]
        attributions, seen = [], set[Any]()
        for key in contents:
            if key not in seen:
                together = self._together(key)
                seen |= set(together)
                cues = self._linked(together, "cue")
                sources = self._linked([*together, *cues], "source")
                attributions.append(
                    {"source": self._offsets(sources), "cue": self._offsets(cues), "content": self._offsets(together)}
                )
        attributions.sort(key=lambda attribution: attribution["content"])
        return {"id": self.id, "text": self.text, "attributions": attributions}

    def _together(self, content: Any) -> list[Any]:
        """The contents that are one with this one."""
        together = [content]
        for key in together:  # which grows
            together += [other for other in self._linked([key], "content") if other not in together]
        return together

    def _linked(self, keys: Iterable[Any], role: str) -> list[Any]:
        return list(dict.fromkeys(o for key in keys for o, as_ in self.links.get(key, {}).items() if as_ == role))

    def _offsets(self, keys: Iterable[Any]) -> Offsets:
        return sorted(span for key in keys for span in self.spans[key])


def _role(label: str) -> str | None:
    """What a label says that a span is: source, cue, content or nothing."""
    words = re.findall("[a-z]+", re.sub("(?<=[a-z])(?=[A-Z])", " ", label).lower())
    roles = {_ROLES[word] for word in words if word in _ROLES}
    return roles.pop() if len(roles) == 1 else None


def _check_labels(path: Path, marked: Sequence[_Marked]) -> None:
    """Annotation that is not understood is named: it would be read as texts in which nobody speaks."""
    labels = {label for text in marked for label in text.labels.values()}
    if labels and not any(text.article()["attributions"] for text in marked):
        raise ValueError(
            f"{path}: no span is called source, cue or content there, but {', '.join(sorted(labels))}; rename them"
        )
    if len(labels) > 1 and not any(text.links for text in marked):
        raise ValueError(f"{path}: no relation links a content to its source there; link them, or export relations too")


# -- BRAT

_TEXT_BOUND = re.compile(r"(T\S+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t(.*))?")
_RELATION = re.compile(r"R\S+\t(\S+) [^\s:]+:(\S+) [^\s:]+:(\S+)\s*")
_EVENT = re.compile(r"E\S+\t\S+:\S+(?: \S+:\S+)*\s*")
#: Attributes, notes, normalizations and equivalences say nothing of who spoke.
_OTHERS = re.compile(r"[AMN#*]|\s*$")


def _from_brat(path: Path) -> _Marked:
    text = path.with_suffix(".txt")
    if not text.exists():
        raise ValueError(f"{path}: its text, {text.name}, is not beside it")
    marked = _Marked(str(text), _decoded(text), str(path))
    lines = [(f"{path}:{number}", line) for number, line in enumerate(_decoded(path).split("\n"), start=1)]
    for place, line in sorted(lines, key=lambda line: not line[1].startswith("T")):  # spans before what links them
        line = line.rstrip("\r")
        if bound := _TEXT_BOUND.fullmatch(line):
            key, label, offsets, words = bound.groups()
            spans = [[int(offset) for offset in part.split()] for part in offsets.split(";")]
            marked.mark(key, label, spans, words, place)
        elif relation := _RELATION.fullmatch(line):
            name, one, other = relation.groups()
            marked.link(one, other, name, place)
        elif _EVENT.fullmatch(line):
            _link_event(line.split("\t")[1].split(), marked, place)
        elif not _OTHERS.match(line):
            raise ValueError(f"{place}: not a line of BRAT standoff")
    return marked


def _link_event(arguments: Sequence[str], marked: _Marked, place: str) -> None:
    """Link each content of an event with its sources, its cues and the next content.

    The trigger is the cue where no argument is.
    """
    (_, trigger), *named = [argument.split(":", 1) for argument in arguments]
    of: dict[str | None, list[str]] = {"content": [], "source": [], "cue": []}
    for name, key in named:
        of.setdefault(_role(name), []).append(key)
    of["cue"] = of["cue"] or [trigger]
    for role in ("content", "source", "cue"):
        for key in of[role]:
            if key in marked.labels and not _role(marked.labels[key]):
                marked.labels[key] = role
    for content, following in zip(of["content"], [*of["content"][1:], None], strict=True):
        for other in (*of["source"], *of["cue"], *([following] if following else [])):
            marked.link(content, other, "", place)


def _decoded(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: not UTF-8 at byte {error.start}; convert it first") from error


# -- Prodigy


def _from_prodigy(place: str, task: Mapping[str, Any]) -> _Marked | None:
    if task.get("answer", "accept") != "accept":
        return None
    marked = _Marked(str(task.get("id", place)), task["text"], place)

    def add(span: Mapping[str, Any]) -> tuple[int, int]:
        key = span["start"], span["end"]
        if key not in marked.spans or span.get("label"):
            marked.mark(key, span.get("label") or "", [list(key)], span.get("text"), place)
        return key

    for span in task["spans"] or ():
        add(span)
    for relation in task.get("relations") or ():
        marked.link(add(relation["head_span"]), add(relation["child_span"]), relation.get("label") or "", place)
    return marked


# -- Label Studio


def _tasks(path: Path) -> Iterator[tuple[str, Any]]:
    try:
        plain = json.loads(_decoded(path))
    except json.JSONDecodeError as error:
        raise ValueError(f"{path}:{error.lineno}: not JSON ({error.msg})") from error
    for number, task in enumerate(plain if isinstance(plain, list) else [plain], start=1):
        if not isinstance(task, dict) or "annotations" not in task:
            raise ValueError(f"{path}: item {number} has no annotations; of Label Studio's exports take JSON")
        yield f"{path}: task {task.get('id', number)}", task


def _from_label_studio(place: str, task: Mapping[str, Any]) -> _Marked | None:
    done = [annotation for annotation in task["annotations"] if not annotation.get("was_cancelled")]
    if not done:
        return None
    texts = {name: value for name, value in task["data"].items() if isinstance(value, str)}
    if "text" not in texts and len(texts) != 1:
        raise ValueError(f'{place}: which of its data is the text? Call it "text"')
    text = texts["text"] if "text" in texts else next(iter(texts.values()))
    marked = _Marked(str(task["data"].get("id", task.get("id", place))), text, place)
    for result in done[0]["result"]:
        value = result.get("value", {})
        labels = value.get("labels")
        if result["type"] == "labels" and labels:
            offsets = _counted_in_characters(text, value)
            marked.mark(result["id"], " ".join(labels), [offsets], value.get("text"), place)
    for result in done[0]["result"]:
        ends = result.get("from_id"), result.get("to_id")
        if result["type"] == "relation":
            marked.link(*ends, " ".join(result.get("labels") or ()), place)
    return marked


def _counted_in_characters(text: str, value: Mapping[str, Any]) -> list[int]:
    """The offsets of a span. A browser counts characters beyond the basic plane twice, as an emoji: then it shows."""
    start, end = value["start"], value["end"]
    if text[start:end] != value.get("text", text[start:end]):
        units = text.encode("utf-16-le", "surrogatepass")
        start, end = (len(units[: 2 * offset].decode("utf-16-le", "replace")) for offset in (start, end))
    return [start, end]
