#!/usr/bin/env python3
"""Verify an evidence pack from outside the program that made it.

Written from docs/PACK_FORMAT.md and docs/LOG_FORMAT.md alone; it shares no code with the program, nor with
scripts/verify.py, so that a mistake in the one cannot hide in the other. Section numbers (§) in this file are
those of docs/PACK_FORMAT.md.

Exit codes: 0 nothing is wrong, 1 the policy is refused or invalid, 3 a step failed, 4 a file cannot be read,
64 wrong usage.
"""

import argparse
import base64
import binascii
import dataclasses
import hashlib
import json
import pathlib
import random
import re
import sys
import typing
import xml.parsers.expat

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519

WHOLE, REFUSED, DAMAGED, UNREADABLE, USAGE = 0, 1, 3, 4, 64
LARGEST_PACK, LARGEST_FILE, MOST_FILES, LARGEST_POLICY = 268_435_456, 33_554_432, 100_000, 1 << 20
FIXED = ("manifest", "contents", "checkpoint", "keys", "record.xml", "record.xhtml", "VERIFY.md")
MUST = ("contents", "checkpoint", "keys", "record.xml", "VERIFY.md")
STEPS = ("policy", "checkpoint", "inclusion", "order", "openings", "record", "history", "manifest")
DIFFERS = "the file is not the one that the manifest names"


class Fault(Exception):
    """Something in a pack is not as it must be: the file, None for the archive, and the rule."""

    def __init__(self, file, rule):
        super().__init__(rule)
        self.file, self.rule = file, rule


class BadPolicy(Exception):
    """The policy cannot be used."""


# Forms (LOG_FORMAT §1)


def sha256(data):
    return hashlib.sha256(data).digest()


def base64_bytes(text):
    """The bytes of the one base64 spelling that an encoder writes; None for anything else."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def hash_bytes(text):
    data = base64_bytes(text)
    return data if data is not None and len(data) == 32 else None


def decimal(text):
    return int(text) if re.fullmatch(r"0|[1-9][0-9]{0,14}", text, re.ASCII) else None


def is_uuid(text):
    return re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text, re.ASCII) is not None


def utf8(data):
    try:
        return bytes(data).decode("utf-8")
    except UnicodeDecodeError:
        return None


# Keys, notes, checkpoints (LOG_FORMAT §4)


class Key(typing.NamedTuple):
    name: str
    id: bytes
    public: bytes

    @classmethod
    def read(cls, text, kind):
        """A key of signature type `kind` as it is written; None for anything else."""
        parts = text.split("+", 2)
        if len(parts) != 3 or not is_key_name(parts[0]):
            return None
        data = base64_bytes(parts[2])
        if data is None or len(data) != 33 or data[0] != kind:
            return None
        key_id = sha256(parts[0].encode() + b"\n" + data)[:4]
        return cls(parts[0], key_id, data[1:]) if parts[1] == key_id.hex() else None

    @property
    def written(self):
        return f"{self.name}+{self.id.hex()}+" + base64.b64encode(b"\1" + self.public).decode()

    def accepts(self, signature, message):
        try:
            ed25519.Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


def is_key_name(text):
    return bool(text) and "+" not in text and not any(c.isspace() or c < " " for c in text)


class Note(typing.NamedTuple):
    text: str
    signatures: list  # of (name, key id, signature)

    @classmethod
    def read(cls, data):
        """A note in its one written form; None for anything else."""
        whole = utf8(data)
        if whole is None or len(data) > 1_000_000:
            return None
        if any(c != "\n" and (c < " " or c == "\x7f") for c in whole):
            return None
        text, gap, rest = whole.rpartition("\n\n")
        if not gap or not rest.endswith("\n"):
            return None
        signatures = []
        for line in rest[:-1].split("\n"):
            parts = line.split(" ")
            if len(parts) != 3 or parts[0] != "\u2014" or not is_key_name(parts[1]):
                return None
            payload = base64_bytes(parts[2])
            if payload is None or len(payload) <= 4:
                return None
            signatures.append((parts[1], payload[:4], payload[4:]))
        return cls(text + "\n", signatures) if len(signatures) <= 100 else None

    def signers(self, keys):
        """The keys that signed; None where a signature by one of them does not fit."""
        found = []
        for name, key_id, signature in self.signatures:
            key = next((k for k in keys if (k.name, k.id) == (name, key_id)), None)
            if key is None or key in found:
                continue
            if len(signature) != 64 or not key.accepts(signature, self.text.encode()):
                return None
            found.append(key)
        return found


class Checkpoint(typing.NamedTuple):
    origin: str
    size: int
    root: bytes

    @classmethod
    def read(cls, text):
        match = re.fullmatch(r"([^\n]+)\n(0|[1-9][0-9]{0,17})\n([^\n]+)\n", text, re.ASCII)
        root = match and hash_bytes(match[3])
        return cls(match[1], int(match[2]), root) if root else None


class Handover(typing.NamedTuple):
    """From one key of the log to the next (LOG_FORMAT §4.3)."""
    note: Note
    checkpoint: Checkpoint
    old: Key
    new: Key
    is_signed_by_old: bool

    @classmethod
    def read(cls, note):
        """None for another form, or where its new key has not signed, or a signature is wrong."""
        told = handover_text(note.text)
        if told is None:
            return None
        checkpoint, old, new = told
        signers = note.signers([old, new])
        return cls(note, checkpoint, old, new, old in signers) if signers and new in signers \
            else None


def handover_text(text):
    """(checkpoint, old key, new key) of a handover's text; None for another."""
    lines = text.split("\n")
    words = lines[3].split(" ") if len(lines) == 5 and not lines[4] else []
    if len(words) != 3 or words[0] != "vigil-handover/v1":
        return None
    checkpoint = Checkpoint.read("\n".join(lines[:3]) + "\n")
    old, new = Key.read(words[1], 1), Key.read(words[2], 1)
    if not checkpoint or not old or not new or checkpoint.size == 0 or old.public == new.public \
            or {old.name, new.name} != {checkpoint.origin}:
        return None
    return checkpoint, old, new


