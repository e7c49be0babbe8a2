"""The portal's settings: everything from the environment is read in the first block, with its type and a safe default."""

import sys
import warnings
from pathlib import Path

import environ
import structlog
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Environment ------------------------------------------------------------------------------------------------------

env = environ.Env()
DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
DATABASE_URL = env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / ('demo' if DEMO else 'portal')}.sqlite3")
REDIS_URL = env.str("REDIS_URL", default="")
EMAIL_URL = env.str("EMAIL_URL", default="")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Attachment Aware Schools <noreply@localhost>")
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
INSECURE_COOKIES = env.bool("INSECURE_COOKIES", default=DEMO or SITE_URL.startswith("http://"))
IDLE_MINUTES = env.int("IDLE_MINUTES", default=60)
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
OIDC_NAME = env.str("OIDC_NAME", default="")
OIDC_ISSUER = env.str("OIDC_ISSUER", default="")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
OIDC_TRUST_EMAIL = env.bool("OIDC_TRUST_EMAIL", default=False)

DEMO_KEY = "the demo holds nothing secret and its key is no secret either: every one of its people is made up"
if DEMO:
    production = (REDIS_URL, EMAIL_URL, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, TRUSTED_PROXY_COUNT)
    if SITE_URL.startswith("https://") or any(production) or not DATABASE_URL.startswith("sqlite:"):
        raise ImproperlyConfigured(
            "The demo runs on its own SQLite file only, sends no letter and knows no sign-in of a council. "
            "Unset DEMO to run with production settings."
        )
    if "demo" not in DATABASE_URL.rpartition("/")[2]:
        raise ImproperlyConfigured("The demo keeps to a database of its own: its file name must say demo.")
    SECRET_KEY = SECRET_KEY or DEMO_KEY
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY to a long random text (docs/operating.md says how).")
if SECRET_KEY == DEMO_KEY and not DEMO:
    raise ImproperlyConfigured("The demo's key is public. Set SECRET_KEY to a text of your own.")
VAR_DIR.mkdir(parents=True, exist_ok=True)

# --- Application ------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "kit",
    "audit",
    "terms",
    "notifications",
    "accounts",
    "schools",
    "cohorts",
    "training",
    "action_research",
    "networks",
    "evaluation",
    "portfolios",
    "aas_portal",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_structlog",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kit.headers.PolicyHeaders",
    "kit.once.OncePerPage",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "kit.plain.PlainText",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.LastSeenMiddleware",
    "kit.access.SignInFirst",
    "accounts.middleware.SecondFactorMiddleware",
    "kit.access.GuardMiddleware",
    "cohorts.middleware.CountAnew",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "aas_portal.urls"
WSGI_APPLICATION = "aas_portal.wsgi.application"
FORM_RENDERER = "kit.forms.GovukRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kit.context.frame",
            ],
            "builtins": ["django.templatetags.static", "kit.templatetags.aas"],
        },
    }
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Database ---------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"]["TEST"] = {}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
    # On a file, because in memory every concurrent writer gets "table is locked"
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"]["OPTIONS"] = {
        "options": "-c statement_timeout=60000 -c lock_timeout=20000 -c idle_in_transaction_session_timeout=60000",
    }

# In the database on both engines: rate limits are shared by all web processes, and no web request touches Redis
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kit_cache"}}

# --- Jobs -------------------------------------------------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost//"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
if not REDIS_URL:
    CELERY_BROKER_TRANSPORT = "aas_portal.broker:Transport"
    for folder in ("in", "processed", "control"):
        (VAR_DIR / "broker" / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(VAR_DIR / "broker/in"),
        "data_folder_out": str(VAR_DIR / "broker/in"),
        "processed_folder": str(VAR_DIR / "broker/processed"),
        "control_folder": str(VAR_DIR / "broker/control"),
        "store_processed": False,
        "polling_interval": 0.1,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SERIALIZER = "json"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
# The database is the truth and a broker message only wakes, so a wake-up that comes late is dropped: `expires` everywhere
CELERY_BEAT_SCHEDULE = {
    "dispatch": {"task": "notifications.tasks.dispatch", "schedule": 5.0, "options": {"expires": 5}},
    "build": {"task": "portfolios.tasks.build_waiting_documents", "schedule": 2.0, "options": {"expires": 2}},
    "plan": {"task": "notifications.tasks.plan_reminders", "schedule": 300.0, "options": {"expires": 240}},
    "recover": {"task": "notifications.tasks.recover", "schedule": 60.0, "options": {"expires": 50}},
    "forget_needs": {
        "task": "training.tasks.forget_needs",
        "schedule": crontab(hour=2, minute=40),
        "options": {"expires": 14400},
    },
    "lapse": {"task": "cohorts.tasks.lapse_offers", "schedule": 300.0, "options": {"expires": 240}},
}

# --- Mail and files ---------------------------------------------------------------------------------------------------

if EMAIL_URL:
    _mail = env.email_url_config(EMAIL_URL)
    MAILERS = {
        "default": {
            "BACKEND": _mail["EMAIL_BACKEND"],
            "OPTIONS": {
                "host": _mail["EMAIL_HOST"],
                "port": _mail["EMAIL_PORT"],
                "username": _mail["EMAIL_HOST_USER"],
                "password": _mail["EMAIL_HOST_PASSWORD"],
                "use_tls": bool(_mail.get("EMAIL_USE_TLS")),
                "use_ssl": bool(_mail.get("EMAIL_USE_SSL")),
                "timeout": 20,
            },
        }
    }
else:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(VAR_DIR / "mail")},
        }
    }
