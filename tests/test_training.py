"""What is trained on is read as it is when articles are read."""

import quotex
from quotex.api import load_model
from quotex.training_texts import read, read_whole

TEXT = "Ada Roe leads Acme Company.\n\nNothing happened.\n\nIt rained.\n\n“We sail at noon,” Roe said.\n"


def test_the_resolver_learns_from_entities_though_a_pipeline_has_their_component_disabled() -> None:
    [doc] = read_whole([TEXT], load_model())
    assert [entity.text for entity in doc.ents if entity.label_ == "PERSON"] == ["Ada Roe", "Roe"]
    assert all(token.tag_ for token in doc)


def test_the_ranker_learns_from_what_extraction_reads() -> None:
    [article] = read([{"text": TEXT, "attributions": []}], load_model())
    tagged = {token.text for token in article.doc if token.tag_}
    assert {"Roe", "sail", "rained"} <= tagged
    assert "Acme" not in tagged
    assert len(quotex.extract(TEXT)) == 1