def reached(handovers, trusted):
    """The log's keys with their sizes, (key, first, last or None), and the handovers between them; None
    where the handovers are no chain or none of its keys is trusted."""
    if not handovers or any(later.old != earlier.new for earlier, later in
                            zip(handovers, handovers[1:])):
        return None
    chain = [handovers[0].old, *(handover.new for handover in handovers)]
    known = [place for place, key in enumerate(chain) if key in trusted]
    if not known or len(set(chain)) != len(chain):
        return None
    end = known[-1]
    while end < len(handovers) and handovers[end].is_signed_by_old:
        end += 1
    sizes = [handover.checkpoint.size for handover in handovers]
    return [(chain[place], sizes[place - 1] + 1 if place else 1,
             sizes[place] if place < len(sizes) else None) for place in range(end + 1)], \
        handovers[:end]


# Proofs (RFC 9162)


def node(left, right):
    return sha256(b"\x01" + left + right)


def leads_to(index, size, leaf, path):
    """The root that an inclusion proof leads to (§2.1.3.2); None where its length is wrong."""
    if not 0 <= index < size:
        return None
    low, high, result = index, size - 1, leaf
    for step in path:
        if high == 0:
            return None
        if low % 2 == 1 or low == high:
            result = node(step, result)
            while low % 2 == 0 and low != 0:
                low, high = low // 2, high // 2
        else:
            result = node(result, step)
        low, high = low // 2, high // 2
    return result if high == 0 else None


def is_beginning(old_size, old_root, size, root, path):
    """Whether the tree of old_size is the beginning of the other (§2.1.4.2)."""
    if not 0 < old_size < size or not path:
        return False
    if old_size & (old_size - 1) == 0:
        path = [old_root, *path]
    low, high = old_size - 1, size - 1
    while low % 2 == 1:
        low, high = low // 2, high // 2
    first = second = path[0]
    for step in path[1:]:
        if high == 0:
            return False
        if low % 2 == 1 or low == high:
            first, second = node(step, first), node(step, second)
            while low % 2 == 0 and low != 0:
                low, high = low // 2, high // 2
        else:
            second = node(second, step)
        low, high = low // 2, high // 2
    return high == 0 and first == old_root and second == root


# The archive (§2)


def take_apart(data):
    """The files in their order; every byte that is not content has one value only."""
    if len(data) > LARGEST_PACK:
        raise Fault(None, f"a pack has at most {LARGEST_PACK} bytes")
    if len(data) % 512 or len(data) < 1024:
        raise Fault(None, "an archive is made of blocks of 512 bytes, the last two empty")
    end = len(data) - 1024
    if any(data[end:]):
        raise Fault(None, "an archive ends in 1024 zero bytes")
    files, place, last = {}, 0, b""
    while place < end:
        block = data[place:place + 512]
        raw = block[:100].rstrip(b"\0")
        name = utf8(raw)
        if name is None or not is_name(name):
            raise Fault(None, "a file has a name that no pack has")
        digits = block[124:135]
        if not re.fullmatch(rb"[0-7]{11}", digits):
            raise Fault(name, "a header has one form only, and this is another")
        size = int(digits, 8)
        if block != header(raw, size):
            raise Fault(name, "a header has one form only, and this is another")
        if raw <= last:
            raise Fault(name, "names stand in the order of their bytes, each once")
        if len(files) >= MOST_FILES:
            raise Fault(name, f"a pack has at most {MOST_FILES} files")
        start, stop = place + 512, place + 512 + size
        place = start + (size + 511) // 512 * 512
        if size > LARGEST_FILE or place > end:
            raise Fault(name, "the file is longer than the archive, or than a file may be")
        if any(data[stop:place]):
            raise Fault(name, "a file is filled up with zero bytes to a whole block")
        files[name], last = data[start:stop], raw
    return files


def header(name, size):
    block = bytearray(512)
    block[0:len(name)] = name
    block[100:124] = b"0000644\0" + b"0000000\0" * 2
    block[124:148] = b"%011o\0" % size + b"00000000000\0"
    block[148:157] = b" " * 8 + b"0"
    block[257:265] = b"ustar\0" + b"00"
    block[329:345] = b"0000000\0" * 2
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def is_name(name):
    return name in FIXED or number(name) is not None


NUMBERED = re.compile(
    r"leaves/([0-9]{12})|openings/([0-9]{12})|proofs/([0-9]{12})\.tlog-proof"
    r"|earlier/([0-9]{12})\.checkpoint|earlier/([0-9]{12})\.consistency", re.ASCII)
FOLDERS = ("leaves", "openings", "proofs", "earlier", "consistency")


def number(name):
    """(what, number) of a name with a position or a size in it; None for any other."""
    match = NUMBERED.fullmatch(name)
    if not match:
        return None
    what = match.lastindex - 1
    value = int(match[match.lastindex])
    return (FOLDERS[what], value) if value > 0 else None


def leaf_file(position):
    return f"leaves/{position:012}"


def opening_file(position):
    return f"openings/{position:012}"


# The manifest (§4)


class Manifest(typing.NamedTuple):
    log: str
    origin: str
    size: int
    root: bytes
    case: str
    last: int
    release: int
    by: str
    recipient: str
    purpose: str
    basis: str
    opened: int
    withheld: int
    destroyed: int
    files: list  # of (name, size, SHA-256 in hexadecimal)

    @classmethod
    def read(cls, text):
        lines = text.split("\n")
        if lines.pop() != "" or len(lines) < 14 or lines[0] != "vigil-pack/v1":
            return None
        values = {}
        for word, line in zip(("log", "origin", "tree", "case", "last", "release", "by", "recipient",
                               "purpose", "basis", "opened", "withheld", "destroyed"),
                              lines[1:14]):
            if not line.startswith(word + " ") or len(line) == len(word) + 1:
                return None
            values[word] = line[len(word) + 1:]
        tree = values.pop("tree").split(" ")
        if len(tree) != 2 or not is_uuid(values["log"]) or not is_uuid(values["case"]):
            return None
        for word in ("last", "release", "opened", "withheld", "destroyed"):
            values[word] = decimal(values[word])
        size, root, files = decimal(tree[0]), hash_bytes(tree[1]), []
        for line in lines[14:]:
            parts = line.split(" ")
            if len(parts) != 4 or parts[0] != "file" or decimal(parts[2]) is None:
                return None
            if not re.fullmatch(r"[0-9a-f]{64}", parts[1], re.ASCII):
                return None
            files.append((parts[3], decimal(parts[2]), parts[1]))
        if size is None or root is None or None in values.values():
            return None
        return cls(size=size, root=root, files=files, **values)


