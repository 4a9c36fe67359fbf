"""quotex: who is quoted in a news article, saying what, in what capacity."""
