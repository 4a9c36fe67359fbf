"""In what capacity: role and affiliation, wherever the article states them."""

import pytest

import quotex

CASES = [
    # premodifiers
    ("Springfield Mayor Ada Roe called it “a start.”", "Springfield Mayor", "Springfield"),
    ("U.S. State Department spokesman Tom Poe called it “a start.”", "U.S. State Department spokesman",
     "U.S. State Department"),
    ("Bank of England Governor Ada Roe called it “a start.”", "Bank of England Governor", "Bank of England"),
    ("Smith campaign manager Ada Roe called it “a start.” John Smith was silent.", "Smith campaign manager",
     "Smith campaign"),
    ("Police Chief Ada Roe called it “a start.”", "Police Chief", None),
    ("“It is a start,” said lead author Ada Roe of Lakeside University.", "lead author", "Lakeside University"),
    # appositions
    ("“It is a start,” said Ada Roe, CEO and co-founder of Poe Motors.", "CEO and co-founder of Poe Motors",
     "Poe Motors"),
    ("Ada Roe, Chief Product Officer, called it “a start.”", "Chief Product Officer", None),
    ("“It is a start,” said Leslie Roe, a South Springfield-based carpenter.", "South Springfield-based carpenter",
     None),
    ("Ada Roe, head of the spy agency GUR, called it “a start.”", "head of the spy agency GUR", "GUR"),
    ("“It is a start,” said Ada Roe, 43, a carpenter from Leeds.", "carpenter from Leeds", None),
    ("“It is a start,” said Ada Roe, Director, Poe Securities.", "Director", "Poe Securities"),
    ("Ada Roe, a professor of law and public policy at Lakeside University, called it “a start.”",
     "professor of law and public policy at Lakeside University", "Lakeside University"),
    ("The museum's director, Ada Roe, called it “a start.”", "museum's director", None),
    # clauses
    ("Ada Roe is a nurse. “It is a start,” Roe said.", "nurse", None),
    ("Ada Roe, who is the mayor of Springfield, called it “a start.”", "mayor of Springfield", "Springfield"),
    ("Ada Roe, who served as chairwoman of the Poe Institute, called it “a start.”",
     "chairwoman of the Poe Institute", "Poe Institute"),
    # seats and parties
    ("Sen. Ron Doe (D-Ohio) called it “a start.”", "Sen.", "D-Ohio"),
    # a role given paragraphs before or after
    ("Ada Roe, a surgeon, came home.\n\nThe town was glad.\n\n“It is a start,” Roe said.", "surgeon", None),
    ("“It is a start,” said Ada Roe.\n\nRoe, a surgeon, came home.", "surgeon", None),
    # descriptions of nobody named
    ("“It is a start,” said a senior administration official.", "senior administration official", None),
    ("“It is a start,” said a spokesman for Poe Motors.", "spokesman for Poe Motors", "Poe Motors"),
    ("“It is a start,” one engineer said.", "engineer", None),
    ("“It is a start,” said a Trump-era official.", "Trump-era official", None),
    ("“It is a start,” said @adaroe.", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "role", "affiliation"), CASES)
def test_role_and_affiliation(text: str, role: str | None, affiliation: str | None) -> None:
    [attribution] = quotex.extract(text)
    assert attribution.speaker is not None
    found = attribution.speaker
    assert (found.role and found.role.text, found.affiliation and found.affiliation.text) == (role, affiliation)


def test_a_country_is_named_where_the_article_names_it() -> None:
    text = "France is pleased. French Foreign Minister Ada Roe called the talks “useful.”"
    [attribution] = quotex.extract(text)
    assert attribution.speaker is not None
    assert attribution.speaker.affiliation is not None
    assert attribution.speaker.affiliation.text == "France"