# Leaves (LOG_FORMAT §3.1)


class Leaf(typing.NamedTuple):
    position: int
    log: str
    id: str
    stream: str
    n: int
    kind: str
    at: str
    by: str
    unit: str
    prev: bytes | None
    size: int
    content: bytes | None
    hash: bytes

    @classmethod
    def read(cls, data, position):
        text = utf8(data)
        match = text is not None and LEAF.fullmatch(text)
        if not match or not is_time(match["at"]):
            return None
        hashes = {}
        for word in ("prev", "sealed", "content"):
            hashes[word] = None if match[word] == "-" else hash_bytes(match[word])
            if match[word] != "-" and hashes[word] is None:
                return None
        n, size, nothing = decimal(match["n"]), decimal(match["size"]), match["kind"] == "erasure"
        if n is None or size is None or (n == 0) != (hashes["prev"] is None):
            return None
        if {size == 0, hashes["sealed"] is None, hashes["content"] is None} != {nothing}:
            return None
        return cls(position, match["log"], match["id"], match["stream"], n, match["kind"],
                   match["at"], match["by"], match["unit"], hashes["prev"], size,
                   hashes["content"], sha256(b"\0" + data))


UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
LEAF = re.compile(
    "vigil-event/v1\n" f"log (?P<log>{UUID})\n" f"id (?P<id>{UUID})\n"
    f"stream (?P<stream>{UUID})\n" "n (?P<n>[0-9]+)\n"
    "kind (?P<kind>entry|access|service|governance|erasure)\n" "at (?P<at>[^\n]+)\n"
    "by (?P<by>[a-z0-9-]{1,64})\n" f"unit (?P<unit>{UUID})\n" "prev (?P<prev>[^\n]+)\n"
    "size (?P<size>[0-9]+)\n" "sealed (?P<sealed>[^\n]+)\n" "content (?P<content>[^\n]+)\n",
    re.ASCII)
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_time(text):
    match = re.fullmatch(
        r"(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z", text, re.ASCII)
    if not match or match[1] < "1970" or not 1 <= int(match[2]) <= 12:
        return False
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1 <= day <= DAYS[month - 1] + leap


# Payloads: JSON, read strictly


class Number(str):
    """A number as it is written."""


def json_value(data):
    """The value; None for what is not JSON in UTF-8 with each name once."""

    def members(pairs):
        if len({name for name, _ in pairs}) != len(pairs):
            raise ValueError
        return dict(pairs)

    def refuse(_):
        raise ValueError

    text = utf8(data)
    if text is None:
        return None
    try:
        value = json.loads(text, object_pairs_hook=members, parse_int=Number, parse_float=Number,
                           parse_constant=refuse)
        json.dumps(value, ensure_ascii=False).encode("utf-8")  # refuses half of a surrogate pair
    except (ValueError, RecursionError):
        return None
    return value


def integer(value):
    if isinstance(value, Number) and re.fullmatch(r"-?[0-9]{1,19}", value, re.ASCII):
        return int(value) if -1 << 63 <= int(value) < 1 << 63 else None
    return None


