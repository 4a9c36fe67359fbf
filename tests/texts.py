"""Texts for property tests: any text, and text made of what news articles are made of, well formed or not."""

from hypothesis import strategies as st

MARKS = ['"', "“", "”", "‘", "’", "'", "''", "``", "«", "»", "„", "「", "」", "—", "("]
WORDS = ["Roe", "Ada Roe", "Mayor", "said", "according to", "he", "they", "the bridge", "is", "safe", "NPS", "no", "5"]
SPACE = [" ", "\n", "\n\n", "\t", "\xa0", "\u2028", "\r\n", "\x00"]
STRANGE = ["\ud800", "\udfff", "\ufeff", "e\u0301", "🎈", "ﬁ", "\u202e", "ß"]
PIECES = st.sampled_from([*MARKS, *WORDS, *SPACE, *STRANGE, ",", ".", "?", ":"])
ANY_TEXT = st.one_of(
    st.text(alphabet=st.characters()),
    st.lists(PIECES, max_size=60).map(" ".join),
    st.lists(PIECES, max_size=60).map("".join),
)
