"""Places by natasha, for the comparison in docs/places-evaluation.md.

Reads lines of JSON from standard input, {"texts": [...], "mode": MODE}, and answers each with one line: {"cpuSeconds": N, "answers":
[{"settlement": [[spelling, ...], ...], "street": ..., "house": ..., "region": ..., "entities": ...}]}. A value is a list of the spellings it may
count by: as written and in the nominative. `entities` are places of its entity recogniser (type LOC) outside the parts of addresses. Modes:
"extractor" runs the address extractor alone and answers nothing (for the time), "entities" brings its values into the
nominative and asks the entity recogniser too. CPU time is that of this process, one thread; models are loaded before the first line.
"""

import json
import os
import re
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

from natasha import AddrExtractor, Doc, MorphVocab, NewsEmbedding, NewsMorphTagger, NewsNERTagger, Segmenter  # noqa: E402
from natasha.norm import normalize  # noqa: E402

segmenter = Segmenter()
vocab = MorphVocab()
embedding = NewsEmbedding()
morph = NewsMorphTagger(embedding)
ner = NewsNERTagger(embedding)
addresses = AddrExtractor(vocab)

SETTLEMENTS = {"город", "село", "деревня", "посёлок", None}
STREETS = {"улица", "проспект", "проезд", "переулок", "площадь", "шоссе", "набережная", "бульвар"}
REGIONS = {"республика", "край", "область", "автономный округ"}
BUILDINGS = {"дом", "корпус", "строение"}
FIELDS = ("settlement", "street", "house", "region", "entities")


def adjective(value, gender):
    """The dictionary's nominative of one word that can be an adjective of that gender: «Вишнёвой» -> «Вишнёвая»."""
    found = []
    for form in vocab(value.lower()):
        if form.pos == "ADJ":
            word = form.inflect({"Nom", gender}) if gender else form.inflect({"Nom"})
            if word:
                found.append(word.word.capitalize())
    return found


GENDERS = {"улица": "Fem", "площадь": "Fem", "набережная": "Fem", "шоссе": "Neut", "село": "Neut", "деревня": "Fem"}


def spellings(value, doc, start, stop, kind=None):
    """A value as written and in the nominative, by the tokens that lie in the match."""
    tokens = [token for token in doc.tokens if start <= token.start and token.stop <= stop]
    words = set(value.split())
    inside = [token for token in tokens if token.text in words] if tokens else []
    found = [value]
    if inside:
        found.append(normalize(vocab, inside))
    # The nominative of the dictionary, word by word, for what the tagger took for another case.
    forms = []
    for word in value.split():
        known = vocab(word.lower())
        forms.append(known[0].normal.capitalize() if known else word)
    found.append(" ".join(forms))
    if len(value.split()) == 1:
        found += adjective(value, GENDERS.get(kind, "Masc"))
    return list(dict.fromkeys(found))


def parse(text):
    doc = Doc(text)
    doc.segment(segmenter)
    doc.tag_morph(morph)
    return doc


def house_spellings(value):
    """«№3-А» -> «3А»; a last letter that may be a word of the sentence («3 и», «2 в») may be left out."""
    plain = re.sub(r"(\d)\s*-\s*([А-Яа-яЁё])", r"\1\2", value.replace("№", "")).strip()
    without = re.sub(r"\s+[а-яё]$", "", plain)
    return list(dict.fromkeys([plain, without]))


def locate(text):
    answer = {field: [] for field in FIELDS}
    doc = parse(text)
    taken = []
    house_end = None
    for match in addresses(text):
        value, kind = match.fact.value, match.fact.type
        taken.append((match.start, match.stop))
        if value is None:
            continue
        if kind in BUILDINGS:
            numbers = house_spellings(value)
            follows = house_end is not None and match.start - house_end <= 3 and kind != "дом"
            if follows and answer["house"]:
                sign = "к" if kind == "корпус" else "с"
                answer["house"][-1] = [house + sign + one for house in answer["house"][-1] for one in numbers]
            else:
                answer["house"].append(numbers)
            house_end = match.stop
            continue
        found = spellings(value, doc, match.start, match.stop, kind)
        if kind in SETTLEMENTS:
            answer["settlement"].append(found)
        elif kind in STREETS:
            if kind != "улица":
                found = [one for each in found for one in (f"{kind} {each}", f"{each} {kind}")]
            answer["street"].append(found)
        elif kind in REGIONS:
            answer["region"].append([one for each in found for one in (f"{kind} {each}", f"{each} {kind}")])
    doc.tag_ner(ner)
    for span in doc.spans:
        if span.type == "LOC" and not any(span.start < stop and start < span.stop for start, stop in taken):
            span.normalize(vocab)
            answer["entities"].append(list(dict.fromkeys([span.text, span.normal])))
    return answer


for line in sys.stdin:
    asked = json.loads(line)
    started = time.process_time()
    if asked["mode"] == "extractor":
        for text in asked["texts"]:
            list(addresses(text))
        answers = []
    else:
        answers = [locate(text) for text in asked["texts"]]
    reply = {"cpuSeconds": time.process_time() - started, "answers": answers}
    print(json.dumps(reply, ensure_ascii=False), flush=True)