def legal(text):
    """With U+FFFD for what XML 1.0 cannot hold."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)


def words_of(value, words):
    """Adds each value as it may stand in the record."""
    if isinstance(value, bool):
        words.add("true" if value else "false")
    elif isinstance(value, Number):
        words.add(str(value))
        if integer(value) is not None:
            words.add(str(integer(value)))
    elif isinstance(value, str):
        words.add(legal(value))
        words.add(legal(value).replace(" ", "").replace("-", ""))
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            words_of(item, words)


# record.xml


@dataclasses.dataclass
class Element:
    name: str
    namespace: str
    attributes: dict
    children: list = dataclasses.field(default_factory=list)
    text: str = ""

    def first(self, name):
        return next((child for child in self.children if child.name == name), None)

    def get(self, *path):
        """The text of a child, or its attribute `@name`; None where there is none."""
        element = self
        for name in path:
            if element is None:
                return None
            if name.startswith("@"):
                return element.attributes.get(name[1:])
            element = element.first(name)
        return None if element is None else element.text


def read_xml(data):
    """The root of well-formed XML 1.0 in UTF-8 without a document type; None for anything else."""
    parser = xml.parsers.expat.ParserCreate(encoding="UTF-8", namespace_separator=" ")
    parser.buffer_text = True
    top = Element("", "", {})
    stack = [top]

    def begin(name, attributes):
        if len(stack) > 256:
            raise ValueError
        namespace, _, local = name.rpartition(" ")
        element = Element(local, namespace, attributes)
        stack[-1].children.append(element)
        stack.append(element)

    def characters(text):
        stack[-1].text += text

    def declare(version, encoding, _):
        if version != "1.0" or encoding and encoding.upper() not in ("UTF-8", "UTF8"):
            raise ValueError

    def refuse(*_):
        raise ValueError

    parser.StartElementHandler, parser.CharacterDataHandler = begin, characters
    parser.EndElementHandler = lambda name: stack.pop()
    parser.XmlDeclHandler, parser.StartDoctypeDeclHandler = declare, refuse
    try:
        parser.Parse(bytes(data), True)
    except (ValueError, xml.parsers.expat.ExpatError):
        return None
    return top.children[0]


def is_blank(text):
    return not text.strip(" \t\r\n")


# The policy (§6)


class Policy:
    def __init__(self, data):
        if len(data) > LARGEST_POLICY:
            raise BadPolicy(f"a policy has at most {LARGEST_POLICY} bytes")
        self.logs, self.minimums, self.witnesses, self.groups = [], [], {}, {}
        self.members, quorums = set(), []
        lines = bytes(data).split(b"\n")
        for line in lines:
            text = utf8(line)
            if text is None or any(b != 9 and b < 0x20 or b == 0x7F for b in line):
                raise BadPolicy("a policy is UTF-8 without control characters")
            words = re.split("[ \t]+", text.strip(" \t"))
            if words[0] and not words[0].startswith("#"):
                self.take(words[0], words[1:], quorums)
        if lines[-1]:
            raise BadPolicy("every line ends in a newline")
        if len(quorums) != 1:
            raise BadPolicy("a policy has one line 'quorum', such as 'quorum none'")
        if not self.logs:
            raise BadPolicy("a policy names at least one log that is trusted")
        if {m.origin for m in self.minimums} - {key.name for key in self.logs}:
            raise BadPolicy("a line 'minimum' names the origin of a log in the policy")
        self.quorum = None if quorums[0] == "none" else quorums[0]

    def take(self, word, rest, quorums):
        taken = len(self.witnesses) + len(self.groups)
        known = {*self.witnesses, *self.groups}
        if word == "log":
            key = Key.read(rest[0], 1) if 1 <= len(rest) <= 2 else None
            if key is None:
                raise BadPolicy("a log is written 'log <verification key> [<url>]'")
            if key.public in [k.public for k in self.logs] or len(self.logs) >= 256:
                raise BadPolicy("no key stands in a policy twice")
            self.logs.append(key)
        elif word == "witness":
            key = Key.read(rest[1], 4) if 2 <= len(rest) <= 3 else None
            if key is None:
                raise BadPolicy("a witness is written 'witness <name> <verification key> [<url>]'")
            if rest[0] in known | {"none"} or taken >= 256 \
                    or key.public in [k.public for k in self.witnesses.values()]:
                raise BadPolicy("no name and no key stands in a policy twice")
            self.witnesses[rest[0]] = key
        elif word == "group":
            if len(rest) < 3 or rest[0] in known | {"none"} or taken >= 256:
                raise BadPolicy("a group is written 'group <new name> <number|any|all> <name>…'")
            names = rest[2:]
            count = {"any": 1, "all": len(names)}.get(rest[1], decimal(rest[1]))
            if count is None or not 1 <= count <= len(names):
                raise BadPolicy("a group asks for at least one of its members and at most all")
            for name in names:
                if name not in known or name in self.members:
                    raise BadPolicy("a member stands in a line before, and in one group once")
                self.members.add(name)
            self.groups[rest[0]] = count, names
        elif word == "quorum":
            if quorums or len(rest) != 1 or rest[0] not in known | {"none"}:
                raise BadPolicy("there is one quorum: none, or a name that stands before it")
            quorums.append(rest[0])
        elif word == "minimum":
            size = decimal(rest[1]) if len(rest) == 3 else None
            if not size or hash_bytes(rest[2]) is None or len(self.minimums) >= 256:
                raise BadPolicy("a minimum is written 'minimum <origin> <size> <root>'")
            self.minimums.append(Checkpoint(rest[0], size, hash_bytes(rest[2])))
        else:
            raise BadPolicy("a line begins with log, witness, group, quorum, minimum or #")

    def witnessed(self, note):
        """Whether the quorum signed a note; None where a witness's signature does not fit."""
        signers = set()
        for name, key in self.witnesses.items():
            for signer, key_id, signature in note.signatures:
                if (signer, key_id) != (key.name, key.id):
                    continue
                if len(signature) != 72:
                    return None
                time = int.from_bytes(signature[:8], "big")
                message = f"cosignature/v1\ntime {time}\n{note.text}".encode()
                if not key.accepts(signature[8:], message):
                    return None
                signers.add(name)
        return self.quorum is None or self.reached(self.quorum, signers)

    def reached(self, name, signers):
        if name not in self.groups:
            return name in signers
        count, names = self.groups[name]
        return sum(self.reached(member, signers) for member in names) >= count


# Verifying (§7)


class Step(typing.NamedTuple):
    outcome: str
    detail: str
    faults: list


def judged(faults, detail):
    return Step("fail", faults[0].rule, faults) if faults else Step("pass", detail, [])


def unchecked(reason):
    return Step("not-checkable", reason, [])


