"""Makes .spacy files of the .jsonl files in this folder, for `spacy train config.cfg --output model`.

    pip install spacy
    python convert.py

Tags may overlap, so they go into the span group "sc", which a spancat learns. Without a train.jsonl, every tenth document
is put aside as dev.spacy, to measure on.
"""

import json
import pathlib

import spacy
from spacy.tokens import Doc, DocBin, Span

VOCAB = spacy.blank("xx").vocab


def document(row):
    tokens = row["tokens"]
    doc = Doc(VOCAB, [token["text"] for token in tokens], [token["ws"] for token in tokens])
    spans = [Span(doc, span["token_start"], span["token_end"] + 1, span["label"]) for span in row["spans"]]
    doc.spans["sc"] = spans
    return doc


def documents(path):
    with open(path, encoding="utf-8") as lines:
        return [document(json.loads(line)) for line in lines]


def write(name, docs):
    DocBin(docs=docs).to_disk(f"{name}.spacy")
    print(f"{name}.spacy: {len(docs)} documents")


FOLDER = pathlib.Path(__file__).parent
FILES = {path.stem: documents(path) for path in sorted(FOLDER.glob("*.jsonl"))}
if "train" not in FILES:
    ALL = [doc for docs in FILES.values() for doc in docs]
    FILES = {"train": [doc for number, doc in enumerate(ALL) if number % 10], "dev": ALL[::10]}
    if not FILES["train"]:
        FILES["train"] = ALL
elif "dev" not in FILES:
    FILES["dev"] = FILES["train"]
for name, docs in FILES.items():
    write(name, docs)
