"""Every way to ask that is put plainly before it is looked up, of whatever part of the shop's writings."""

from agent.intents.plain_company import COMPANY
from agent.intents.plain_payments import COMBINED, GIFT_CARDS, PAID_WITH_ONE, PAYMENT, PAYMENT_SAFETY, UNPAID
from agent.intents.plain_questions import ACCOUNT, PROMOTIONS, SHIPPING, SIZES, WARRANTY
from agent.intents.plain_returns import RETURNS

EVERY = (
    *(*SHIPPING, *COMBINED, *PAID_WITH_ONE, *PAYMENT, *UNPAID, *PAYMENT_SAFETY, *GIFT_CARDS),
    *(*PROMOTIONS, *SIZES, *WARRANTY, *COMPANY, *ACCOUNT, *RETURNS),
)
