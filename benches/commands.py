"""The job of `diptych import` and `diptych export` with Python's standard json module: for benches/commands.rs.

    python3 commands.py import all.jsonl FOLDER     a text and a layer (JSON) for each line; quotes checked; all synced
    python3 commands.py export all.jsonl FOLDER     the same texts and layers as one file of lines
"""

import json
import os
import shutil
import sys


def put(path, text):
    """Replaces a file so that there is always a whole one."""
    temporary = path + ".tmp"
    with open(temporary, "w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.rename(temporary, path)
    folder = os.open(os.path.dirname(path), os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def check(row):
    for span in row["spans"]:
        if row["text"][span["start"] : span["end"]] != span["quote"]:
            sys.exit(f"{row['id']}: {span}")


def into(source, folder):
    # All is checked before anything is written, one line in memory at a time.
    with open(source, encoding="utf-8", newline="") as lines:
        for line in lines:
            check(json.loads(line))
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(os.path.join(folder, "annotations"))
    with open(source, encoding="utf-8", newline="") as lines:
        for line in lines:
            row = json.loads(line)
            check(row)
            put(os.path.join(folder, row["id"]), row["text"])
            layer = {"document": row["id"], "annotator": "ana", "tags": row["spans"]}
            put(os.path.join(folder, "annotations", row["id"] + ".ana.json"), json.dumps(layer, ensure_ascii=False))


def out(folder):
    names = sorted(name for name in os.listdir(folder) if name.endswith(".txt"))
    with open(os.path.join(folder, "out.jsonl"), "w", encoding="utf-8", newline="") as lines:
        for name in names:
            with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
                text = file.read()
            with open(os.path.join(folder, "annotations", name + ".ana.json"), encoding="utf-8") as file:
                layer = json.load(file)
            row = {"id": name, "annotator": "ana", "text": text, "spans": layer["tags"]}
            check(row)
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    job, source, folder = sys.argv[1:]
    into(source, folder) if job == "import" else out(folder)
