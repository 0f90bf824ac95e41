"""Makes figures.json: what scikit-learn, krippendorff and nervaluate say of random tags, for tests/commands/agreement.rs.

    python3 -m venv venv
    venv/bin/pip install scikit-learn==1.9.1 krippendorff==0.9.0 nervaluate==1.2.1
    venv/bin/python tests/data/agreement/make.py > tests/data/agreement/figures.json

Offsets are code points, ends exclusive. Tags of one annotator on one document do not overlap unless the case is called nested;
then nervaluate, whose counts depend on the order of such tags, is not asked. Null is for what the package calls undefined.
"""

import json
import math
import random
import re
import sys
import warnings
from importlib.metadata import version

import krippendorff
import numpy
from nervaluate.evaluator import Evaluator
from sklearn.metrics import cohen_kappa_score

LABELS = ["claim", "figure", "source"]
WORDS = ["a", "of", "naïve", "Größe", "цена", "rose", "percent", "10", "soldiers", "über", "état", "x"]
SCHEMES = {"strict": "strict", "exact": "exact", "partial": "partial", "type": "ent_type"}


def text(rng, count):
    words = (rng.choice(WORDS) for _ in range(count))
    return "".join(word + rng.choice([" ", " ", " ", ", ", ". "]) for word in words) + "\n"


def tags(rng, length, rate, nested, longest=60):
    """A layer: label, start, end, by place."""
    found, at = [], 0
    while True:
        at += rng.randrange(int(30 / rate))
        long = rng.randrange(1, rng.choice([6, 20, longest]))
        if at + long > length:
            return sorted(found, key=lambda tag: (tag[1], tag[2]))
        found.append([rng.choice(LABELS), at, at + long])
        if nested and long > 4 and rng.random() < 0.5:
            start = at + rng.randrange(long - 2)
            found.append([rng.choice(LABELS), start, start + rng.randrange(1, 8) if start + 8 < length else length])
        at += rng.randrange(long) if nested else long


def like(rng, layer, length, nested):
    """Another's layer on the same text: the same, but for some ends, some labels, some tags."""
    found, reach = [], 0
    for label, start, end in layer:
        chance = rng.random()
        if chance < 0.15:
            continue
        if chance < 0.35:
            label = rng.choice(LABELS)
        if 0.25 < chance < 0.55:
            start, end = start + rng.randrange(-5, 6), end + rng.randrange(-5, 6)
        start, end = max(start, 0 if nested else reach), min(end, length)
        if start < end:
            found.append([label, start, end])
            reach = end
    return sorted(found, key=lambda tag: (tag[1], tag[2]))


def units(document, kind):
    if kind == "characters":
        return [(at, at + 1) for at in range(len(document))]
    return [match.span() for match in re.finditer(r"\w+", document)]


def values(document, layer, kind, label):
    """The value of each unit: in or out of a label; of all labels, the set of those that it is in."""
    found = []
    for start, end in units(document, kind):
        here = {tag[0] for tag in layer if tag[1] < end and start < tag[2]}
        found.append("+".join(sorted(here)) if label is None else str(label in here))
    return found


def number(value):
    return None if value is None or math.isnan(value) else float(value)


def alpha(rows):
    domain = sorted({value for row in rows for value in row})
    if len(domain) < 2:
        return None
    coded = numpy.array([[domain.index(value) for value in row] for row in rows], dtype=float)
    return number(krippendorff.alpha(reliability_data=coded, level_of_measurement="nominal"))


def spans(reference, other):
    def entities(layers):
        return [[{"label": label, "start": start, "end": end - 1} for label, start, end in layer] for layer in layers]

    result = Evaluator(entities(reference), entities(other), LABELS, loader="dict").evaluate()

    def figures(of):
        return {
            "counts": [of.correct, of.incorrect, of.partial, of.missed, of.spurious],
            "scores": [of.precision, of.recall, of.f1],
        }

    rows = {label: result["entities"].get(label) for label in LABELS}
    rows["overall"] = result["overall"]
    return {
        row: {scheme: figures(of[name]) for scheme, name in SCHEMES.items()} for row, of in rows.items() if of is not None
    }


def case(name, seed, documents, annotators, rate, nested=False, longest=60):
    rng = random.Random(seed)
    texts = [text(rng, rng.randrange(30, 150)) for _ in range(documents)]
    first = [tags(rng, len(document), rate, nested, longest) for document in texts]
    layers = [first]
    while len(layers) < annotators:
        layers.append([like(rng, layer, len(document), nested) for layer, document in zip(first, texts)])
    if name in ["unlike", "long"]:
        layers[1] = [tags(rng, len(document), rate, nested, longest) for document in texts]
    if name == "empty":
        layers[1] = [[] for _ in texts]
    pairs = [(one, other) for one in range(annotators) for other in range(one + 1, annotators)]
    found = {"name": name, "texts": texts, "layers": layers, "units": {}, "spans": []}
    for kind in ["words", "characters"]:
        for label in [*LABELS, None]:
            rows = [sum((values(t, l, kind, label) for t, l in zip(texts, layer)), []) for layer in layers]
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                kappas = [number(cohen_kappa_score(rows[one], rows[other])) for one, other in pairs]
            found["units"].setdefault(kind, {})[label or "overall"] = {"kappa": kappas, "alpha": alpha(rows)}
    if not nested:
        found["spans"] = [spans(layers[one], layers[other]) for one, other in pairs]
    return found


def main():
    cases = [
        case("alike", 1, documents=3, annotators=2, rate=2),
        case("dense", 2, documents=4, annotators=2, rate=10),
        case("unlike", 3, documents=3, annotators=2, rate=8),
        case("three", 4, documents=2, annotators=3, rate=4),
        case("long", 7, documents=3, annotators=2, rate=15, longest=400),
        case("empty", 5, documents=1, annotators=2, rate=1),
        case("nested", 6, documents=3, annotators=3, rate=6, nested=True),
    ]
    packages = {name: version(name) for name in ["scikit-learn", "krippendorff", "nervaluate"]}
    command = "python tests/data/agreement/make.py > tests/data/agreement/figures.json"
    json.dump({"command": command, "packages": packages, "cases": cases}, sys.stdout, ensure_ascii=False)
    print()


main()