class Verifier:
    def __init__(self, data, policy):
        self.policy, self.manifest, self.events, self.leaves = policy, None, [], {}
        trusted = Step("pass", "trusting " + ", ".join(key.name for key in policy.logs), [])
        try:
            self.files = take_apart(data)
            self.read_keys()
            self.open_manifest()
        except Fault as fault:
            # Whose list of files is not to be believed shows nothing else.
            unknown = unchecked("the pack's manifest cannot be believed")
            self.manifest = None
            self.steps = [trusted, *[unknown] * 6, judged([fault], "")]
            return
        self.read_leaves()
        earlier = [number(name)[1] for name in self.files if (number(name) or "?")[0] == "earlier"]
        self.notes, self.history_faults, self.earlier_count = [], [], len(earlier)
        for size in earlier:
            try:
                self.notes.append(self.earlier(size))
            except Fault as fault:
                self.history_faults.append(fault)
        for name in self.files:
            what, size = number(name) or ("", 0)
            if what == "consistency" and f"earlier/{size:012}.checkpoint" not in self.files:
                self.history_faults.append(Fault(name, "a proof stands beside its checkpoint"))
        self.steps = [trusted]
        checkpoint = self.step(self.check_checkpoint, "checkpoint")
        signed = None if checkpoint.outcome == "pass" else \
            "there is no checkpoint to check it against"
        self.step(self.check_inclusion, "checkpoint", "leaves", "proofs", unless=signed)
        self.step(self.check_order, "leaves")
        openings = self.step(self.check_openings, "leaves", "openings")
        self.step(self.check_record, "record.xml", "leaves", "openings",
                  unless="the openings are not to be believed"
                  if openings.outcome == "fail" else None)
        self.step(self.check_history, "checkpoint", "earlier", "consistency", unless=signed)
        self.steps.append(self.check_manifest())

    def step(self, check, *reads, unless=None):
        """A step that reads a file which differs from the manifest's fails, and looks no further."""
        changed = [Fault(name, DIFFERS) for name in self.files if name in self.altered
                   and (name in reads or (number(name) or "?")[0] in reads)]
        if changed:
            result = judged(changed, "")
        elif unless:
            result = unchecked(unless)
        else:
            result = check()
        self.steps.append(result)
        return result

    def read_keys(self):
        """Handovers prove themselves, so they are read before anything of the pack is believed."""
        handovers = []
        for name, data in self.files.items():
            what, size = number(name) or ("", 0)
            note = Note.read(data) if what == "earlier" else None
            handover = note and Handover.read(note)
            if handover and handover.checkpoint.size == size:
                handovers.append(handover)
        self.spans, self.handovers = reached(handovers, self.policy.logs) or (None, [])
        self.keys = [key for key, _, _ in self.spans] if self.spans else self.policy.logs

    def keys_at(self, size):
        """The log's keys that sign this size."""
        if not self.spans:
            return self.policy.logs
        return [key for key, first, last in self.spans
                if (first <= size or first == 1) and (last is None or size <= last)]

    def open_manifest(self):
        data = self.files.get("manifest")
        note = data is not None and Note.read(data)
        if not note or len(note.signatures) != 1:
            raise Fault("manifest", "a manifest is a note of one form with one signature")
        self.manifest = Manifest.read(note.text)
        if self.manifest is None:
            raise Fault("manifest", "a manifest is a note of one form with one signature")
        signers = note.signers(self.keys)
        if signers is None:
            raise Fault("manifest", "the manifest's signature does not fit its text")
        if not signers:
            raise Fault("manifest", "the manifest is not signed by a log of the policy")
        self.signer = signers[0]
        if self.signer.name != self.manifest.origin:
            raise Fault("manifest", "the manifest is signed by the log that it names")
        if self.signer not in self.keys_at(self.manifest.size):
            raise Fault("manifest", "the manifest is signed by the key of its tree's size")
        present = [name for name in self.files if name != "manifest"]
        listed = [name for name, _, _ in self.manifest.files]
        for name in listed:
            if name not in self.files or name == "manifest":
                raise Fault(name, "the file is in the manifest and not in the pack")
        for name in present:
            if name not in listed:
                raise Fault(name, "the file is in the pack and not in the manifest")
        if present != listed:
            raise Fault("manifest", "the manifest lists files in the order of their names")
        for name in MUST:
            if name not in self.files:
                raise Fault(name, "every pack has this file")
        self.altered = {
            name for name, size, digest in self.manifest.files
            if len(self.files[name]) != size or sha256(self.files[name]).hex() != digest}

    def read_leaves(self):
        for name, data in self.files.items():
            what, position = number(name) or ("", 0)
            if what == "leaves":
                self.leaves[position] = Leaf.read(data, position)
        self.all_read = None not in self.leaves.values()
        found = [leaf for leaf in self.leaves.values() if leaf]
        self.case = sorted((leaf for leaf in found if leaf.stream == self.manifest.case),
                           key=lambda leaf: (leaf.n, leaf.position))
        erased = {leaf.unit for leaf in found if leaf.kind == "erasure"}
        for leaf in self.case:
            if leaf.size == 0:
                content = "none"
            elif opening_file(leaf.position) in self.files:
                content = "opened"
            else:
                content = "destroyed" if leaf.unit in erased else "withheld"
            self.events.append((leaf, content))

    def count(self, content):
        return sum(found == content for _, found in self.events)

    def read_checkpoint(self, name):
        note = Note.read(self.files[name])
        checkpoint, is_handover = note and Checkpoint.read(note.text), False
        if note and not checkpoint and name != "checkpoint" and handover_text(note.text):
            checkpoint, is_handover = handover_text(note.text)[0], True
        if not checkpoint or checkpoint.size > 999_999_999_999:
            raise Fault(name, "a checkpoint is a note of three lines, or a handover")
        signers = note.signers(self.keys)
        if signers is None:
            raise Fault(name, "a signature of the checkpoint does not fit its text")
        if not signers:
            raise Fault(name, "the checkpoint is not signed by a log of the policy")
        if self.spans:
            self.check_signers(name, note, checkpoint, is_handover, signers)
        if checkpoint.origin != self.manifest.origin \
                or checkpoint.origin not in [key.name for key in signers]:
            raise Fault(name, "the checkpoint is of the log that the manifest names")
        return checkpoint, note, signers

    def check_signers(self, name, note, checkpoint, is_handover, signers):
        """Exactly the key of its size has signed; or those of a handover of the chain."""
        due = self.keys_at(checkpoint.size)
        if is_handover:
            handover = next((h for h in self.handovers if h.note.text == note.text), None)
            due = [] if not handover else [handover.new] + \
                [handover.old] * handover.is_signed_by_old
        if set(signers) != set(due):
            for key, _, last in self.spans:
                if key in signers and last is not None and last < checkpoint.size:
                    raise Fault(name,
                                f"the checkpoint is signed by a key that was retired at size {last}")
            raise Fault(name, "the checkpoint is not signed by a log of the policy")

    def proof(self, name, *head):
        """The hashes of a proof to the pack's checkpoint; None for another form."""
        start = "".join(line + "\n" for line in head).encode()
        data = self.files.get(name, b"")
        if not data.startswith(start):
            return None
        path, rest = [], data[len(start):]
        while len(path) <= 64:
            line, newline, rest = rest.partition(b"\n")
            if not newline:
                return None
            if not line:
                return path if rest == self.files["checkpoint"] else None
            step = hash_bytes(line.decode("latin-1"))
            if step is None:
                return None
            path.append(step)
        return None

    def earlier(self, size):
        name, proof = f"earlier/{size:012}.checkpoint", f"earlier/{size:012}.consistency"
        if self.altered & {name, proof, "checkpoint"}:
            raise Fault(name, DIFFERS)
        old, note, _ = self.read_checkpoint(name)
        if old.size != size or size >= self.manifest.size:
            raise Fault(name, "an earlier checkpoint has the size in its name, below the pack's")
        path = self.proof(proof, f"old {size}")
        if path is None:
            raise Fault(proof, "a proof leads from its size to the pack's checkpoint")
        if not is_beginning(size, old.root, self.manifest.size, self.manifest.root, path):
            raise Fault(proof, "the earlier tree is not the beginning of the pack's")
        return old, note

    # Steps, in their order

    def check_checkpoint(self):
        try:
            checkpoint, note, signers = self.read_checkpoint("checkpoint")
            if self.signer not in signers or (checkpoint.size, checkpoint.root) != (
                    self.manifest.size, self.manifest.root):
                raise Fault("checkpoint", "the checkpoint is the one that the manifest names")
            how = self.witnessed(note)
        except Fault as fault:
            return judged([fault], "")
        return judged([], f"{checkpoint.size} events of {checkpoint.origin}, signed{how}")

    def witnessed(self, note):
        if self.policy.quorum is None:
            return ""
        reached = self.policy.witnessed(note)
        if reached is None:
            raise Fault("checkpoint", "a witness's signature does not fit the checkpoint")
        if reached:
            return " and witnessed"
        newest = max((leaf.position for leaf in self.case), default=self.manifest.size)
        sizes = [old.size for old, note in self.notes if self.policy.witnessed(note)]
        if max(sizes, default=0) < newest:
            raise Fault("checkpoint",
                        "the policy's quorum has signed no checkpoint that covers the case")
        return f", witnessed at {max(sizes)}, which covers the case"

    def check_inclusion(self):
        faults = []
        for position in self.leaves:
            name = f"proofs/{position:012}.tlog-proof"
            if name not in self.files:
                faults.append(Fault(name, "every leaf has a proof"))
                continue
            path = self.proof(name, "c2sp.org/tlog-proof@v1", f"index {position - 1}")
            if path is None:
                faults.append(
                    Fault(name, "a proof is of its leaf's index, to the pack's checkpoint"))
                continue
            leaf = sha256(b"\0" + self.files[leaf_file(position)])
            if leads_to(position - 1, self.manifest.size, leaf, path) != self.manifest.root:
                faults.append(Fault(name, "the proof does not lead from the leaf to the root"))
        for name in self.files:
            what, position = number(name) or ("", 0)
            if what == "proofs" and position not in self.leaves:
                faults.append(Fault(name, "every proof has a leaf"))
        return judged(faults, f"{len(self.leaves)} leaves are in the checkpoint's tree")

    def check_order(self):
        faults, ids, units = [], set(), {leaf.unit for leaf in self.case}
        for position, leaf in sorted(self.leaves.items()):
            name = leaf_file(position)
            if leaf is None:
                faults.append(Fault(name, "a leaf is thirteen lines in their one form"))
            elif leaf.log != self.manifest.log:
                faults.append(Fault(name, "the leaf is of another log"))
            elif leaf.stream != self.manifest.case and position != self.manifest.release \
                    and not (leaf.kind == "erasure" and leaf.unit in units):
                faults.append(Fault(name, "the leaf is not of the case"))
            elif leaf.id in ids:
                faults.append(Fault(name, "no event stands in a pack twice"))
            else:
                ids.add(leaf.id)
        before, erased = None, set()
        for n, leaf in enumerate(self.case):
            name = leaf_file(leaf.position)
            if leaf.n != n:
                faults.append(Fault(name, f"the case has no gap: number {n} is due"))
                break
            if leaf.prev != (before.hash if before else None):
                faults.append(Fault(name, "the leaf names the case's event before it"))
            elif before and (leaf.position <= before.position or leaf.at < before.at):
                faults.append(Fault(name, "positions and recorded times go forward"))
            elif leaf.unit in erased:
                faults.append(Fault(name, "an erased unit takes no event"))
            if leaf.kind == "erasure":
                erased.add(leaf.unit)
            before = leaf
        if len(self.case) != self.manifest.last + 1:
            faults.append(Fault("manifest", "the manifest says that the case's last event is "
                                            f"number {self.manifest.last}"))
        return judged(faults, f"the case's events 0 to {self.manifest.last}, none left out, "
                              "none moved")

    def payload(self, position):
        data = self.files.get(opening_file(position))
        value = json_value(data[32:]) if data is not None and len(data) > 32 else None
        if not isinstance(value, dict) or type(value.get("type")) is not str:
            return None
        return value

    def check_openings(self):
        if not self.all_read:
            return unchecked("there are leaves that cannot be read")
        faults = []
        for name, data in self.files.items():
            what, position = number(name) or ("", 0)
            if what != "openings":
                continue
            leaf = self.leaves.get(position)
            if leaf is None:
                faults.append(Fault(name, "every opening has a leaf"))
            elif sha256(data) != leaf.content or len(data) + 28 != leaf.size:
                faults.append(Fault(name, "the opening is not what the leaf commits to"))
            elif self.payload(position) is None:
                faults.append(Fault(name, "an opening is 32 bytes of salt and a JSON object"))
        detail = f"{self.count('opened')} openings fit their leaves"
        if self.count("withheld"):
            detail += f"; {self.count('withheld')} withheld, stubs verify"
        if self.count("destroyed"):
            detail += f"; {self.count('destroyed')} payloads destroyed, stubs verify"
        if not faults and not self.count("opened"):
            return unchecked(f"nothing of the case is opened: {detail}")
        return judged(faults, detail)

    def check_record(self):
        root = read_xml(self.files["record.xml"])
        if root is None:
            return judged([Fault("record.xml", "the record is well-formed XML without a document "
                                               "type")], "")
        if not self.all_read:
            return unchecked("there are leaves that cannot be read")
        faults, compared, unlike = [], 0, 0
        manifest, header = self.manifest, root.first("header")
        if (root.name, root.namespace) != ("caseRecord", "urn:vigil:case-record:1") \
                or header is None or header.get("record", "@id") != manifest.log \
                or header.get("case", "@id") != manifest.case \
                or any(header.get(word) != getattr(manifest, word)
                       for word in ("recipient", "purpose", "basis")):
            faults.append(Fault("record.xml", "the record is of the manifest's case, for its "
                                              "recipient and purpose"))
        else:
            entries = root.first("entries")
            entries = entries.children if entries else []
            numbers = {}
            for entry in entries:
                numbers.setdefault(entry.get("@number"), entry.get("@position"))
            shown = set()
            for entry in entries:
                try:
                    is_compared = self.check_entry(entry, shown, numbers)
                    compared += is_compared is True
                    unlike += is_compared is False
                except Fault as fault:
                    faults.append(fault)
            for leaf, content in self.events:
                if content == "opened" and leaf.position not in shown:
                    faults.append(Fault("record.xml", "the record has every entry that is opened; "
                                                      f"{leaf.position} is missing"))
        if not faults and not compared:
            return unchecked("no entry of the record is opened")
        return judged(faults, f"{compared} entries of the record say what their openings say"
                      + (f"; the values of {unlike} cannot be compared" if unlike else ""))

    def check_entry(self, entry, shown, numbers):
        """True when every value was found in the openings, False when it cannot be said, None for
        a stub."""
        position = decimal(entry.get("@position") or "")
        leaf = self.leaves.get(position)
        if leaf is None or leaf.stream != self.manifest.case:
            raise Fault("record.xml", "every entry of the record is an event of the case")
        wanted = "entry", leaf.id, leaf.kind, leaf.at, leaf.by
        found = (entry.name, entry.get("@id"), entry.get("@kind"), entry.get("recorded", "@at"),
                 entry.get("recorded", "@by"))
        if position in shown or found != wanted:
            shown.add(position)
            raise Fault("record.xml",
                        f"entry {position} is not what its leaf says, or is there twice")
        shown.add(position)
        payload = self.payload(position)
        if payload is None:
            return None if entry.get("@type") is None else False
        if entry.get("@type") != payload["type"]:
            raise Fault("record.xml", f"entry {position} is of another type than its opening")
        schema = integer(payload.get("schema"))
        if schema is None or entry.get("@schema") != str(schema):
            return False
        words = {"unknown"}
        words_of(payload, words)
        for correction in entry.children:
            if correction.name == "correctedBy":
                at = decimal(numbers.get(correction.get("@entry")) or "")
                payload = self.payload(at) if at else None
                if payload is None:
                    return False
                words_of(payload, words)
        if not all(is_found(child, words) for child in entry.children):
            raise Fault("record.xml",
                        f"entry {position} has a value that is in none of its openings")
        return True

    def check_history(self):
        minimums = [m for m in self.policy.minimums if m.origin == self.manifest.origin]
        faults = list(self.history_faults)
        roots = {old.size: old.root for old, _ in reversed(self.notes)}
        roots[self.manifest.size] = self.manifest.root
        for minimum in minimums:
            if minimum.size > self.manifest.size:
                faults.append(Fault(
                    "checkpoint", f"the policy asks for {minimum.size} events and the pack is of "
                    f"{self.manifest.size}: it is older, or the log's end was cut off"))
            elif minimum.size not in roots:
                faults.append(Fault(None, "the pack has no proof from the policy's checkpoint of "
                                          f"{minimum.size} events"))
            elif roots[minimum.size] != minimum.root:
                faults.append(Fault(None, f"the log's first {minimum.size} events are not those of "
                                          "the policy's checkpoint"))
        if not self.earlier_count and not minimums and not faults:
            return unchecked("neither the pack nor the policy has an earlier checkpoint")
        return judged(faults, f"nothing was rewritten since {self.earlier_count} earlier "
                      "checkpoints" + (", the policy's among them" if minimums
                                       else ", none of them the policy's"))

    def check_manifest(self):
        faults = [Fault(name, DIFFERS) for name in self.files if name in self.altered]
        lines = ""
        for name, _, digest in self.manifest.files:
            what, position = number(name) or (name, 0)
            if what in ("record.xml", "record.xhtml", "VERIFY.md", "keys") \
                    or what in ("leaves", "openings") and position != self.manifest.release:
                lines += f"{digest}  {name}\n"
        if "contents" not in self.altered and self.files["contents"] != lines.encode():
            faults.append(Fault("contents", "the file lists what does not depend on the tree"))
        if "keys" not in self.altered and not self.is_in_history():
            faults.append(Fault("keys", "the key that signed is in the log's key history for this "
                                        "size"))
        counts = tuple(self.count(word) for word in ("opened", "withheld", "destroyed"))
        if self.all_read and counts != (self.manifest.opened, self.manifest.withheld,
                                        self.manifest.destroyed):
            faults.append(Fault("manifest", "the manifest counts what is opened and what is not"))
        release = self.manifest.release
        if not self.altered & {leaf_file(release), opening_file(release)}:
            faults += self.release_faults(sha256(lines.encode()).hex())
        return judged(faults, f"signed by {self.signer.name}; every file is the one that it names")

    def is_in_history(self):
        """The lines that the handovers ask for; where there are none, one, of the key that signed."""
        text = utf8(self.files["keys"])
        if self.spans:
            return text == "".join(
                f"log {key.written} {first} {'-' if last is None else last}\n"
                for key, first, last in self.spans)
        parts = text[:-1].split(" ") if text and text.endswith("\n") else []
        if len(parts) != 4 or parts[0] != "log":
            return False
        key, first = Key.read(parts[1], 1), decimal(parts[2])
        last = 1 << 60 if parts[3] == "-" else decimal(parts[3])
        return key == self.signer and first is not None and last is not None \
            and first <= self.manifest.size <= last

    def release_faults(self, digest):
        manifest, leaf = self.manifest, self.leaves.get(self.manifest.release)
        if leaf is None or (leaf.stream, leaf.kind, leaf.position, leaf.by) != (
                manifest.log, "service", manifest.size, manifest.by):
            return [Fault(leaf_file(manifest.release),
                          "the newest event of the tree is the pack's release")]
        payload = self.payload(leaf.position) or {}
        data = payload.get("data")
        wanted = {"profile": "pack", "recipient": manifest.recipient, "purpose": manifest.purpose,
                  "basis": manifest.basis, "case": manifest.case, "sha256": digest}
        if payload.get("type") != "export-issued" or not isinstance(data, dict) \
                or any(type(data.get(name)) is not str or data[name] != value
                       for name, value in wanted.items()):
            return [Fault(opening_file(leaf.position), "the release says for whom, what for, on "
                                                       "what basis, and which contents")]
        return []

    @property
    def is_whole(self):
        return all(step.outcome != "fail" for step in self.steps)