SERVER_EMAIL = DEFAULT_FROM_EMAIL

MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "media/"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [("", BASE_DIR / "static" / "dist")]
WHITENOISE_ROOT = (
    BASE_DIR / "static" / "root"
)  # what browsers and crawlers ask for at the top: /favicon.ico, /robots.txt
WHITENOISE_USE_FINDERS = not STATIC_ROOT.exists()
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if "collectstatic" in sys.argv or (STATIC_ROOT / "staticfiles.json").exists()
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- Sign-in ----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "cohorts:begin"
LOGOUT_REDIRECT_URL = "cohorts:home"

ACCOUNT_ADAPTER = "accounts.adapters.InvitationOnly"
SOCIALACCOUNT_ADAPTER = "accounts.adapters.InvitationOnlySocial"
MFA_ADAPTER = "accounts.adapters.EncryptedMFA"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up; without the second there is no password at sign-in
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.SignInForm",
    "request_login_code": "accounts.forms.sign_in.SendCodeForm",
    "confirm_login_code": "accounts.forms.second_step.ConfirmSignInCode",
    "reauthenticate": "accounts.forms.second_step.SayAgain",
    "add_email": "accounts.forms.second_step.ChangeEmail",
    "change_password": "accounts.forms.second_step.ChangePassword",
    "set_password": "accounts.forms.second_step.SetPassword",
    "reset_password": "accounts.forms.second_step.ResetPassword",
    "reset_password_from_key": "accounts.forms.second_step.ResetPasswordByLink",
}
MFA_FORMS = {
    "authenticate": "accounts.forms.second_step.SecondStep",
    "reauthenticate": "accounts.forms.second_step.SecondStepAgain",
    "activate_totp": "accounts.forms.second_step.SetUpApp",
    "add_webauthn": "accounts.forms.second_step.AddPasskey",
    "edit_webauthn": "accounts.forms.second_step.RenamePasskey",
}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Attachment Aware Schools"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = INSECURE_COOKIES
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "council",
                "name": OIDC_NAME or "single sign-on",
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_CLIENT_SECRET,
                # A council's own Microsoft tenant vouches for its addresses without saying so in a claim
                "settings": {"server_url": OIDC_ISSUER} | ({"verified_email": True} if OIDC_TRUST_EMAIL else {}),
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

# --- Security ---------------------------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF] + ([OIDC_ISSUER] if OIDC_ISSUER else []),
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CSRF_FAILURE_VIEW = "kit.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not INSECURE_COOKIES
SECURE_HSTS_SECONDS = 0 if INSECURE_COOKIES else 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not INSECURE_COOKIES
SECURE_REDIRECT_EXEMPT = [r"^health/"]
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Logs -------------------------------------------------------------------------------------------------------------

warnings.filterwarnings("ignore", message="No directory at")  # WhiteNoise, before anybody gathered the static files
DJANGO_STRUCTLOG_CELERY_ENABLED = True
EVERY_LINE = [
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.format_exc_info,
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": EVERY_LINE,
            "processor": structlog.processors.LogfmtRenderer(sort_keys=False, key_order=["timestamp", "level", "event"])
            if not DEMO
            else structlog.dev.ConsoleRenderer(colors=False),
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": "WARNING" if DEMO else LOG_LEVEL},
    "loggers": {
        "django_structlog": {"level": "WARNING" if DEMO else LOG_LEVEL},
        # A wake-up every other second is no news
        "celery": {"level": "WARNING"},
        "django_structlog.celery": {"level": "WARNING"},
    },
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        *EVERY_LINE,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
