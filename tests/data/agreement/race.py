"""Times nervaluate, scikit-learn and krippendorff on tags of the same make as those of benches/agree.rs.

    venv/bin/python tests/data/agreement/race.py            the environment is that of make.py

nervaluate compares each tag of a document with each of the other's, so that its time grows with their square: it is given fewer
documents, and its time is multiplied.
"""

import sys
import time
import warnings

import krippendorff
import numpy
from nervaluate.evaluator import Evaluator
from sklearn.metrics import cohen_kappa_score

LABELS = ["claim", "figure", "source"]
DOCUMENTS, TAGS = 1000, 1000
FEW = int(sys.argv[1]) if len(sys.argv) > 1 else 2


def layer(by):
    tags = []
    for number in range(TAGS):
        shift, other = int((number + by) % 5 == 0), int((number + 3 * by) % 7 == 0)
        start = number * 45
        length = [20 + number * 7 % 21, 3 + number % 9, 10 + number % 13][number % 3]
        tags.append((LABELS[(number + other) % 3], start + shift, start + length + 2 * shift))
    return tags


def values(layer, label, words):
    found = numpy.zeros(len(words), dtype=int)
    starts, ends = words[:, 0], words[:, 1]
    for bit, name in enumerate(LABELS):
        if label in (name, None):
            for tag in layer:
                if tag[0] == name:
                    first = numpy.searchsorted(ends, tag[1], side="right")
                    last = numpy.searchsorted(starts, tag[2], side="left")
                    found[first:last] |= 1 << bit
    return found


def timed(words, work, times=1):
    start = time.perf_counter()
    work()
    took = (time.perf_counter() - start) * times
    print(f"{words}: {took:.1f} s", flush=True)
    return took


def main():
    warnings.simplefilter("ignore")
    ana, ben = layer(0), layer(1)
    text = "soldiers have been deployed to the region, \n" * (TAGS * 45 // 44 + 1)
    at, words = 0, []
    for word in text.split():
        at = text.index(word, at)
        words.append((at, at + len(word.rstrip(","))))
        at += len(word)
    words = numpy.array(words)
    rows = {label: [numpy.tile(values(side, label, words), DOCUMENTS) for side in (ana, ben)] for label in [*LABELS, None]}
    print(f"{DOCUMENTS} documents, {TAGS} tags a side in each, {len(rows['claim'][0])} words")

    def entities(side):
        return [[{"label": label, "start": start, "end": end - 1} for label, start, end in side] for _ in range(FEW)]

    name = f"nervaluate, all schemes, {FEW} documents × {DOCUMENTS // FEW}"
    timed(name, lambda: Evaluator(entities(ana), entities(ben), LABELS, loader="dict").evaluate(), DOCUMENTS // FEW)
    timed("scikit-learn, κ of three labels and overall", lambda: [cohen_kappa_score(*row) for row in rows.values()])

    def alphas():
        for row in rows.values():
            krippendorff.alpha(reliability_data=numpy.array(row, dtype=float), level_of_measurement="nominal")

    timed("krippendorff, α of three labels and overall", alphas)


main()