# What a program words itself, or the leaf says: not looked for among the opened values.
REWORDED = {"title", "recorded", "firstLog", "reading", "clock", "cause", "command", "correctedBy"}


def is_found(element, words):
    if element.name in REWORDED:
        return True
    if element.children:
        return is_blank(element.text) and all(is_found(child, words) for child in element.children)
    return is_blank(element.text) or element.text in words


# The command


def print_verdict(verifier, as_json):
    manifest = verifier.manifest
    if as_json:
        told = {"verdict": "whole" if verifier.is_whole else "damaged"}
        if manifest:
            told |= {"log": manifest.log, "origin": manifest.origin, "size": manifest.size,
                     "root": base64.b64encode(manifest.root).decode(), "case": manifest.case,
                     "last": manifest.last, "release": manifest.release, "by": manifest.by,
                     "recipient": manifest.recipient, "purpose": manifest.purpose,
                     "basis": manifest.basis}
        told["steps"] = [
            {"step": index, "name": name, "outcome": step.outcome, "detail": step.detail,
             "faults": [{"file": fault.file, "rule": fault.rule} for fault in step.faults]}
            for index, (name, step) in enumerate(zip(STEPS, verifier.steps), 1)]
        told["events"] = [{"position": leaf.position, "n": leaf.n, "content": content}
                          for leaf, content in verifier.events]
        print(json.dumps(told, ensure_ascii=False))
        return
    if manifest:
        print(f"case {manifest.case} of {manifest.origin}, log {manifest.log}")
        print(f"to event {manifest.last} of the case, as of {manifest.size} events of the log")
        print(f"for {manifest.recipient}: {manifest.purpose}, {manifest.basis}")
    for index, (name, step) in enumerate(zip(STEPS, verifier.steps), 1):
        word = {"pass": "pass", "fail": "FAIL"}.get(step.outcome, "not checkable")
        print(f"{index} {name}: {word}: {step.detail}")
        for fault in step.faults[:20]:
            print(f"    {fault.file or 'the pack'}: {fault.rule}")
    for leaf, content in verifier.events:
        if content == "destroyed":
            print(f"position {leaf.position}: payload destroyed, stub verifies")
    print("nothing is wrong with this pack" if verifier.is_whole
          else "this pack is not what the log signed")


