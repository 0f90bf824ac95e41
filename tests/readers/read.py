"""Opens what diptych has written with the readers that it is made for, and holds it against what it should be.

    python read.py FOLDER

In FOLDER lie `expected.json` (the text and the tags, in code points) and a file or folder for each format. Each reader that
is there says `ok`, each that is not is skipped by name; the first that reads something else ends it all.
"""

import json
import os
import pathlib
import sys

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
FOLDER = pathlib.Path(sys.argv[1])
EXPECTED = json.loads((FOLDER / "expected.json").read_text("utf-8"))
TEXT = EXPECTED["text"]
TAGS = sorted((tag["start"], tag["end"], tag["label"]) for tag in EXPECTED["tags"])
READERS = []


def reader(*modules):
    def register(function):
        READERS.append((function.__name__.replace("_", " "), modules, function))
        return function

    return register


def same(found, wanted=TAGS):
    found = sorted(found)
    assert found == wanted, f"\n  read   {found}\n  wanted {wanted}"


def read(name):
    return (FOLDER / name).read_bytes().decode("utf-8")


def squeezed(text):
    return "".join(text.split())


def check_rows(rows):
    (row,) = rows
    assert row["text"] == TEXT and row["offsets"] == "code points"
    for span in row["spans"]:
        assert TEXT[span["start"] : span["end"]] == span["quote"], span
    same((span["start"], span["end"], span["label"]) for span in row["spans"])


@reader("pandas")
def jsonl_in_pandas():
    import pandas

    check_rows(pandas.read_json(FOLDER / "jsonl.jsonl", lines=True).to_dict("records"))


@reader("datasets")
def jsonl_in_Hugging_Face_datasets():
    import datasets

    datasets.disable_progress_bars()
    files, cache = str(FOLDER / "jsonl.jsonl"), str(FOLDER / "cache")
    check_rows(list(datasets.load_dataset("json", data_files=files, cache_dir=cache)["train"]))


@reader("datasets")
def jsonl_with_its_card_in_Hugging_Face_datasets():
    # What it guesses from 10 MB of documents without a tag would not hold of the next one that has some.
    import datasets

    row = json.loads(read("jsonl.jsonl"))
    untagged = json.dumps({**row, "text": "x" * 20_000, "spans": [], "links": []}) + "\n"
    (FOLDER / "card" / "train.jsonl").write_text(untagged * 600 + read("jsonl.jsonl"), "utf-8")
    rows = datasets.load_dataset(str(FOLDER / "card"), cache_dir=str(FOLDER / "cache"))["train"]
    check_rows([rows[-1]])


@reader("duckdb")
def jsonl_in_DuckDB():
    import duckdb

    query = f"select text, offsets, to_json(spans) from read_json('{FOLDER / 'jsonl.jsonl'}')"
    rows = duckdb.sql(query).fetchall()
    check_rows([{"text": text, "offsets": offsets, "spans": json.loads(spans)} for text, offsets, spans in rows])


def parquet(*modules):
    """A reader of the table, which is only there if the program was built with it."""
    return reader(*modules) if (FOLDER / "parquet.parquet").exists() else lambda function: function


@parquet("duckdb")
def parquet_in_DuckDB():
    import duckdb

    table = f"'{FOLDER / 'parquet.parquet'}'"
    rows = duckdb.sql(f"select text, offsets, spans, links from {table}").fetchall()
    check_rows([{"text": text, "offsets": offsets, "spans": spans} for text, offsets, spans, _ in rows])
    (line,) = map(json.loads, read("jsonl.jsonl").splitlines())
    assert rows[0][2:] == (line["spans"], line["links"]), rows
    labels = duckdb.sql(f"select s.label, count(*) from (select unnest(spans) s from {table}) group by all").fetchall()
    assert sum(count for _, count in labels) == len(TAGS), labels


@parquet("pandas", "pyarrow")
def parquet_in_pandas():
    import pandas

    check_rows(pandas.read_parquet(FOLDER / "parquet.parquet").to_dict("records"))


@parquet("datasets")
def parquet_in_Hugging_Face_datasets():
    import datasets

    files, cache = str(FOLDER / "parquet.parquet"), str(FOLDER / "cache")
    check_rows(list(datasets.load_dataset("parquet", data_files=files, cache_dir=cache)["train"]))


