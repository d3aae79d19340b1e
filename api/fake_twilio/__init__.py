"""A server that is Twilio as far as messages go, on this machine: it signs and delivers what a telephone writes, takes
what we send if Twilio's own description of its API allows it, and loses, doubles and delays as networks do.

`messages.json` is cut from Twilio's OpenAPI document of the REST API 2010-04-01 (github.com/twilio/twilio-oai, commit
d50069b44ea8, 14 Apr 2026, MIT licence): the two paths of messages and what they refer to, without the examples.
"""
