"""Hashes of the audit log's chain, reckoned apart from the program: python3 tests/vectors/audit.py"""

import hashlib
import hmac
import struct

KEY = b"0123456789abcdef0123456789abcdef"
NOTHING = "0" * 64


def text(value):
    value = value.encode()
    return struct.pack(">Q", len(value)) + value


def maybe(value):
    return b"\0" if value is None else b"\1" + text(value)


def digest(data, key):
    return (hmac.new(key, data, hashlib.sha256) if key else hashlib.sha256(data)).hexdigest()


def entry(number, organization, agent, agent_id, before, after, previous, key):
    data = text("falcon audit entry 1") + struct.pack(">q", number) + text("2026-11-01T12:00:00.000Z")
    data += maybe(organization) + text(agent) + maybe(agent_id) + text("Ana López")
    data += text("membership_changed") + text("Beto") + text("ok") + text("192.0.2.7") + text("00ff") + text("Firefox")
    data += maybe(before) + maybe(after) + text(previous)
    return digest(data, key)


FULL = (1, "demo", "person", "7", '{"role":"viewer"}', '{"role":"director"}', NOTHING)
plain, keyed = entry(*FULL, None), entry(*FULL, KEY)
print("plain", plain)
print("keyed", keyed)
print("bare ", entry(2, None, "system", None, None, None, keyed, KEY))
print("head ", digest(text("falcon audit end 1") + text("head") + struct.pack(">q", 1) + text(keyed), KEY))