@reader("spacy")
def spacy_in_a_DocBin():
    import spacy
    from spacy.tokens import Doc, DocBin, Span

    vocab = spacy.blank("en").vocab
    # The three lines of the README.
    rows = [json.loads(line) for line in open(FOLDER / "spacy.jsonl", encoding="utf-8")]
    docs = [Doc(vocab, [t["text"] for t in row["tokens"]], [t["ws"] for t in row["tokens"]]) for row in rows]
    for doc, row in zip(docs, rows): doc.spans["sc"] = [Span(doc, s["token_start"], s["token_end"] + 1, s["label"]) for s in row["spans"]]
    for doc, row in zip(docs, rows):
        by_chars = [doc.char_span(s["start"], s["end"], s["label"]) for s in row["spans"]]
        assert by_chars == list(doc.spans["sc"]), by_chars
    DocBin(docs=docs, store_user_data=True).to_disk(FOLDER / "train.spacy")
    (doc,) = DocBin().from_disk(FOLDER / "train.spacy").get_docs(vocab)
    assert doc.text == TEXT
    same((span.start_char, span.end_char, span.label_) for span in doc.spans["sc"])


@reader()
def spacy_as_Prodigy_reads_it():
    # Prodigy is not free; this is what its page on the format says of tokens and spans.
    (row,) = [json.loads(line) for line in read("spacy.jsonl").splitlines()]
    for number, token in enumerate(row["tokens"]):
        assert token["id"] == number and TEXT[token["start"] : token["end"]] == token["text"], token
        after = row["tokens"][number + 1]["start"] if number + 1 < len(row["tokens"]) else len(TEXT)
        assert TEXT[token["end"] : after] == (" " if token["ws"] else ""), token
    for span in row["spans"] + [r[end] for r in row["relations"] for end in ("head_span", "child_span")]:
        assert row["tokens"][span["token_start"]]["start"] == span["start"], span
        assert row["tokens"][span["token_end"]]["end"] == span["end"], span
    same((span["start"], span["end"], span["label"]) for span in row["spans"])


def columns(name):
    """The words, and a list of sentences of tags for each column."""
    words, table = [], []
    for block in read(name).split("\n\n"):
        lines = [line.split("\t") for line in block.split("\n") if line and not line.startswith("-DOCSTART-")]
        if lines:
            words += [line[0] for line in lines]
            table.append([line[1:] for line in lines])
    count = len(table[0][0])
    return words, [[[line[column] for line in lines] for lines in table] for column in range(count)]


def entities(name, scheme):
    from seqeval.metrics.sequence_labeling import get_entities
    from seqeval.scheme import auto_detect

    words, tables = columns(name)
    found = []
    for sentences in tables:
        if any(tag != "O" for sentence in sentences for tag in sentence):
            assert auto_detect(sentences).__name__ in scheme, auto_detect(sentences)
        flat, at = [], 0
        for sentence in sentences:
            flat += [(kind, at + first, at + last) for kind, first, last in get_entities(sentence)]
            at += len(sentence)
        found += [(kind, squeezed("".join(words[first : last + 1]))) for kind, first, last in flat]
    return found


def quotes(tags):
    return sorted((tag["label"], squeezed(tag["quote"])) for tag in tags)


@reader("seqeval")
def conll_in_seqeval():
    same(entities("conll.conll", ["IOB2"]), quotes(EXPECTED["columns"]))
    same(entities("conll-bioes.conll", ["IOBES"]), quotes(EXPECTED["columns"]))
    same(entities("conll-longest.conll", ["IOB2"]), quotes(EXPECTED["longest"]))


@reader("spacy")
def conll_in_spaCys_converter():
    from spacy.training.converters import conll_ner_to_docs

    docs = list(conll_ner_to_docs(read("conll-longest.conll"), no_print=True))
    found = [(ent.label_, squeezed("".join(token.text for token in ent))) for doc in docs for ent in doc.ents]
    same(found, quotes(EXPECTED["longest"]))