def try_changes(data, policy, count):
    """Changes one byte at a time, `count` of them by chance or each of them when it is 0.

    Each is changed in one bit, and to some other value. Returns how many were tried and those places
    where a change was not caught.
    """
    chance = random.Random(20261122)
    places = range(len(data)) if count == 0 else sorted(chance.sample(range(len(data)),
                                                                      min(count, len(data))))
    tried, missed = 0, []
    for place in places:
        for change in {1 << chance.randrange(8), chance.randrange(1, 256)}:
            changed = data[:place] + bytes((data[place] ^ change,)) + data[place + 1:]
            tried += 1
            if Verifier(changed, policy).is_whole:
                missed.append(place)
    return tried, missed


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.print_usage(sys.stderr)
        print(f"{self.prog}: {message}", file=sys.stderr)
        raise SystemExit(USAGE)


def main(arguments=None):
    parser = Parser(description="Verify an evidence pack as docs/PACK_FORMAT.md says.")
    parser.add_argument("pack", type=pathlib.Path, metavar="PACK")
    parser.add_argument("--policy", type=pathlib.Path, required=True, metavar="FILE",
                        help="whom to trust: from elsewhere than the pack")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--changes", type=int, metavar="N",
                        help="then change N bytes, one at a time in memory, and say which change is "
                             "not caught; with --deep every byte")
    parser.add_argument("--deep", action="store_true", help="with --changes: every byte")
    try:
        options = parser.parse_args(arguments)
        if options.changes is not None and options.changes < 1:
            parser.error("--changes is a number above 0")
    except SystemExit as exit_:
        return exit_.code
    try:
        written = options.policy.read_bytes()
        with options.pack.open("rb") as file:
            data = file.read(LARGEST_PACK + 1)
    except OSError as error:
        print(error, file=sys.stderr)
        return UNREADABLE
    try:
        policy = Policy(written)
        if written in data:
            raise BadPolicy("the policy stands in the pack itself, so it shows nothing about it")
    except BadPolicy as error:
        print(f"the policy cannot be used: {error}", file=sys.stderr)
        return REFUSED
    verifier = Verifier(data, policy)
    print_verdict(verifier, options.json)
    if verifier.is_whole and options.changes is not None:
        tried, missed = try_changes(data, policy, 0 if options.deep else options.changes)
        print(f"{tried} changes of one byte tried, {len(missed)} not caught", file=sys.stderr)
        if missed:
            print(f"not caught at {missed[:20]}", file=sys.stderr)
            return DAMAGED
    return WHOLE if verifier.is_whole else DAMAGED


if __name__ == "__main__":
    sys.exit(main())
