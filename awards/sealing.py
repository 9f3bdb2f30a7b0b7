"""Sealing of votes: who has the database alone reads no vote.

Each secret ballot has a key pair (X25519). A vote is sealed with the public key and a key of its own that is thrown away
at once (ECIES with HKDF-SHA256 and ChaCha20-Poly1305). The private key is stored closed with ``settings.BALLOT_KEY`` and
deleted at closing. What that does not promise: docs/decisions/0010.
"""

import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from .states_ballots import Mark

NONCE, POINT = 12, 32
# One letter for each candidate: every vote of a ballot has the same length.
_LETTERS = {Mark.AGREE: b"A", Mark.DISAGREE: b"D", Mark.BLANK: b"B", None: b"-"}
_MARKS = {letter: mark for mark, letter in _LETTERS.items()}


class BrokenSeal(Exception):
    """A box that was not made with this key, or was altered."""


def new_keys() -> tuple[bytes, bytes]:
    """(public key, private key closed with the key of the settings)."""
    private = X25519PrivateKey.generate()
    nonce = secrets.token_bytes(NONCE)
    closed = ChaCha20Poly1305(_own_key()).encrypt(nonce, private.private_bytes_raw(), None)
    return private.public_key().public_bytes_raw(), nonce + closed


def seal(public: bytes, marks: Sequence[str | None]) -> bytes:
    """A box of the marks, one for each candidate in the order of the ballot (None: not asked)."""
    once = X25519PrivateKey.generate()
    shared = once.exchange(X25519PublicKey.from_public_bytes(bytes(public)))
    point = once.public_key().public_bytes_raw()
    text = b"".join(_LETTERS[mark] for mark in marks)
    return point + ChaCha20Poly1305(_derive(shared, point)).encrypt(bytes(NONCE), text, None)


def unseal(wrapped: bytes, boxes: Sequence[bytes]) -> list[list[Mark | None]]:
    """The marks of every box. Raises BrokenSeal."""
    try:
        private = X25519PrivateKey.from_private_bytes(
            ChaCha20Poly1305(_own_key()).decrypt(bytes(wrapped[:NONCE]), bytes(wrapped[NONCE:]), None)
        )
        return [_open(private, bytes(box)) for box in boxes]
    except (InvalidTag, ValueError, KeyError) as error:
        raise BrokenSeal from error


def _open(private: X25519PrivateKey, box: bytes) -> list[Mark | None]:
    point, closed = box[:POINT], box[POINT:]
    shared = private.exchange(X25519PublicKey.from_public_bytes(point))
    text = ChaCha20Poly1305(_derive(shared, point)).decrypt(bytes(NONCE), closed, None)
    return [_MARKS[bytes([letter])] for letter in text]


def _own_key() -> bytes:
    secret = settings.BALLOT_KEY or settings.SECRET_KEY
    return _derive(secret.encode(), b"ballot keys")


def _derive(secret: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(secret)
