"""What `import quotex` costs beside `import spacy`: python benchmarks/import_time.py.

Each is imported by turns in fresh processes, so that a busy machine slows both; the smallest time of each counts.
"""

import subprocess
import sys

ROUNDS = 10
CLOCK = "import time; start = time.perf_counter(); import {}; print(time.perf_counter() - start)"
LARGEST_RATIO = 1 / 5


def seconds(module: str) -> float:
    """How long one import takes in a fresh process."""
    ran = subprocess.run([sys.executable, "-c", CLOCK.format(module)], check=True, capture_output=True, text=True)
    return float(ran.stdout)


times = {"quotex": [], "spacy": []}
for _ in range(ROUNDS):
    for module, taken in times.items():
        taken.append(seconds(module))
quotex, spacy = (min(taken) for taken in times.values())
print(f"import quotex {quotex:.3f} s, import spacy {spacy:.3f} s, ratio {quotex / spacy:.3f}")
sys.exit(quotex > LARGEST_RATIO * spacy)