@reader("label_studio_sdk")
def label_studio_in_its_SDK():
    from label_studio_sdk.label_interface import LabelInterface

    interface = LabelInterface(read("label-studio/label-studio.xml"))
    interface.validate()
    tasks = json.loads(read("label-studio/label-studio.json"))
    assert all(interface.validate_task({"data": task["data"]}) for task in tasks)
    assert all(interface.validate_annotation(annotation) for task in tasks for annotation in task["annotations"])
    kinds = {r["type"] for r in tasks[0]["annotations"][0]["result"]}
    assert kinds == {"labels", "choices", "textarea", "relation"}, kinds
    regions = [r for a in tasks[0]["annotations"] for r in a["result"] if r["type"] != "relation"]
    assert all(interface.validate_region(region) for region in regions)
    values = [region["value"] for region in regions if region["type"] == "labels"]
    assert all(TEXT[value["start"] : value["end"]] == value["text"] for value in values)
    same((value["start"], value["end"], *value["labels"]) for value in values)


# What the context at http://www.w3.org/ns/anno.jsonld says of the terms that we use.
CONTEXT = {
    "oa": "http://www.w3.org/ns/oa#", "as": "http://www.w3.org/ns/activitystreams#", "id": "@id", "type": "@type",
    "dcterms": "http://purl.org/dc/terms/", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "foaf": "http://xmlns.com/foaf/0.1/", "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{kind: f"oa:{kind}" for kind in (
        "Annotation", "TextualBody", "SpecificResource", "TextQuoteSelector", "TextPositionSelector",
        "classifying", "commenting", "describing", "linking", "exact", "prefix", "suffix")},
    "AnnotationPage": "as:OrderedCollectionPage", "Person": "foaf:Person", "name": "foaf:name", "value": "rdf:value",
    **{term: {"@type": "@id", "@id": f"oa:has{term.capitalize()}"} for term in ("body", "target", "source", "selector", "scope")},
    "creator": {"@type": "@id", "@id": "dcterms:creator"},
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"}, "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "created": {"@id": "dcterms:created", "@type": "xsd:dateTime"},
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
}


@reader("pyld")
def web_annotation_in_a_JSON_LD_processor():
    from pyld import jsonld

    def load(url, _):
        assert url == "http://www.w3.org/ns/anno.jsonld", url
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXT}}

    (file,) = (FOLDER / "web-annotation").glob("*.jsonld")
    page = json.loads(file.read_text("utf-8"))
    (expanded,) = jsonld.expand(page, {"documentLoader": load, "base": None})
    oa, value = "http://www.w3.org/ns/oa#", lambda node, term: node[f"http://www.w3.org/ns/oa#{term}"][0]["@value"]
    found = []
    for item in expanded["http://www.w3.org/ns/activitystreams#items"][0]["@list"]:
        assert item["@type"] == [oa + "Annotation"] and item["@id"].startswith("urn:"), item
        target = item[oa + "hasTarget"][0]
        if oa + "hasSelector" in target:
            by_type = {selector["@type"][0]: selector for selector in target[oa + "hasSelector"]}
            place, quote = by_type[oa + "TextPositionSelector"], by_type[oa + "TextQuoteSelector"]
            start, end = value(place, "start"), value(place, "end")
            assert TEXT[start:end] == value(quote, "exact")
            assert TEXT[:start].endswith(value(quote, "prefix")) and TEXT[end:].startswith(value(quote, "suffix"))
            label = item[oa + "hasBody"][0]["http://www.w3.org/1999/02/22-rdf-syntax-ns#value"][0]["@value"]
            found.append((start, end, label))
        else:
            assert item[oa + "motivatedBy"][0]["@id"] == oa + "linking", item
    same(found)
    rdf = jsonld.to_rdf(page, {"documentLoader": load, "format": "application/n-quads"})
    assert rdf.count("#TextQuoteSelector>") == len(TAGS), "a processor drops what has no absolute IRI"


