"""Examples for the API's description: sessions, passwords, second factors, accounts."""

from typing import Any

_PASSWORD = "linen and oat milk"
_TOKENS = {
    "access_token": "sa_Zt0hQ9nq3v8mXwq2o5m3Xb1yq0E7c4r6s8t0u2v4w6y",
    "refresh_token": "sr_9f2Kx7Lq3v8mXwq2o5m3Xb1yq0E7c4r6s8t0u2v4w6y",
    "expires_in": 900,
    "role": "customer",
    "name": "Maya Lind",
}
_LINK = "sl_b4Kx7Lq3v8mXwq2o5m3Xb1yq0E7c4r6s8t0u2v4w6yAB"
_SESSION = {
    "session_id": "s_4vUZr9yXJk2mQ0aB",
    "is_current": True,
    "client": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
    "started_at": "2026-11-20T12:00:00Z",
    "last_used_at": "2026-11-20T12:10:00Z",
    "expires_at": "2027-02-18T12:00:00Z",
}
_ACCOUNT = {
    "account_id": "a_9yXJk2mQ0aB4vUZr",
    "email": "maya@example.com",
    "name": "Maya Lind",
    "role": "customer",
    "has_password": True,
    "has_second_factor": False,
    "is_closed": False,
}
_LEAD = _ACCOUNT | {"email": "lena@example.org", "name": "Lena Ortiz", "role": "lead", "has_password": False}
_SENT = {"message": "If this address has an account here, a link is on its way to it."}
_CODES = {"recovery_codes": ["K7QPD-2MXRA", "W3ZLN-6TQBE"]}

ACCOUNT_EXAMPLES: dict[str, dict[str, Any]] = {
    "sign_in": {
        "request": {"email": "maya@example.com", "password": _PASSWORD},
        "response": {**_TOKENS, "device_token": "sd_2o5m3Xb1yq0E7c4r.9f86d081884c7d659a2feaa0c55ad015"},
    },
    "sign_in_with_code": {
        "request": {"mfa_token": "sm_Lq3v8mXwq2o5m3Xb1yq0E7c4r6s8t0u2v4w6yABCDEF", "code": "492039"},
        "response": {**_TOKENS, "device_token": "sd_2o5m3Xb1yq0E7c4r.9f86d081884c7d659a2feaa0c55ad015"},
    },
    "refresh_session": {"request": {"refresh_token": _TOKENS["refresh_token"]}, "response": _TOKENS},
    "list_sessions": {"response": {"sessions": [_SESSION]}},
    "end_session": {},
    "prove_again": {"request": {"password": _PASSWORD}},
    "read_account": {"response": _ACCOUNT},
    "change_email": {"request": {"email": "maya.new@example.com"}, "response": _SENT},
    "confirm_email": {"request": {"token": _LINK}},
    "change_phone": {"request": {"phone": "+1 503 555 0142"}},
    "change_password": {"request": {"current_password": _PASSWORD, "new_password": "slow cotton, quick tea"}},
    "request_password_link": {"request": {"email": "maya@example.com"}, "response": _SENT},
    "set_password_by_link": {"request": {"token": _LINK, "password": "slow cotton, quick tea"}},
    "read_second_factor": {"response": {"is_on": True, "is_required": False, "recovery_codes_left": 9}},
    "enrol_second_factor": {
        "response": {
            "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
            "uri": "otpauth://totp/VerdeMuse:maya%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=VerdeMuse",
            "qr_svg": "<svg ...>",
        }
    },
    "confirm_second_factor": {"request": {"code": "492039"}, "response": _CODES},
    "remove_second_factor": {},
    "renew_recovery_codes": {"response": _CODES},
    "list_accounts": {"response": {"accounts": [_ACCOUNT]}},
    "invite_staff": {"request": {"email": "lena@example.org", "name": "Lena Ortiz", "role": "lead"}, "response": _LEAD},
    "change_account": {"request": {"role": "admin"}, "response": _LEAD | {"role": "admin"}},
}
