"""Settings: everything from the environment, safe where it says nothing.

One module serves the processes: ``DANVAN_PROCESS`` is ``portal`` (the public's
pages), ``office`` (staff), ``worker`` (jobs), ``manage`` (commands) or
``build`` (static files). Each connects with a database role of its own.
"""

import os

from csp.constants import NONE, SELF

from danvan.config import environment as env

PROCESS = env.PROCESS
DATA_DIR = env.DATA
FILES_DIR = DATA_DIR / "files"
# Better on another machine's disk: who rules this one can rewrite both.
JOURNAL_ANCHORS = env.path("DANVAN_JOURNAL_ANCHORS", DATA_DIR / "journal-anchors.jsonl")
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

SECRET_KEY = env.secret("session")
JOURNAL_KEY = env.secret("journal")
RECEIPT_KEY = env.secret("receipt")
DEBUG = False
# Loopback always: the server asks its own processes for their health there.
ALLOWED_HOSTS = [*env.words("DANVAN_HOSTS"), "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = env.words("DANVAN_ORIGINS")
# Addresses printed on receipts and in messages.
PORTAL_ADDRESS = os.environ.get("DANVAN_PORTAL_ADDRESS", "http://127.0.0.1:8000")
OFFICE_ADDRESS = os.environ.get("DANVAN_OFFICE_ADDRESS", "http://127.0.0.1:8001")
# The province whose communes are offered first; others are one press away.
# Demonstration data are shown as such on every page.
HOME_PROVINCE = os.environ.get("DANVAN_PROVINCE", "P92")
DEMONSTRATION = env.flag("DANVAN_DEMO", default=False)
# A second factor for every member of staff; the demonstration leaves it open.
REQUIRE_SECOND_FACTOR = env.flag("DANVAN_SECOND_FACTOR", default=not DEMONSTRATION)
# How many proxies of ours stand before the server and append X-Forwarded-For.
TRUSTED_PROXIES = int(os.environ.get("DANVAN_TRUSTED_PROXIES", "0"))

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "danvan.journal",
    "danvan.ui",
    "danvan.orgs",
    "danvan.accounts",
    "danvan.vault",
    "danvan.files",
    "danvan.papers",
    "danvan.petitions",
    "danvan.receptions",
    "danvan.registers",
    "danvan.reports",
    "danvan.indicators",
    "danvan.publishing",
    "danvan.office",
    "danvan.portal",
    "danvan.host",
]

_HEAD = [
    # Before all that answers by itself: static files and redirects keep to it too.
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "danvan.ui.middleware.LanguageMiddleware",
    "danvan.ui.middleware.FormOnlyMiddleware",
    "danvan.ui.middleware.DatabaseAwayMiddleware",
]
_TAIL = [
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
# All that the public's process has; the portal's tests take it from here.
PUBLIC_MIDDLEWARE = [*_HEAD, *_TAIL]
if PROCESS == "portal":
    # No sessions, no accounts: nothing the public does is tied to a person.
    ROOT_URLCONF = "danvan.config.urls_portal"
    MIDDLEWARE = PUBLIC_MIDDLEWARE
else:
    ROOT_URLCONF = "danvan.config.urls_office"
    MIDDLEWARE = [
        *_HEAD,
        "django.contrib.sessions.middleware.SessionMiddleware",
        *_TAIL,
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django_otp.middleware.OTPMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "danvan.accounts.middleware.ViewerMiddleware",
    ]
WSGI_APPLICATION = "danvan.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "danvan.ui.context.frame",
            ],
            "builtins": ["danvan.ui.templatetags.ui"],
        },
    }
]
if PROCESS == "portal":
    TEMPLATES[0]["OPTIONS"]["context_processors"].remove(  # type: ignore[index]
        "django.contrib.messages.context_processors.messages"
    )
FORM_RENDERER = "danvan.ui.rendering.Renderer"

DATABASES = {
    "default": {
        **env.database(os.environ.get("DATABASE_URL", "postgresql:///danvan")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
}
if PROCESS in {"worker", "manage"}:
    # They work on everybody's records (danvan.accounts.scope).
    env.speak_as_system(DATABASES["default"])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["danvan.accounts.backends.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "danvan.accounts.passwords.KnownPasswords"},
]
OTP_TOTP_ISSUER = "Dân Vận"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
# Cookies are not divided by port: portal and office on one host need names of their own.
SESSION_COOKIE_NAME = "danvan_office"
CSRF_COOKIE_NAME = f"danvan_csrf_{PROCESS}"
CSRF_FAILURE_VIEW = "danvan.ui.errors.csrf_failure"
LANGUAGE_COOKIE_NAME = "danvan_language"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
# Django's own lists would read 3/4/2026 as the 4th of March.
FORMAT_MODULE_PATH = ["danvan.ui.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = env.ROOT / "build" / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 3600

# Uploads never touch a temporary file; the gate in `files` bounds them.
FILE_UPLOAD_HANDLERS = ["danvan.files.uploads.BoundedMemoryHandler"]
# Who decides on reading a stored file, by the kind of its owner.
FILE_READERS = {
    "petitions.petition": "danvan.petitions.selectors.may_read_files",
    "papers.paper": "danvan.papers.selectors.may_read_file",
    "registers.entry": "danvan.registers.selectors.may_read_file",
    "indicators.submission": "danvan.indicators.oversight.may_read_file",
}
# The page of what a paper is about, by the kind of record.
RECORD_PAGES = {"petitions.petition": "petitions:case"}
# Papers get their numbers from the clerical office; a series of our own only by this.
PAPER_SERIES = env.flag("DANVAN_PAPER_SERIES", default=False)
# What seals: the first makes new keys, all of them open what they sealed.
SEAL_PROVIDERS = ["danvan.vault.standard.Hybrid", "danvan.vault.standard.Classic"]
# When a second holder must agree: "always", "identity" (and whatever another unit
# than the receiving one opens) or "elsewhere" (only there).
SEAL_SECOND_PERSON = os.environ.get("DANVAN_SEAL_SECOND_PERSON", "identity")
# "guidance": the public pages take no denunciation, whatever units decided; "sealed":
# they take it for the units whose decision says so.
DENUNCIATIONS_ONLINE = os.environ.get("DANVAN_DENUNCIATIONS_ONLINE", "guidance")
# Where "leave quickly" leads from the pages of a denunciation: a page that anybody
# might have open.
EXIT_ADDRESS = os.environ.get(
    "DANVAN_EXIT_ADDRESS", "https://www.google.com/search?q=thoi+tiet"
)
# Staff paste whole reports: what is too long comes back with its reason, not lost.
DATA_UPLOAD_MAX_MEMORY_SIZE = (12 if PROCESS == "office" else 2) * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# A province gathers a sheet from each of its communes at once.
DATA_UPLOAD_MAX_NUMBER_FILES = 250 if PROCESS == "office" else 20

SECURE_HTTPS = env.flag("DANVAN_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_HTTPS
SECURE_SSL_REDIRECT = SECURE_HTTPS
# The nearest proxy of ours says how the visitor came; without one nobody may say it.
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31536000 if SECURE_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