@reader("cassis")
def webanno_in_a_CAS():
    import re

    from cassis import Cas, TypeSystem

    types = TypeSystem()
    span = types.create_type("custom.Span", supertypeName="uima.tcas.Annotation")
    types.create_feature(domainType=span, name="label", rangeType="uima.cas.String")
    escapes = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b"}
    meant = lambda words: re.sub(r"\\(.)", lambda m: escapes.get(m[1], m[1]), words, flags=re.S)
    (file,) = (FOLDER / "webanno").glob("*.tsv")
    head, body = file.read_bytes().decode("utf-8").split("\n\n\n", 1)
    assert head.split("\n") == ["#FORMAT=WebAnno TSV 3.3", "#T_SP=custom.Span|label", "#T_RL=custom.Relation|label|BT_custom.Span"]
    # As INCEpTION's reader puts the text together: in UTF-16, a line end or blanks between two sentences.
    text, tags = b"", {}
    for block in filter(None, body.split("\n\n")):
        lines = block.split("\n")
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        begin = 2 * int(rows[0][1].split("-")[0])
        text = text[:begin] + "\u0020".encode("utf-16-le") * ((begin - len(text)) // 2)
        text += "\n".join(meant(line[6:]) for line in lines if line.startswith("#Text=")).encode("utf-16-le") + b"\n\0"
        for name, place, word, labels, *_ in rows:
            start, end = (2 * int(at) for at in place.split("-"))
            assert text[start:end].decode("utf-16-le") == meant(word), (name, word)
            for label in re.split(r"(?<!\\)\|", labels):
                if label != "_":
                    label, number = label[:-1].rsplit("[", 1)
                    first = tags.get(number, (start,))[0]
                    tags[number] = (first, end, meant(label))
    cas = Cas(types)
    cas.sofa_string = text.decode("utf-16-le")
    chars = lambda at: len(text[:at].decode("utf-16-le"))
    for start, end, label in tags.values():
        cas.add(span(begin=chars(start), end=chars(end), label=label))
    for tag in cas.select("custom.Span"):
        assert squeezed(tag.get_covered_text()) == squeezed(TEXT[tag.begin : tag.end])
    same((tag.begin, tag.end, tag.label) for tag in cas.select("custom.Span"))
    # And through the CAS's own file, which counts UTF-16 units, too.
    from cassis import load_cas_from_xmi

    again = load_cas_from_xmi(cas.to_xmi(), typesystem=types)
    same((tag.begin, tag.end, tag.label) for tag in again.select("custom.Span"))


@reader("pybrat")
def brat_in_pybrat():
    from pybrat.parser import BratParser

    (example,) = BratParser(error="raise").parse(str(FOLDER / "brat"))
    same((e.spans[0].start, e.spans[-1].end, e.type) for e in example.entities)
    assert [relation.type for relation in example.relations] == ["attributed_to"]


@reader()
def brat_by_its_page():
    # What brat's own reader demands: pieces in order that do not meet, and their words with a blank between them.
    (file,) = (FOLDER / "brat").glob("*.ann")
    text = file.with_suffix(".txt").read_bytes().decode("utf-8")
    assert text == TEXT
    found = []
    for line in file.read_bytes().decode("utf-8").splitlines():
        key, data, *words = line.split("\t", 2)
        if key.startswith("T"):
            label, places = data.split(" ", 1)
            places = [tuple(map(int, place.split(" "))) for place in places.split(";")]
            assert all(end < start for (_, end), (start, _) in zip(places, places[1:])), line
            assert " ".join(text[start:end] for start, end in places) == words[0], line
            found.append((places[0][0], places[-1][1], label))
    same(found)


@reader()
def csv_in_Pythons_own():
    import csv

    with open(FOLDER / "csv.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values()), row
        assert TEXT[int(row["start"]) : int(row["end"])] == row["quote"].removeprefix("'")
    same((int(row["start"]), int(row["end"]), row["label"]) for row in rows)


@reader()
def doccano_by_its_importer():
    # What doccano's pipeline does with a line: `SpanLabel.parse` of lists and of objects, `RelationLabel.parse`.
    (row,) = [json.loads(line) for line in read("doccano.jsonl").splitlines()]
    assert row["text"] == TEXT
    same((e["start_offset"], e["end_offset"], e["label"]) for e in row["entities"])
    ids = [e["id"] for e in row["entities"]]
    assert all(r["from_id"] in ids and r["to_id"] in ids and r["type"] for r in row["relations"])
    (row,) = [json.loads(line) for line in read("doccano-plain.jsonl").splitlines()]
    same((start, end, label) for start, end, label in row["label"])


@reader("backend.data_import")
def doccano_itself():
    # A database of its own, its importer in both kinds of project, and its exporter; diptych reads what comes out.
    import zipfile

    import backend

    work = FOLDER / "doccano-itself"
    work.mkdir()
    sys.path.insert(0, os.path.dirname(backend.__file__))
    os.environ.update(DJANGO_SETTINGS_MODULE="config.settings.development", DATABASE_URL=f"sqlite:///{work}/db", MEDIA_ROOT=str(work))
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    for command in ("migrate", "create_roles"):
        call_command(command, verbosity=0, stdout=open(os.devnull, "w"))
    from data_export.celery_tasks import export_dataset
    from data_import.datasets import load_dataset
    from data_import.pipeline.catalog import RELATION_EXTRACTION, create_file_format
    from data_import.pipeline.readers import FileName
    from labels.models import Relation, Span
    from projects.models import Project, ProjectType, SequenceLabelingProject

    user = get_user_model().objects.create(username="ana")
    for name, task in (("doccano", RELATION_EXTRACTION), ("doccano-plain", ProjectType.SEQUENCE_LABELING)):
        kind = {"project_type": ProjectType.SEQUENCE_LABELING, "use_relation": name == "doccano"}
        project = SequenceLabelingProject.objects.create(
            name=name, created_by=user, allow_overlapping=True, collaborative_annotation=True, **kind
        )
        project = Project.objects.get(pk=project.pk)
        path = str(FOLDER / f"{name}.jsonl")
        dataset = load_dataset(task, create_file_format("JSONL"), [FileName(path, path, path)], project)
        dataset.save(user)
        assert dataset.errors == [], dataset.errors
        spans = Span.objects.filter(example__project=project)
        assert all(span.example.text == TEXT for span in spans)
        same((span.start_offset, span.end_offset, span.label.text) for span in spans)
        assert Relation.objects.filter(example__project=project).count() == (1 if name == "doccano" else 0)
        with zipfile.ZipFile(export_dataset.run(project.pk, "JSONL")) as archive:
            (FOLDER / f"{name}-back.jsonl").write_bytes(archive.read("all.jsonl"))


@reader("label_studio")
def label_studio_itself():
    # A database of its own, no server; the project takes the configuration and the tasks, and diptych reads its export.
    import label_studio

    work = FOLDER / "label-studio-itself"
    work.mkdir()
    sys.path.insert(0, os.path.dirname(label_studio.__file__))
    quiet = ("SENTRY_DSN", "FRONTEND_SENTRY_DSN"), ("COLLECT_ANALYTICS", "LATEST_VERSION_CHECK")
    os.environ.update({**dict.fromkeys(quiet[0], ""), **dict.fromkeys(quiet[1], "false")})
    os.environ.update(DJANGO_SETTINGS_MODULE="core.settings.label_studio", DJANGO_DB="sqlite", LOG_LEVEL="ERROR")
    os.environ.update(LABEL_STUDIO_BASE_DATA_DIR=str(work), HOST="http://127.0.0.1")
    import django

    django.setup()
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    from organizations.models import Organization
    from rest_framework.test import APIClient
    from users.models import User

    user = User.objects.create_user(email="ana@example.org", password="ana")
    user.active_organization = Organization.create_organization(created_by=user, title="ana")
    user.save()
    client = APIClient()
    client.force_authenticate(user)
    config = {"title": "diptych", "label_config": read("label-studio/label-studio.xml")}
    project = client.post("/api/projects/", config, format="json")
    assert project.status_code == 201, project.content
    tasks = SimpleUploadedFile("tasks.json", (FOLDER / "label-studio/label-studio.json").read_bytes(), "application/json")
    path = f"/api/projects/{project.json()['id']}"
    answer = client.post(f"{path}/import", {"file": tasks}, format="multipart")
    assert answer.status_code == 201 and answer.json()["annotation_count"] == 1, answer.content
    answer = client.get(f"{path}/export", {"exportType": "JSON"})
    content = answer.getvalue()
    (task,) = json.loads(content)
    assert task["data"]["text"] == TEXT
    values = [r["value"] for r in task["annotations"][0]["result"] if r["type"] == "labels"]
    same((value["start"], value["end"], *value["labels"]) for value in values)
    (FOLDER / "label-studio-back.json").write_bytes(content)


def main():
    import importlib.util

    def there(module):
        try:
            return importlib.util.find_spec(module) is not None
        except ModuleNotFoundError:
            return False

    for name, modules, function in READERS:
        missing = [module for module in modules if not there(module)]
        if missing:
            print(f"skipped: no {', '.join(missing)}: {name} was not tried")
            continue
        function()
        print(f"ok: {name}")


main()
