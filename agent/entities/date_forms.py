"""How days are written: the regular expressions that `agent.entities.dates` reads spans from."""

import re

from agent.entities.numerals import COUNT

WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
WEEKDAY_FULL = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
# Months that are also everyday words are dates only behind a preposition, a day or a year.
PLAIN_MONTH = r"(?:january|february|april|june|july|august|september|october|november|december)"
SIDE = r"(?:(?P<side>since|until|till|by|before|after|from|starting)\s(?:the\s)?)?"
DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?:,?\s(?P<year>20\d\d))?"
SOME = rf"(?P<count>{COUNT}|a couple(?: of)?|couple(?: of)?|a few|few|several|an?|half an?)"
UNIT = r"(?P<unit>days?|weeks?|wks?|months?|years?|yrs?|hours?|hrs?|minutes?|mins?)"
NOT_A_THING = r"(?!\s(?:one|item|order|shirt|product|option|package|parcel|time|email|of them|\w+ one)\b)"

FIXED = re.compile(
    r"\b(?P<word>the day before yesterday|day before yesterday|the day after tomorrow|day after tomorrow|"
    r"yesterday|tomorrow|today|tonight|last night|this (?:morning|afternoon|evening)|the other day)\b"
)
AGO = re.compile(
    rf"\b(?:(?:over|more than|about|around|almost|nearly|like)\s)?{SOME}\s?{UNIT}\s(?:ago|back|before now)\b"
)
AHEAD = re.compile(rf"\b(?:in|within)\s(?:the next\s)?{SOME}\s{UNIT}(?:'?\stime)?\b(?!\s?(?:ago|of|after))")
ROLLING = re.compile(rf"\b(?P<which>last|past|next)\s(?P<count>{COUNT}|couple(?: of)?|few)\s{UNIT}\b")
PERIOD = re.compile(rf"\b{SIDE}(?P<which>last|this|next|past)\s(?P<unit>week|weekend|month|year)\b")
DAY_OF_WEEK = re.compile(
    rf"(?<!black )(?<!cyber )\b(?:{SIDE}(?:(?P<which>last|this|next|on|coming|this coming|past)\s)?"
    rf"(?P<name>{WEEKDAY_FULL})s?"
    rf"|(?:(?P<side2>since|until|till|by)\s|(?P<which2>last|this|next|on)\s)(?P<short>{WEEKDAY}))\b"
)
DAY_MONTH = re.compile(rf"\b{SIDE}(?:on\s)?(?:the\s)?{DAY}(?:\sof)?[\s-](?P<month>{MONTH})\b\.?{YEAR}")
MONTH_DAY = re.compile(rf"\b{SIDE}(?:on\s)?(?P<month>{MONTH})\b\.?\s(?:the\s)?{DAY}\b(?!\s?[%x:]|\.\d){YEAR}")
IN_MONTH = re.compile(
    rf"\b(?P<side>in|since|until|till|by|before|after|during|last|this|next|from|early|late|mid|of)[\s-]"
    rf"(?:(?:early|late|mid)[\s-])?(?P<month>{MONTH})\b(?!\si\b)(?:\s(?P<year>20\d\d))?"
)
MONTH_ALONE = re.compile(rf"\b(?P<month>{PLAIN_MONTH}|may(?=\s20\d\d)|march(?=\s20\d\d))\b(?:\s(?P<year>20\d\d))?")
DAY_ALONE = re.compile(
    r"\b(?P<side>on|since|by|until|till|before|from|after)\sthe\s(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)\b" + NOT_A_THING
)
ISO = re.compile(r"(?<![\w-])(?P<year>20\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?![\w-])")
NUMERIC = re.compile(
    r"(?<![\w./-])(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)(?P<year>20\d\d|\d\d)(?![\w/-])"
)
NUMERIC_SHORT = re.compile(r"\b(?:on|from|since|by|until|dated?|of)\s(?P<first>\d{1,2})/(?P<second>\d{1,2})(?![\w/%])")
HOLIDAY = re.compile(
    r"\b(?P<side>for|before|by|until|since|at|after|on|last|this|next)\s(?P<name>christmas|xmas|"
    r"new year'?s?(?: day| eve)?|"
    r"valentine'?s?(?: day)?|halloween)\b"
)
SEASON = re.compile(
    r"\b(?P<which>last|this|back in"
    r"|(?:got|bought|ordered|had)(?:\s(?:it|them|that|this|one|mine))?\s(?:in|during|since))"
    r"\s(?:the\s)?(?P<name>spring|summer|autumn|fall|winter)\b(?!\s?/)"
)
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The month that each begins with, north of the equator."""
HOLIDAYS = {"christmas": (12, 25), "xmas": (12, 25), "new year": (1, 1), "valentine": (2, 14), "halloween": (10, 31)}
AHEAD_WORDS = re.compile(
    r"\b(?:will|need (?:it|them|this)|arrive by|deliver(?:ed)? (?:by|on|before)|going to|gonna|"
    r"coming|get (?:it|here)"
    r"|can (?:you|i)|next|by|before|until)\b"
)
LEFT_OVER = re.compile(
    r"\b(?:vor|hace|il y a|in|en|dans|am|le|el|den|seit|depuis|desde)\s(?:\w{1,10}\s)?(?:\d{1,2}|"
    r"einer|une?|un[ao]?)"
    r"\.?\s(?:de\s)?(?:tage?n?|wochen?|monate?n?|jours?|semaines?|mois|d[ií]as?|semanas?|mes(?:es)?|"
    r"j[aä]n\w*|f[eé][bv]\w*|m[aä]r\w*|a[pbv]r\w*|ma[iy]o?|jui\w*|jun\w*|jul\w*|ao[uû]t|ago\w*|"
    r"aug\w*|sep\w*|o[ck]t\w*|"
    r"nov\w*|d[eéi][czs]\w*|enero|janvier)(?:\s(?:de\s)?20\d\d)?\b"
    r"|\b(?:gestern|vorgestern|hier|avant-hier|ayer|anteayer|morgen|demain|mañana)\b"
)
LOOKS_LIKE_DATE = re.compile(
    rf"\d|day|week|month|year|night|morning|afternoon|evening|christmas|xmas|valentine|halloween|"
    rf"summer|winter|spring|autumn|this fall|back in the fall|gestern|hier|ayer|"
    rf"demain|mañana|anteayer|vor |hace |il y a |\b{MONTH}\b|\b(?:last|next|past|on|since|by|until|till)\s"
)
