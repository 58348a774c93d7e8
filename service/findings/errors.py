"""Every error a person can meet: a stable code, a sentence that names the value, and what to do about it."""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """Stable names of errors; part of the API."""

    EMPTY = "empty_document"
    TOO_LARGE = "document_too_large"
    ENCRYPTED = "document_encrypted"
    IMAGE_ONLY = "document_image_only"
    TRUNCATED = "document_damaged"
    UNSUPPORTED = "document_type_unsupported"
    NOT_FOUND = "not_found"
    INVALID = "invalid_request"
    MODEL_MISSING = "model_missing"
    MODEL_FOREIGN = "model_foreign"
    UNREADABLE = "file_unreadable"
    CONFLICT = "conflict"
    METHOD = "method_not_allowed"
    HOST = "host_not_allowed"
    ORIGIN = "origin_not_allowed"
    BUSY = "service_busy"
    NOT_READY = "not_ready"
    TIMEOUT = "reading_timed_out"
    LOST = "reading_failed"
    INTERNAL = "internal_error"


STATUS: dict[Code, int] = {
    Code.EMPTY: 422,
    Code.TOO_LARGE: 413,
    Code.ENCRYPTED: 422,
    Code.IMAGE_ONLY: 422,
    Code.TRUNCATED: 422,
    Code.UNSUPPORTED: 415,
    Code.NOT_FOUND: 404,
    Code.INVALID: 422,
    Code.MODEL_MISSING: 503,
    Code.MODEL_FOREIGN: 503,
    Code.UNREADABLE: 422,
    Code.CONFLICT: 409,
    Code.METHOD: 405,
    Code.HOST: 400,
    Code.ORIGIN: 403,
    Code.BUSY: 503,
    Code.NOT_READY: 503,
    Code.TIMEOUT: 503,
    Code.LOST: 500,
    Code.INTERNAL: 500,
}


class FindingsError(Exception):
    """An error with a `code` for machines and a `message` for people."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[type[FindingsError], tuple[Code, str]]:
        return type(self), (self.code, self.message)  # so that it crosses from worker processes whole

    @property
    def status(self) -> int:
        """The HTTP status that says the same."""
        return STATUS[self.code]
