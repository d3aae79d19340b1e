"""Everything that can go wrong on purpose, as one tree.

    ShopSmartError
    ├── InvalidInput        400  the request cannot be understood
    │   ├── MessageTooLong  413
    │   └── UnknownTool     400  a planner named a tool that does not exist
    ├── NotSignedIn         401
    │   └── ProofNeeded     401  a step up the identity ladder would open it
    ├── NotPermitted        403  the role may never do this
    ├── NotFound            404  unknown or somebody else's: the two are never told apart
    ├── Conflict            409  the thing changed under us, or exists already
    │   └── LeaseLost       409  another process took the conversation over
    ├── NotPossible         422  a rule of the shop forbids it; the rule is named
    ├── TooManyRequests     429
    ├── StoreUnavailable    503  the database is away; nothing was acknowledged
    └── ModelFailed         503  the language model gave no whole answer; the templates speak instead
        ├── ModelUnavailable     away, slow, refusing, over its budget, or left alone after failures
        ├── ModelTruncated       an answer began and did not come to its end
        └── ModelNonsense        an answer that cannot be read, or is not of the shape asked for

Each class carries a stable `code`, an HTTP `status` and a sentence that a customer may read.
"""

from typing import ClassVar


class ShopSmartError(Exception):
    """Root of the tree. `str(error)` is for logs; `public` is for customers."""

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500
    sentence: ClassVar[str] = "Something went wrong on our side."

    def __init__(self, detail: str = "", *, public: str | None = None) -> None:
        super().__init__(detail or self.sentence)
        self.public = public or self.sentence


class InvalidInput(ShopSmartError):
    code, status = "invalid_input", 400
    sentence = "The request could not be understood."


class MessageTooLong(InvalidInput):
    code, status = "message_too_long", 413
    sentence = "This message is too long. Please split it up."


class UnknownTool(InvalidInput):
    code = "unknown_tool"
    sentence = "I cannot do that."


class NotSignedIn(ShopSmartError):
    code, status = "not_signed_in", 401
    sentence = "Please sign in first."


class ProofNeeded(NotSignedIn):
    """`rung` is the lowest that would do (`domain.customers.Rung`)."""

    code = "proof_needed"

    def __init__(self, detail: str, *, rung: int) -> None:
        super().__init__(detail)
        self.rung = rung


class NotPermitted(ShopSmartError):
    code, status = "not_permitted", 403
    sentence = "This is not something I may do for you."


class NotFound(ShopSmartError):
    code, status = "not_found", 404
    sentence = "I could not find that."


class Conflict(ShopSmartError):
    code, status = "conflict", 409
    sentence = "This was changed in the meantime. Please look again."


class LeaseLost(Conflict):
    code = "lease_lost"


class NotPossible(ShopSmartError):
    """A rule of the shop forbids it. `reason` is a stable word, `clause` names the rule."""

    code, status = "not_possible", 422
    sentence = "The shop's rules do not allow that."

    def __init__(self, reason: str, *, clause: str | None = None, public: str | None = None) -> None:
        super().__init__(reason, public=public)
        self.reason = reason
        self.clause = clause


class TooManyRequests(ShopSmartError):
    code, status = "too_many_requests", 429
    sentence = "That is a lot at once. Please try again in a moment."

    def __init__(self, detail: str = "", *, retry_after_s: int = 1) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s


class StoreUnavailable(ShopSmartError):
    code, status = "store_unavailable", 503
    sentence = "We cannot take messages at this moment. Please try again shortly."
    retry_after_s = 2


class ModelFailed(ShopSmartError):
    code, status = "model_failed", 503
    sentence = "I could not put that into words just now."


class ModelUnavailable(ModelFailed):
    code = "model_unavailable"


class ModelTruncated(ModelFailed):
    code = "model_truncated"


class ModelNonsense(ModelFailed):
    code = "model_nonsense"
