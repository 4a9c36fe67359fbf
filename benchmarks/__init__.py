"""What quotex costs: each module is a script of its own."""
