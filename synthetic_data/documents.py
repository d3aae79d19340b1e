"""The shop's writing as documents: FAQs, policies, articles, and what earlier conversations were solved with.

Products' documents are not made here: `tools.knowledge` makes them from the rows. Conversations are for staff only and
without names, addresses or numbers, since each was one customer's own.
"""

import re
from dataclasses import replace

from domain.knowledge import Audience, SourceKind
from domain.policies import ReturnRules
from store.knowledge import Document
from synthetic_data.checks import return_rules
from synthetic_data.reading import Page, ShopFiles
from synthetic_data.records import ChatLogRecord, FaqRecord
from synthetic_data.rows import Shift

_EMAIL = re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,190}\.[a-zA-Z]{2,24}")
_NUMBER = re.compile(r"\+?\d[\d ().-]{5,30}\d")


def make_documents(files: ShopFiles, shift: Shift) -> dict[str, list[Document]]:
    """Documents by the prefix of their ids ("faqs/"); a part that the folder does not have is left out."""
    parts: dict[str, list[Document]] = {}
    if files.faqs is not None:
        parts["faqs/"] = [faq_document(placed.record, placed.index, shift) for placed in files.faqs]
    if files.policies is not None:
        parts["policies/"] = [page_document(page, SourceKind.POLICY, shift) for page in files.policies]
    if files.articles is not None:
        parts["articles/"] = [page_document(page, SourceKind.ARTICLE, shift) for page in files.articles]
    if files.chats is not None:
        names = {placed.record.user_id: placed.record.name for placed in files.profiles or ()}
        solved = [placed.record for placed in files.chats if placed.record.resolved]
        parts["conversations/"] = _numbered([chat_document(chat, names.get(chat.user_id), shift) for chat in solved])
    return parts


def faq_document(faq: FaqRecord, number: int, shift: Shift) -> Document:
    return Document(
        document_id=f"faqs/{number}",
        kind=SourceKind.FAQ,
        title=faq.question,
        text=faq.answer,
        audience=faq.audience,
        last_updated=shift.day(faq.last_updated),
        phrasings={faq.question: tuple(faq.phrasings)} if faq.phrasings else {},
    )


def return_rules_of(files: ShopFiles, shift: Shift) -> list[ReturnRules]:
    """Every version of the returns policy, its days moved."""
    versions = [page for page in files.policies or () if page.head.rules is not None]
    return [ReturnRules.model_validate_json(rules) for page in versions if (rules := _rules_of(page, shift))]


def _rules_of(page: Page, shift: Shift) -> str | None:
    head = page.head
    if head.rules is None:
        return None
    moved = {"effective_from": shift.day(head.effective_from), "effective_to": shift.day(head.effective_to)}
    return return_rules(page).model_copy(update=moved).model_dump_json()


def page_document(page: Page, kind: SourceKind, shift: Shift) -> Document:
    head = page.head
    return Document(
        document_id=page.name,
        kind=kind,
        title=head.title,
        text=page.text,
        audience=head.audience,
        effective_from=shift.day(head.effective_from),
        effective_to=shift.day(head.effective_to),
        last_updated=shift.day(head.last_updated),
        rules=_rules_of(page, shift),
        phrasings={heading: tuple(asked) for heading, asked in head.questions.items()},
    )


def chat_document(chat: ChatLogRecord, name: str | None, shift: Shift) -> Document:
    """Titled with the customer's first words; the id is made of who and when, as the file has it."""
    opening, *rest = (masked(message.text, name, chat.order_id) for message in chat.messages)
    said = [f"{message.sender}: {text}" for message, text in zip(chat.messages[1:], rest, strict=True)]
    return Document(
        document_id=f"conversations/{chat.user_id}-{chat.timestamp:%Y%m%dT%H%M%S}",
        kind=SourceKind.CONVERSATION,
        title=opening,
        text="\n\n".join(said) or opening,
        audience=Audience.STAFF,
        last_updated=shift.day(chat.timestamp.date()),
    )


def masked(text: str, name: str | None, order_id: str | None) -> str:
    """Without the customer's name and e-mail, order numbers, phone and card numbers."""
    if order_id:
        text = re.sub(re.escape(order_id), "[order number]", text, flags=re.IGNORECASE)
    text = _NUMBER.sub("[number]", _EMAIL.sub("[e-mail]", text))
    for part in (name, *(name or "").split()):
        if part and len(part) > 2:
            text = re.sub(rf"\b{re.escape(part)}\b", "[name]", text)
    return text


def _numbered(documents: list[Document]) -> list[Document]:
    """Two conversations of one customer in one second keep apart."""
    seen: dict[str, int] = {}
    numbered: list[Document] = []
    for document in documents:
        seen[document.document_id] = count = seen.get(document.document_id, 0) + 1
        suffix = f"-{count}" if count > 1 else ""
        numbered.append(replace(document, document_id=document.document_id + suffix))
    return numbered
