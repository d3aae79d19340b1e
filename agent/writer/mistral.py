"""The draft in a model's words: sentence by sentence, each past the gate before anybody sees it.

Words go out as they come until one sentence fails. From there on they wait for the end, because what was held back
is mended in one call, or gives way to the draft's own sentence. In the end the whole must say what the draft says;
else the draft itself is what is said, and what was shown is withdrawn.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, ValidationError

from agent.grounding import Gate, SentenceStream, sentences
from agent.models.port import Completion
from agent.models.turn import TurnModel
from agent.prompts.prompt import Rendered
from agent.writer.draft import Draft
from agent.writer.fidelity import closing, missing, nearest, strays
from domain.errors import ModelFailed

ORIGINAL = "English"
"""The language of the shop's writings, where it is not the customer's."""
LONGEST = 1.5
"""How much longer than the draft a wording may be, beside a sentence or two of its own."""
_SPARE = 300

Release = Callable[[str], None]
"""Shows words to the customer."""


class NotFaithful(Exception):
    """The wording as a whole does not say what the draft says; `args` are the kinds of what it lacks."""


class Mended(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    sentences: list[str]


@dataclass(frozen=True, slots=True)
class ModelWriter:
    """One turn's. Knows what may be said (`draft`, `gate`) and who says it (`model`)."""

    model: TurnModel
    gate: Gate
    draft: Draft
    shop: str
    language: str = "English"

    async def write(self, release: Release) -> str:
        """The draft in other words; all of it has been released when this returns.

        Raises:
            ModelFailed, NotFaithful: some of it may have been released; it must be withdrawn.
        """
        rendered = self._rendered()
        wording = _Wording()
        stream = self.model.stream(self.model.ask(rendered))
        heard = SentenceStream()
        try:
            async for piece in stream:
                # The model's own end is waited for: words without it may be half an answer.
                done = heard.finish() if isinstance(piece, Completion) else heard.feed(piece)
                for sentence in done:
                    self._take(sentence, wording, rendered, release)
        finally:
            await stream.aclose()
        if any(isinstance(part, _Held) for part in wording.parts):
            await self._settle(wording, rendered)
        text = wording.text
        if not text:
            # Nothing could be said; or a tool was called that nobody offered, which is a whole answer too.
            raise NotFaithful("words")
        text += closing(text, self.draft, is_partial=wording.is_partial)
        if lacking := missing(text, self.draft):
            raise NotFaithful(*lacking)
        release(text[wording.shown :])
        return text

    def _rendered(self) -> Rendered:
        passages = "\n\n".join(f"{each.title}: {each.heading}\n{each.text}" for each in self.draft.passages)
        return self.model.render(
            "respond",
            {"shop": self.shop, "language": self.language, "original": ORIGINAL if self.draft.original else ""},
            {
                "so_far": self.draft.so_far,
                "last_reply": self.draft.last_reply,
                "message": self.draft.customer_text,
                "passages": passages,
                "facts": self.draft.facts,
                "draft": self.draft.text,
            },
        )

    def _take(self, sentence: str, wording: "_Wording", rendered: Rendered, release: Release) -> None:
        if self._names_source(sentence, wording):
            return
        if wording.length + len(sentence) > len(self.draft.text) * LONGEST + _SPARE:
            raise NotFaithful("length")
        if reasons := self._reasons(sentence, rendered):
            self.model.count("held_back")
            wording.parts.append(_Held(sentence, reasons))
            return
        self.model.count("released")
        wording.parts.append(sentence)
        if not wording.is_holding:
            shown = wording.text
            release(shown[wording.shown :])
            wording.shown = len(shown)

    def _names_source(self, sentence: str, wording: "_Wording") -> bool:
        """Where it stands is said by code (`closing`); a title may be a sentence, so all of such a line is left out."""
        labels = tuple(line.partition(":")[0] for line in self.draft.sources)
        if not wording.is_source and not (labels and sentence.lstrip().startswith(labels)):
            return False
        wording.is_source = "\n" not in sentence[len(sentence.rstrip()) :]
        return True

    def _reasons(self, sentence: str, rendered: Rendered) -> tuple[str, ...]:
        """Why it may not be said: what nothing backs, and what the draft does not mean."""
        findings = self.gate.release(sentence).findings
        unbacked = [f'nothing backs "{finding.text.strip()}"' for finding in findings]
        return (*unbacked, *strays(sentence, self.draft, instructions=rendered.instructions))

    async def _settle(self, wording: "_Wording", rendered: Rendered) -> None:
        """Every sentence held back becomes one that may be said, or nothing."""
        held = [part for part in wording.parts if isinstance(part, _Held)]
        again = await self._mended(held)
        said = {part for part in wording.parts if isinstance(part, str)}
        for one, mended in zip(held, again, strict=True):
            one.settled = self._instead(one, mended, rendered, said)
            said.add(one.settled)

    def _instead(self, held: "_Held", mended: str, rendered: Rendered, said: set[str]) -> str:
        gap = held.sentence[len(held.sentence.rstrip()) :]
        if mended.strip() and not any(self._reasons(one, rendered) for one in sentences(mended)):
            self.model.count("mended")
            return mended.strip() + gap
        own = nearest(held.sentence, self.draft)
        is_said = own is None or own.strip() in {one.strip() for one in said}
        self.model.count("dropped" if is_said else "replaced")
        return "" if own is None or is_said else own.rstrip() + gap

    async def _mended(self, held: Sequence["_Held"]) -> list[str]:
        """One try for all of them; empty texts where it is of no use."""
        nothing = [""] * len(held)
        if self.model.calls_left < 1:
            return nothing
        own = [nearest(one.sentence, self.draft) or "" for one in held]
        given = [{"sentence": one.sentence.strip(), "why": list(one.reasons)} for one in held]
        rendered = self.model.render(
            "mend",
            {"shop": self.shop, "language": self.language},
            {
                "draft": self.draft.text,
                "facts": self.draft.facts,
                "passages": "\n\n".join(each.text for each in self.draft.passages),
                "sentences": json.dumps(given, ensure_ascii=False, indent=1),
                "guess": json.dumps({"sentences": [one.strip() for one in own]}, ensure_ascii=False),
            },
        )
        try:
            completion = await self.model.complete(self.model.ask(rendered, schema=Mended))
            mended = Mended.model_validate_json(completion.text).sentences
        except (ModelFailed, ValidationError):
            return nothing
        return mended if len(mended) == len(held) else nothing


@dataclass(slots=True)
class _Held:
    """A sentence that may not be said, and what is said instead once that is settled."""

    sentence: str
    reasons: tuple[str, ...]
    settled: str = ""


@dataclass(slots=True)
class _Wording:
    parts: list[str | _Held] = field(default_factory=list)
    shown: int = 0
    """Characters that the customer sees already."""
    is_source: bool = False
    """In the middle of a line that says where something stands."""

    @property
    def is_holding(self) -> bool:
        return any(isinstance(part, _Held) for part in self.parts)

    @property
    def is_partial(self) -> bool:
        return any(isinstance(part, _Held) and not part.settled for part in self.parts)

    @property
    def length(self) -> int:
        return sum(len(part if isinstance(part, str) else part.sentence) for part in self.parts)

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.settled for part in self.parts).strip()
